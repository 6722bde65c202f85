leadfunnel -q -a part-cell-count.agreement --now 2026-03-01 --partial --by country |
	sed 's/^\(reached,active,\)1/\10/' |
	leadfunnel -a part-cell-count.agreement --merge
