leadfunnel -a funnel-by-empty.agreement --by country,,title
