leadscore -c email,scoore
