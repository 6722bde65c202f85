leadfunnel -a funnel-from-misspelt.agreement --from wno --cohort month
