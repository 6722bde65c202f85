leadscore -c email,,score
