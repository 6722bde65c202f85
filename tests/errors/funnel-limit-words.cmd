leadfunnel -a funnel-limit-words.agreement --limit few --by country
