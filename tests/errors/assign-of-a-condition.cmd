leadroute -a assign-of-a-condition.agreement
