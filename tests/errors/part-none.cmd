leadroute -q -a part-none.agreement --report --partial
