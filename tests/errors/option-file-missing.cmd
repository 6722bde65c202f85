leadscore nowhere.csv
