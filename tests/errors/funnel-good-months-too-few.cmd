leadfunnel -a funnel-good-months-too-few.agreement --lookback --good-months
