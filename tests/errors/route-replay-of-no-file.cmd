leadroute -a route-replay-of-no-file.agreement --replay -s nowhere.ledger -e "field id \"email\""
