leadroute -a route-no-wait-without-ledger.agreement --no-wait
