leadroute -a route-roster-weight.agreement 
