leadscore -q -a part-of-rows.agreement --partial
