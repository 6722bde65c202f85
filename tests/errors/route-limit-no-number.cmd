leadroute -a route-limit-no-number.agreement 
