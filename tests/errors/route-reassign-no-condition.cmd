leadroute -a route-reassign-no-condition.agreement --reassign 'employees + 1'
