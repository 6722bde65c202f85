leadsla -a sla-since-without-trend.agreement --report --since 2026-01-01
