leadfunnel -q -a part-about-order.agreement --now 2026-03-01 --partial --by country |
	sed '/^about,from/d' |
	leadfunnel -a part-about-order.agreement --merge
