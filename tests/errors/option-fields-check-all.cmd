leadscore --fields -a option-fields-check-all.agreement
