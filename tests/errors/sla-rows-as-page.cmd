leadsla -a sla-rows-as-page.agreement -f html
