leadscore -o
