leadsla -a sla-last-none.agreement --last '0 days'
