leadfold -a fold-without-its-columns.agreement
