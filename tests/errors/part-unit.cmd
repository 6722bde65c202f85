leadfunnel -q -a part-unit.agreement --now 2026-03-01 --partial --by country |
	sed 's/^\(days,active,[0-9]*,\)2332800/\10/' |
	leadfunnel -a part-unit.agreement --merge
