leadfunnel -a part-as-json.agreement --partial -f json
