leadbant -a bant-none.agreement
