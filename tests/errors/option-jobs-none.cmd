leadscore -j -1
