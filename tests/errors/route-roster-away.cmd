leadroute -a route-roster-away.agreement 
