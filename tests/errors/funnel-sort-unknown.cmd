leadfunnel -a funnel-sort-unknown.agreement --sort medain_days --by country
