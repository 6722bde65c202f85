leadroute -a route-replay-without-ledger.agreement --replay
