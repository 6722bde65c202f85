leadroute -a route-roster-name-missing.agreement 
