leadfunnel -a funnel-to-the-first.agreement --lookback --to lead
