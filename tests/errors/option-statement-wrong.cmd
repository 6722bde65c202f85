leadscore -e 'mql wenn page_views > 3'
