leadfunnel -a funnel-spend-no-month.agreement --spend spend-no-month.csv --cohort month
