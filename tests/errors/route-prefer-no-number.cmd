leadroute -a route-prefer-no-number.agreement 
