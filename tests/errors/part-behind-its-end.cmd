leadfunnel -q -a part-behind-its-end.agreement --now 2026-03-01 --partial --by country |
	sed '$s/.*/&\nyoung,,1,,/' |
	leadfunnel -a part-behind-its-end.agreement --merge
