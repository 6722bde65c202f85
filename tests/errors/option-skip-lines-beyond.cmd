leadscore --skip-lines 10
