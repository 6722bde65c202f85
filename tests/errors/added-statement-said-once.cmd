leadscore -e '+priority score'
