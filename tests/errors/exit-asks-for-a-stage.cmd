leadfunnel -a exit-asks-for-a-stage.agreement
