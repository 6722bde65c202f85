leadroute -a route-diff-without-routes.agreement --diff route-none.agreement
