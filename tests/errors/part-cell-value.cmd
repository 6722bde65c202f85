leadfunnel -q -a part-cell-value.agreement --now 2026-03-01 --partial --by country |
	sed 's/^\(days,active,[0-9]*,\)2332800/\1-/' |
	leadfunnel -a part-cell-value.agreement --merge
