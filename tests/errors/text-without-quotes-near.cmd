leadscore -w 'country = word2'
