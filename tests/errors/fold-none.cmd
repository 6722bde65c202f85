leadfold -a fold-none.agreement
