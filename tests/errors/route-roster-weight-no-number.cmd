leadroute -a route-roster-weight-no-number.agreement 
