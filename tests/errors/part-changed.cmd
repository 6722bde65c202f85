leadfunnel -q -a part-changed.agreement --now 2026-03-01 --partial --by country |
	sed 's/^\(reached,active,\)1/\19/' |
	leadfunnel -a part-changed.agreement --merge
