leadsla -a sla-backlog-and-by.agreement --backlog --by country
