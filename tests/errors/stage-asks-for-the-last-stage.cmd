leadfunnel -a stage-asks-for-the-last-stage.agreement
