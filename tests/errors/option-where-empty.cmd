leadscore -w ''
