leadfold -a option-format-html-of-rows.agreement -f html
