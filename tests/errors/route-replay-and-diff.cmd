leadroute -a route-replay-and-diff.agreement --replay --diff route-names.agreement -s nowhere.ledger
