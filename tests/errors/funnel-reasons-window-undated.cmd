leadfunnel -a funnel-reasons-window-undated.agreement --reasons --window 30
