leadfunnel -a funnel-reasons-misspelt.agreement --reasons
