leadscore -w 'country = Won' -e 'stage lead' -e 'stage won when country = "DE"'
