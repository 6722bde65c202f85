leadsla -a sla-last-negative.agreement --backlog --last '-3 days'
