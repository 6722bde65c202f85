leadscore -a .
