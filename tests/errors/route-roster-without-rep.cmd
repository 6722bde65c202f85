leadroute -a route-roster-without-rep.agreement 
