leadfunnel -a funnel-to-without-lookback.agreement --to won
