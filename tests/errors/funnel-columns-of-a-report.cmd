leadfunnel -a funnel-columns-of-a-report.agreement -c country
