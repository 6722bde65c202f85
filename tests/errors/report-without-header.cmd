leadfunnel -a report-without-header.agreement --no-header
