leadfunnel -a part-merge-where.agreement --merge -w 'country = "DE"'
