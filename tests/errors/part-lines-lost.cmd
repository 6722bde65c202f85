leadfunnel -q -a part-lines-lost.agreement --now 2026-03-01 --partial --by country |
	sed '/^recorded,active/d' |
	leadfunnel -a part-lines-lost.agreement --merge
