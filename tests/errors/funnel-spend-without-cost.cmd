leadfunnel -a funnel-spend-without-cost.agreement --spend spend-costs.csv
