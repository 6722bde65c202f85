leadroute -a part-of-a-route.agreement --no-header
