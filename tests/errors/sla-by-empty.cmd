leadsla -a sla-by-empty.agreement --by ''
