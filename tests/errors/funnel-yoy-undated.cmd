leadfunnel -a funnel-yoy-undated.agreement --yoy
