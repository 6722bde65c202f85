leadfunnel -a funnel-good-months-no-window.agreement --lookback --good-months
