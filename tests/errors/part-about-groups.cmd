leadfunnel -q -a part-about-groups.agreement --now 2026-03-01 --partial --by country |
	sed '/^about,order/d' |
	leadfunnel -a part-about-groups.agreement --merge
