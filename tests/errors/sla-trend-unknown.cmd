leadsla -a sla-trend-unknown.agreement --trend fortnight
