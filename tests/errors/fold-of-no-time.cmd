leadfold -a fold-of-no-time.agreement
