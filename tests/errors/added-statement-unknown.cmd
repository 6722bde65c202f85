leadscore -e '+feld size "Deal Size"'
