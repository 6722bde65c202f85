leadfunnel -q -a part-exact.agreement --now 2026-03-01 --partial --by country |
	sed '/^about,exact/s/,no,/,maybe,/' |
	leadfunnel -a part-exact.agreement --merge
