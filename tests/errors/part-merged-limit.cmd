leadfunnel -q -a part-merged-limit.agreement --partial | leadfunnel -a part-merged-limit.agreement --merge --partial --limit 2
