leadsla -a sla-fail-when-no-condition.agreement --fail-when 'compliance'
