leadfunnel -a funnel-spend-other-decimal.agreement -e 'decimal ","' --spend spend-decimal.csv
