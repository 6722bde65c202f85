leadroute -a route-reassign-wrong.agreement --reassign 'rated = cold'
