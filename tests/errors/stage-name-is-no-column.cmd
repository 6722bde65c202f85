leadscore -w won -e 'stage lead' -e 'stage won when Rating = "Hot"'
