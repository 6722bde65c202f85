leadfunnel -e '+stage x at "created_at"'
