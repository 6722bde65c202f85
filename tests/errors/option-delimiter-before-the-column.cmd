leadscore -d ';' -c email,scoore
