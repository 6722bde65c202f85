leadfold -a fold-of-a-text.agreement
