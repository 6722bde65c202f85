leadfunnel -a funnel-reasons-sorted.agreement --reasons --sort leads
