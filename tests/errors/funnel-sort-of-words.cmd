leadfunnel -a funnel-sort-of-words.agreement --sort verdict --by country
