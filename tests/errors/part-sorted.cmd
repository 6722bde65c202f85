leadfunnel -a part-sorted.agreement --partial --by country --sort reached
