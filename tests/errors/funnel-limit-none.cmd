leadfunnel -a funnel-limit-none.agreement --limit 0 --by country
