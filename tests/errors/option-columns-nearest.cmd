leadscore -c nope
