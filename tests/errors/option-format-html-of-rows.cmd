leadscore -f html
