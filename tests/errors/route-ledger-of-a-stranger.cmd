leadroute -a route-ledger-of-a-stranger.agreement -e "field id \"email\"" -s input.csv
