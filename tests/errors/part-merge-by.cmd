leadfunnel -q -a part-merge-by.agreement --partial | leadfunnel -a part-merge-by.agreement --merge --by country
