leadfunnel -q -a part-limited.agreement --reasons --partial --limit 2
