leadscore --now soon
