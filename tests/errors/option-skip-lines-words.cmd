leadscore --skip-lines few
