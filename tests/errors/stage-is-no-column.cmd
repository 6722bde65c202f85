leadfunnel --by stage -e 'stage lead' -e 'stage won at created_at'
