leadfold -a fold-asks-for-a-line.agreement
