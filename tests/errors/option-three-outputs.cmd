leadscore --top 1 --summary
