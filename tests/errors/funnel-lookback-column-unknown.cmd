leadfunnel -a funnel-lookback-column-unknown.agreement --lookback -c contry
