leadsla -a sla-pause-from-unknown.agreement
