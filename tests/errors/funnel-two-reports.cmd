leadfunnel -a funnel-two-reports.agreement --eventual --yoy
