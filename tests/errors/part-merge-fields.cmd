leadfunnel -a part-merge-fields.agreement --merge --fields
