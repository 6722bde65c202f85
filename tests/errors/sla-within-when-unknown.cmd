leadsla -a sla-within-when-unknown.agreement
