leadscore .
