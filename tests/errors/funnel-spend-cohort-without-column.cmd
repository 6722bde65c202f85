leadfunnel -a funnel-spend-cohort-without-column.agreement --spend spend.csv --cohort month
