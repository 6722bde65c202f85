leadsla -a sla-pause-when-unknown.agreement
