leadfunnel -q -a part-of-no-group.agreement --now 2026-03-01 --partial --by country |
	sed 's/^\(recorded,active,.*\)/\1DE/' |
	leadfunnel -a part-of-no-group.agreement --merge
