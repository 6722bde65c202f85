leadscore -t -d ';'
