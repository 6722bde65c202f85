leadscore -a fields-every-place.agreement --fields
