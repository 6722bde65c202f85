leadscore --r
