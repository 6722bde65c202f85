leadscore --out-decimal dot
