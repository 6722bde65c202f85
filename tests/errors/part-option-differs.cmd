leadfunnel -q -a part-option-differs.agreement --now 2026-03-01 --partial --by country |
	leadfunnel -a part-option-differs.agreement --merge --by industry
