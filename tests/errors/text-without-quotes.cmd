leadscore -w 'country = Germany'
