leadfunnel -a funnel-window-undated.agreement --window '30 days'
