sed 1d | leadscore -a header-is-a-lead.agreement
