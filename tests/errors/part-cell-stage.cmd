leadfunnel -q -a part-cell-stage.agreement --now 2026-03-01 --partial --by country |
	sed 's/^reached,active/reached,won/' |
	leadfunnel -a part-cell-stage.agreement --merge
