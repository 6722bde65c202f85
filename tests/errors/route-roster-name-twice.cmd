leadroute -a route-roster-name-twice.agreement 
