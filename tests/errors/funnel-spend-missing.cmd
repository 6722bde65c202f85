leadfunnel -a funnel-spend-missing.agreement --spend nowhere.csv
