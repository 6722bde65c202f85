leadfunnel -e '+stage x at Created Time'
