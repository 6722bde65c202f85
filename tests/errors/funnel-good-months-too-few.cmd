leadfunnel -a funnel-good-months-too-few.agreement --lookback --good-months --window '30 days'
