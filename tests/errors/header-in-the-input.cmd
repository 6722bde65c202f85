leadfunnel -a header-in-the-input.agreement --header-from input.csv
