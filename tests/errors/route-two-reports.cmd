leadroute -a route-two-reports.agreement --replay --dry-run -s nowhere.ledger
