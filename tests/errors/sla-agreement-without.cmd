leadsla -a sla-agreement-without.agreement
