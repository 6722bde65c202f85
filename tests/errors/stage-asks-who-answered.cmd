leadsla -a stage-asks-who-answered.agreement
