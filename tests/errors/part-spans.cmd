leadfunnel -q -a part-spans.agreement --now 2026-03-01 --partial --by country |
	sed 's/^\(days,active,[0-9]*,2332800,\)/\10 0 /' |
	leadfunnel -a part-spans.agreement --merge
