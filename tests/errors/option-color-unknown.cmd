leadscore --color blue
