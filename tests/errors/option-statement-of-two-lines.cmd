leadscore -e 'mql when page_views > 3' -e 'bant need maybe'
