leadsla -a sla-fail-when-misspelt.agreement --fail-when 'complianc < 90%'
