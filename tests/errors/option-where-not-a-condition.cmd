leadscore -w 'page_views + 1'
