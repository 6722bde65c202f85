leadfunnel -a stage-asks-by-a-field.agreement
