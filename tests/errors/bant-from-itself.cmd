leadbant -a bant-from-itself.agreement
