leadscore --top many
