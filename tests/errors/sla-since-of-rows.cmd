leadsla -a sla-since-of-rows.agreement --since 2026-01-01
