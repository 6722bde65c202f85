leadfunnel -q -a part-cut.agreement --now 2026-03-01 --partial --by country |
	sed '/^end/d' |
	leadfunnel -a part-cut.agreement --merge
