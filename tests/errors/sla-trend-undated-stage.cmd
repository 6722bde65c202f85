leadsla -a sla-trend-undated-stage.agreement --trend month
