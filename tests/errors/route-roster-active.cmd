leadroute -a route-roster-active.agreement 
