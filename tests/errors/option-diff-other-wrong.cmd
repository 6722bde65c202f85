leadscore --diff -e 'mql when scoore > 3'
