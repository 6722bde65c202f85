leadscore --rejects rejects.csv
