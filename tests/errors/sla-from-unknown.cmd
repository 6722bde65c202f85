leadsla -a sla-from-unknown.agreement
