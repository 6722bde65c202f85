leadfunnel -a funnel-eventual-one-stage.agreement --eventual
