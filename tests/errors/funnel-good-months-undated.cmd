leadfunnel -a funnel-good-months-undated.agreement --lookback --good-months
