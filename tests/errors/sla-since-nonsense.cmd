leadsla -a sla-since-nonsense.agreement --trend month --since soon
