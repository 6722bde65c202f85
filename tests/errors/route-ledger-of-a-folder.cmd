leadroute -a route-ledger-of-a-folder.agreement -e "field id \"email\"" -s .
