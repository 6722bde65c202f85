leadscore --diff
