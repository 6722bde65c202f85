leadsla -a sla-to-unknown.agreement
