leadfunnel -a funnel-reasons-limit-none.agreement --reasons --limit 0
