leadscore --mail -f csv
