leadfunnel -a funnel-spend-sort-without.agreement --sort cost
