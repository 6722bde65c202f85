leadsla -a sla-last-nonsense.agreement --report --last soon
