leadsla -a sla-fail-when-of-last-alone.agreement --fail-when 'backlog_before > 0'
