leadscore -w 'mql = 1' input.csv
leadscore -w '0 != mql' input.csv
