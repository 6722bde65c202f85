leadfunnel -a funnel-spend-no-money.agreement --spend spend-no-money.csv
