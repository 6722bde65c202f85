leadroute -a route-explain-of-a-report.agreement -x --dry-run
