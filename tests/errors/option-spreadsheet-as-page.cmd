leadscore --spreadsheet -f html
