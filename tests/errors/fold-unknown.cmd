leadfold -a fold-unknown.agreement --fold bb
