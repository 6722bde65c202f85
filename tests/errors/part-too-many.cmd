leadfunnel -q -a part-too-many.agreement --now 2026-03-01 --partial --by country |
	sed 's/^\(reached,active,\).*/&\n\11000000000000000,,,DE/' |
	leadfunnel -a part-too-many.agreement --merge
