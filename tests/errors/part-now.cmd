leadfunnel -q -a part-now.agreement --now 2026-03-01 --partial --by country |
	sed '/^about,now/s/2026/MMXXVI/' |
	leadfunnel -a part-now.agreement --merge
