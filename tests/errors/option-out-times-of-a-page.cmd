leadsla --report -f html --out-times local
