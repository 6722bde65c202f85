leadsla -a sla-calendar-file-missing.agreement
