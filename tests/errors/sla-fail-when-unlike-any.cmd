leadsla -a sla-fail-when-unlike-any.agreement --fail-when 'xyzzy > 1'
