leadsla -a sla-fail-when-ends.agreement --fail-when 'compliance <'
