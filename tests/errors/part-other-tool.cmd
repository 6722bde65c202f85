leadscore -q -a part-other-tool.agreement --now 2026-03-01 --summary --partial |
	leadfunnel -a part-other-tool.agreement --merge
