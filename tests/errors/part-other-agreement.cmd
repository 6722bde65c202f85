leadfunnel -q -a part-other-agreement.agreement --now 2026-03-01 --partial --by country |
	leadfunnel -a part-other-agreement.agreement -e 'stage inquiry at created_at' --merge
