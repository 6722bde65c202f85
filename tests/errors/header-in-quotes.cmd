leadscore -w '"Deal Size" = "Web"'
