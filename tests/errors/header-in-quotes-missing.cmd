leadscore -w '"notes" is missing'
