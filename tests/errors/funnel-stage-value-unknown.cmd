leadfunnel -a funnel-stage-value-unknown.agreement 
