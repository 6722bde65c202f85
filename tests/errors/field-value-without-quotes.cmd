leadscore -a field-value-without-quotes.agreement -c region
