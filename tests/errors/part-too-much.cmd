leadfunnel -q -a part-too-much.agreement --now 2026-03-01 --partial --by country |
	sed 's/^reached,active.*/&\nvalue,active,,999999999999999999999999999999,,DE\nvalue,active,,999999999999999999999999999999,,DE/' |
	leadfunnel -a part-too-much.agreement --merge
