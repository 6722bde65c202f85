leadsla -a sla-trend-undated-exit.agreement --trend month
