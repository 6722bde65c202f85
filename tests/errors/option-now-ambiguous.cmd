leadscore --now 3/4/2026
