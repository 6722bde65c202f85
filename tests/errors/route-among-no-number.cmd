leadroute -a route-among-no-number.agreement 
