leadfunnel -q -a part-of-another-group.agreement --now 2026-03-01 --partial --by country |
	sed 's/^\(reached,active.*,\)DE/\1XX/' |
	leadfunnel -a part-of-another-group.agreement --merge
