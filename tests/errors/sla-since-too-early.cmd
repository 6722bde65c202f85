leadsla -a sla-since-too-early.agreement --trend month --since 1969-12-31
