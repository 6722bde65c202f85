leadscore --diff nowhere.agreement
