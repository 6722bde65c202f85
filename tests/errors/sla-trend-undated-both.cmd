leadsla -a sla-trend-undated-both.agreement --trend month
