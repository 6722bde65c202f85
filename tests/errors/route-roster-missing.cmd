leadroute -a route-roster-missing.agreement 
