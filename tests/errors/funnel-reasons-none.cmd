leadfunnel -a funnel-reasons-none.agreement --reasons
