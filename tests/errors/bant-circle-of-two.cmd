leadbant -a bant-circle-of-two.agreement
