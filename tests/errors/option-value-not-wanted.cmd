leadscore --quiet=yes
