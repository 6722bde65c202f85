leadfunnel -a funnel-spend-eventual.agreement --eventual --spend spend.csv
