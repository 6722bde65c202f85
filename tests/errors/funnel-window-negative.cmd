leadfunnel -a funnel-window-negative.agreement --window '-3 days'
