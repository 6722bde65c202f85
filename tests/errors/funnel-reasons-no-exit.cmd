leadfunnel -a funnel-reasons-no-exit.agreement --reasons
