leadsla -a sla-backlog-and-report.agreement --backlog --report
