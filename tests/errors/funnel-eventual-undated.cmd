leadfunnel -a funnel-eventual-undated.agreement --eventual
