leadscore --top 0
