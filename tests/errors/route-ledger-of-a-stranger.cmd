cp input.csv "$work" && here=$PWD && cd "$work" && # a ledger is written to, a source isn't
	leadroute -a "$here/route-ledger-of-a-stranger.agreement" -e "field id \"email\"" -s input.csv
