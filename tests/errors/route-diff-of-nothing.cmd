leadroute -a route-diff-of-nothing.agreement --diff nowhere.agreement
