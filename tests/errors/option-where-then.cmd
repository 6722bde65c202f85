leadscore -w 'country = "US" then 1' input.csv
leadscore -w 'created_at within 30 days' input.csv
leadscore -w 'mql, sql' input.csv
leadscore -w 'created_at before 2026-01-01' input.csv
