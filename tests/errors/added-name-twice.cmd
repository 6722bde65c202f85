leadfunnel -e '+exit lost when Rating = "Cold"'
