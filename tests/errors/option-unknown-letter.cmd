leadscore -z
