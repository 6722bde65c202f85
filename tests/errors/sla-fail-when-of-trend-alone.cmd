leadsla -a sla-fail-when-of-trend-alone.agreement --fail-when 'at > 2026-01-01'
