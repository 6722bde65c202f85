leadfunnel -q -a part-other-stages.agreement -e 'stage inquiry' --partial | leadfunnel -a part-other-stages.agreement --merge
