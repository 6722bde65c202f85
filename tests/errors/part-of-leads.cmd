leadfunnel -a part-of-leads.agreement --merge
