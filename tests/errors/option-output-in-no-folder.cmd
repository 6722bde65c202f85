leadscore -o nowhere/out.csv
