leadscore -o .
