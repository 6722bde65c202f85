leadfunnel -a funnel-to-unknown.agreement --lookback --to wno
