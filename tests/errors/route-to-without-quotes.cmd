leadroute -a route-to-without-quotes.agreement
