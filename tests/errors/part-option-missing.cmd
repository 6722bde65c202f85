leadfunnel -q -a part-option-missing.agreement --now 2026-03-01 --partial |
	leadfunnel -a part-option-missing.agreement --merge --cohort month
