leadsla -a sla-fail-when-empty.agreement --fail-when ''
