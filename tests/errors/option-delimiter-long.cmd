leadscore -d ,,
