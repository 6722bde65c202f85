leadscore -e 'mql when pageviews3 > 3'
