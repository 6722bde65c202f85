leadsla -a sla-by-unknown.agreement --by contry
