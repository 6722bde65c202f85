leadroute -a route-roster-nobody.agreement 
