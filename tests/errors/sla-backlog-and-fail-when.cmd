leadsla -a sla-backlog-and-fail-when.agreement --backlog --fail-when 'backlog > 3'
