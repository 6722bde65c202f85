leadsla -a sla-column-of-rows-unknown.agreement -c email,x_duee
