leadfunnel -a funnel-good-months-no-window.agreement --lookback --good-months --now 2026-10-31
