leadfunnel -a funnel-spend-column-taken.agreement --spend spend-decimal.csv --by 'month(created_at),month(last_activity_at)'
