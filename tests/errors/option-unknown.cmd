leadscore --colour always
