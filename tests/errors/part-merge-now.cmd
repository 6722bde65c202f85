leadfunnel -q -a part-merge-now.agreement --partial | leadfunnel -a part-merge-now.agreement --merge --now 2026-03-01
