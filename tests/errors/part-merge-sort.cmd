leadfunnel -q -a part-merge-sort.agreement --partial | leadfunnel -a part-merge-sort.agreement --merge --sort size
