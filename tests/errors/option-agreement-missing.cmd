leadscore -a nowhere.agreement
