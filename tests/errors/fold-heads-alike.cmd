leadfold -a fold-heads-alike.agreement
