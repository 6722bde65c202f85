leadfunnel -q -a part-without-rows.agreement --now 2026-03-01 --partial --by country |
	sed 1q |
	leadfunnel -a part-without-rows.agreement --merge
