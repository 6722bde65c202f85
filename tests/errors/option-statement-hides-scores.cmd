leadscore -e 'score size +1 when page_views > 3'
