leadfunnel -a funnel-cohort-unknown.agreement --cohort fortnight
