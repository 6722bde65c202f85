leadscore --top 1 -a priority-of-a-text.agreement
