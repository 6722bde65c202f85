leadfunnel -q -a part-exit.agreement --now 2026-03-01 --partial --by country |
	sed 's/^recorded,active.*/left,active,1,,won,DE/' |
	leadfunnel -a part-exit.agreement --merge
