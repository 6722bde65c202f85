leadscore -c 'email,page_views + 1'
