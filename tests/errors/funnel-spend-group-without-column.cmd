leadfunnel -a funnel-spend-group-without-column.agreement --spend spend.csv --by rating
