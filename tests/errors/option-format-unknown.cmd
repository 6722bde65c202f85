leadscore -f xls
