leadfunnel -q -a part-row-unknown.agreement --now 2026-03-01 --partial --by country |
	sed 's/^reached,active/reach,active/' |
	leadfunnel -a part-row-unknown.agreement --merge
