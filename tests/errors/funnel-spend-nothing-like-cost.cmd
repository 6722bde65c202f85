leadfunnel -a funnel-spend-nothing-like-cost.agreement --spend spend-amount.csv
