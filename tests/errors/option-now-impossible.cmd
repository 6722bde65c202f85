leadscore --now 2026-02-30
