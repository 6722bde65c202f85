leadroute -a route-roster-away-reversed.agreement 
