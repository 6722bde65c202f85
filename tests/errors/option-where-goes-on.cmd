leadscore -w 'page_views > 3 mql'
