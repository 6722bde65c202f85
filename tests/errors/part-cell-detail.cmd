leadfunnel -q -a part-cell-detail.agreement --now 2026-03-01 --partial --by country |
	sed 's/^\(reached,active,[0-9]*,,\)/\1more/' |
	leadfunnel -a part-cell-detail.agreement --merge
