leadsla -a sla-backlog-and-trend.agreement --backlog --trend month
