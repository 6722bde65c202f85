leadroute -a route-roster-column.agreement 
