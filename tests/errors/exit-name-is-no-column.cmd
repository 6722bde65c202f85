leadfunnel --by lost
