while read -r same; do
	leadscore -a same-keys-wrong.agreement -e "$same"
	rc=$?
	test $rc = 2 || exit $rc
done <<'END'
same
same lead email
same lead by email,
same lead by email phone
same lead by email ignore dots
same lead by email ignoring
same lead by email ignoring dots, tags
same lead by email ignoring dots and tags
same lead by email ignoring dots dots
same lead by phone ignoring dots
same lead by company, email
same lead by domain with company
same lead by company with name any name
same lead by email any company
same lead by name with domain with name
same lead by name with domain, Domain with Name
same lead by Job Title with name
same lead by email and name
same lead by email & name
same lead by phone any name with company
same lead by "Salesforce Id"
same lead by 3 with name
same lead by email keep * list
END
exit 2
