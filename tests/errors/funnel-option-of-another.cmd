leadfunnel -a funnel-option-of-another.agreement --lookback --sort reached
