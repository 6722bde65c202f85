leadscore -w ' '
