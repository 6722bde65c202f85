leadsla -a sla-fail-when-of-a-lead.agreement --fail-when 'employees > 100'
