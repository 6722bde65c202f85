leadroute -a route-ledger-without-id.agreement -s nowhere.ledger
