leadfunnel -a funnel-by-unknown.agreement --by contry
