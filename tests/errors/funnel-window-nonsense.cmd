leadfunnel -a funnel-window-nonsense.agreement --window soon
