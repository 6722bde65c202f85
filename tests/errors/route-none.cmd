leadroute -a route-none.agreement 
