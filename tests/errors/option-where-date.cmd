leadscore -w 'created_at > 3/4/2026'
