leadroute -a route-reassign-half.agreement --reassign 'rating ='
