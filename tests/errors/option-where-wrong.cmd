leadscore -w 'scoore > 3'
