leadfold -a fold-which.agreement
