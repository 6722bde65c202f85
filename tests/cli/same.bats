# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfold: rows of the same lead become one row; files of several systems become one.
load common

by='same lead by email, phone'

# Rows as two of one lead, and one beside: COLUMN, its cells, and the keep rule; what the column says then.
kept() { # header, first, second, rule
	printf '%s\n' "email,$1" "ann@acme.com,$2" "bob@acme.com,other" "Ann@acme.com,$3" >in.csv
	printf '%s\n' 'same lead by email' "    $4" >k.agreement
	leadfold -q -a k.agreement in.csv | sed -n 2p | sed 's/^ann@acme.com,//'
}

@test "same lead: one row a lead, in the order of first appearance; a row alone goes out byte for byte" {
	printf 'Id,Email,Note\r\n9,zoe@acme.com, "odd"  quote\r\n1,ann@acme.com,"x, ""y"""\r\n2,,\r\n3,Ann@acme.com,"two\r\nlines"\r\n4,cem@acme.com,"plain"\r\n' >in.csv
	leadfold -e 'same lead by email' in.csv >out 2>err
	printf 'Id,Email,Note\r\n9,zoe@acme.com, "odd"  quote\r\n1,ann@acme.com,"x, ""y"""\r\n2,,\r\n4,cem@acme.com,"plain"\r\n' | cmp - out
	grep -qx 'leadfold: 5 rows of 4 leads: 1 of 2 rows' err
	grep -qx 'leadfold: 1 row was joined by email' err
	grep -qx "leadfold: in 1 of 1 leads of several rows 'Note' differs" err
	[ "$(grep -c differs err)" = 1 ]
	leadfold -q -e 'same lead by email' out | cmp - out
}

@test "same lead, tables: case tells ids of Salesforce of 15 characters apart, and nothing else" {
	printf '%s\n' 'crm,email' 00Q5g000003abcD,a@acme.com 00Q5g000003abcd,b@acme.com ab-1,c@acme.com AB-1,d@acme.com >in.csv
	leadfold -q -e 'same lead by crm any name' in.csv | cut -d , -f 1 | diff - <(sed '5d; s/,.*//' in.csv)
	printf '%s\n' 'lid,won' 00Q5g000003abcD,1 00Q5g000003ABCd,2 ab-1,3 >t.csv
	printf '%s\n' 'table d "t.csv" by lid = crm' >t.agreement
	leadscore -a t.agreement -c d.won in.csv 2>err | diff - <(printf '%s\n' d.won 1 '' 3 3)
	grep 'row above' err && return 1
	# what Salesforce itself calls one id, in 15 characters and in 18
	printf '%s\n' id,crm 1,001A0000006Vm9u 2,001A0000006Vm9uIAC 3,001a0000006vm9uiac 4,001A0000006Vm9U 5,001A0000006Vm9UIAZ >long.csv
	leadfold -q -e 'same lead by crm any name' long.csv | diff - <(sed -n '1,2p; 5,6p' long.csv)
	printf '%s\n' 'same lead by mail any name' '    apart when crm differ' >a.agreement
	sed '1s/email/mail/; s/[a-d]@/x@/' in.csv | leadfold -q -a a.agreement - | cut -d , -f 1 | head -3 |
		diff - <(printf '%s\n' crm 00Q5g000003abcD 00Q5g000003abcd)
}

@test "in file, in, =, groups, owners: case tells ids of Salesforce of 15 characters apart, and nothing else" {
	printf '%s\n' id,owner,created 00Q5g000003abcD,0055g000003abcD,2026-01-01 00Q5g000003abcd,0055g000003abcd,2026-01-02 \
		00Q5g000003AbcDEAS,x,2026-01-03 ab-1,Y,2026-01-04 >in.csv
	printf '%s\n' 00Q5g000003abcd AB-1 >few
	{ cat few && seq 100 120; } >many
	for list in few many; do
		leadscore -q -w "id not in file \"$list\"" -c id in.csv | diff - <(printf '%s\n' id 00Q5g000003abcD 00Q5g000003AbcDEAS)
	done
	leadscore -q -w 'id in ("00q5g000003ABCDeas", "AB-1")' -c id in.csv | diff - <(printf '%s\n' id 00Q5g000003AbcDEAS ab-1)
	leadscore -q -w 'id = "00Q5g000003AbcD"' -c id in.csv | diff - <(printf '%s\n' id 00Q5g000003AbcDEAS)
	leadscore -q -w 'id != "00Q5g000003abcd"' -c id in.csv | diff - <(sed '3d; s/,.*//' in.csv)
	leadscore -q -w 'lower(id) in ("00Q5g000003abcD")' -c id in.csv | diff - <(sed '4,5d; s/,.*//' in.csv)
	printf '%s\n' id,other 00Q5g000003abcD,00Q5g000003abcd 00Q5g000003AbcDEAS,00Q5g000003AbcD | leadscore -q -w 'id = other' -c other |
		diff - <(printf '%s\n' other 00Q5g000003AbcD)
	leadfunnel -q -e 'stage lead at created' --by owner in.csv | grep -c ,lead,1, | diff - <(echo 4)
	printf '%s\n' rep,weight 0055g000003abcD,1 0055g000003abcd,1 >reps.csv
	leadroute -q -e 'roster "reps.csv"' -e 'route all' <(cut -d , -f 1,3 in.csv) >out
	[ "$(tail -n +2 out | grep -o '0055g[^,]*' | sort | uniq -d | wc -l)" = 2 ]
}

@test "same lead: each keep rule takes the cell that it says" {
	[ "$(kept v '' two 'keep v first present')" = two ]
	[ "$(kept v one two 'keep v first present')" = one ]
	[ "$(kept v one two 'keep v last present')" = two ]
	[ "$(kept v one '' 'keep * last present')" = Ann@acme.com,one ]
	[ "$(kept v 10 9 'keep v min')" = 9 ]
	[ "$(kept v 10 9 'keep v max')" = 10 ]
	[ "$(kept v '$1200' '"1,000.50"' 'keep v max')" = '$1200' ]
	[ "$(kept v 2026-10-02 2026-09-30 'keep v min')" = 2026-09-30 ]
	[ "$(kept v beta Alpha 'keep v min')" = Alpha ]
	[ "$(kept v 10 9x 'keep v max')" = 9x ]
	[ "$(kept v No TRUE 'keep v any yes')" = TRUE ]
	[ "$(kept v '' N 'keep v any yes')" = N ]
	[ "$(kept v maybe No 'keep v any yes')" = No ]
	[ "$(kept v 'a;b' 'B; c' 'keep v list')" = 'a;b;c' ]
	[ "$(kept v a A 'keep v list')" = a ]
	[ "$(kept v '"a,b"' c 'keep v list')" = '"a,b;c"' ]
}

@test "same lead: last by a time goes by it; rows without one are behind, and counted" {
	printf '%s\n' 'email,v,at' 'ann@acme.com,old,2026-01-01' 'ann@acme.com,new,2026-05-01' 'ann@acme.com,none,' \
		'ann@acme.com,mid,2026-03-01' 'ann@acme.com,,2026-09-01' >in.csv
	printf '%s\n' 'same lead by email' '    keep v last present by at' >k.agreement
	[ "$(leadfold -a k.agreement in.csv 2>err | tail -1)" = 'ann@acme.com,new,2026-01-01' ]
	grep -qx "leadfold: 1 row of leads of several rows has no time in 'at', and is behind the others" err
	sed 's/last/first/' k.agreement >f.agreement
	[ "$(leadfold -q -a f.agreement in.csv | tail -1)" = 'ann@acme.com,old,2026-01-01' ]
	sed 's/2026-03-01/soon/' in.csv >odd.csv
	fails leadfold --strict -a k.agreement odd.csv
	says "odd.csv:5: "
}

@test "same lead: columns that differ in most leads come first, and the rest in one line" {
	printf '%s\n' 'email,a,b,c,d,e,f' 'ann@acme.com,1,1,1,1,1,x' 'bob@acme.com,1,1,1,1,1,1' 'ann@acme.com,2,2,2,2,2,X' \
		'bob@acme.com,1,2,,2,n/a,1' >in.csv
	leadfold -e 'same lead by email' in.csv 2>&1 >out | grep 'differs\|more' >said
	printf "leadfold: in %d of 2 leads of several rows '%s' differs\n" 2 b 2 d 1 a 1 c >want
	echo "leadfold: and 1 more column: 'e' in 1" >>want
	cmp want said
}

@test "same lead: what means nothing in a column is not present there" {
	printf '%s\n' 'email,v' 'ann@acme.com,n/a' 'ann@acme.com,two' >in.csv
	[ "$(leadfold -q -e 'same lead by email' in.csv | tail -1)" = ann@acme.com,two ]
	printf '%s\n' 'missing "none yet" in v' >m.agreement
	printf '%s\n' 'email,v,w' 'ann@acme.com,none yet,none yet' 'ann@acme.com,two,two' >in.csv
	[ "$(leadfold -q -a m.agreement -e 'same lead by email' in.csv | tail -1)" = 'ann@acme.com,two,none yet' ]
	printf '%s\n' 'email,v' 'ann@acme.com,n/a' 'ann@acme.com,' >in.csv
	[ "$(leadfold -q -e 'same lead by email' in.csv | tail -1)" = 'ann@acme.com,n/a' ]
}

@test "same lead: the id is that of the row created first, then the smallest" {
	printf '%s\n' 'Record ID,email,Create Date' '10,ann@acme.com,2026-05-01' '11,ann@acme.com,2026-04-01' '9,ann@acme.com,' >in.csv
	leadfold -q -e 'same lead by email' in.csv | grep -qx '11,ann@acme.com,2026-05-01'
	printf '%s\n' 'Record ID,email' '10,ann@acme.com' '9,ann@acme.com' '12,ann@acme.com' ',ann@acme.com' >in.csv
	leadfold -q -e 'same lead by email' in.csv | grep -qx '9,ann@acme.com'
	printf '%s\n' 'same lead by email' '    keep * last present' >k.agreement
	leadfold -q -a k.agreement in.csv | grep -qx '9,ann@acme.com'
	printf '%s\n' '    keep id last present' >>k.agreement
	leadfold -q -a k.agreement in.csv | grep -qx '12,ann@acme.com'
}

@test "same lead: a column that there is none of, or that is worked out, can't be kept" {
	printf 'email,v\nann@acme.com,1\n' >in.csv
	printf '%s\n' 'same lead by email' '    keep vv max' >k.agreement
	fails leadfold -a k.agreement in.csv
	says "k.agreement:2:10: no column 'vv'; did you mean 'v'?"
	printf '%s\n' 'same lead by email' '    keep amount max' >k.agreement
	leadfold -q -a k.agreement in.csv | cmp - in.csv
}

@test "same lead: another format, dialect or a guard takes the cells apart" {
	printf 'email\tv\tw\nann@acme.com\t\t"say ""x"""\nann@acme.com\t=1+2\tb,c\nbob@acme.com\t-2\t+x\n' >in.tsv
	[ "$(leadfold -q -f csv -e "$by" in.tsv)" = "$(printf 'email,v,w\nann@acme.com,=1+2,"say ""x"""\nbob@acme.com,-2,+x')" ]
	[ "$(leadfold -q --excel-safe -e "$by" in.tsv)" = "$(printf "email\tv\tw\nann@acme.com\t'=1+2\t\"say \"\"x\"\"\"\nbob@acme.com\t-2\t'+x")" ]
	[ "$(leadfold -q -f jsonl -e "$by" in.tsv | tail -1)" = '{"email": "bob@acme.com", "v": "-2", "w": "+x"}' ]
	[ "$(leadfold -q -f table -e "$by" in.tsv | tail -1)" = 'bob@acme.com  -2    +x' ]
	[ "$(leadfold -q --bom -e "$by" in.tsv | head -c 3 | od -An -tx1)" = ' ef bb bf' ]
	printf 'email,v\nann@acme.com,1\nbob@acme.com\nAnn@acme.com\n' >ragged.csv
	[ "$(leadfold -q --ragged pad -e "$by" ragged.csv)" = "$(printf 'email,v\nann@acme.com,1\nbob@acme.com,')" ]
}

@test "same lead: no bytes, no rows, no keys" {
	printf '' | fails leadfold -e "$by"
	[ -z "$(printf '' | leadfold -q --allow-empty -e "$by")" ]
	[ "$(printf '' | leadfold -q --allow-empty -f json -e "$by")" = '[]' ]
	printf 'Email,v\n' >head.csv
	leadfold -q -e "$by" head.csv | cmp - head.csv
	[ "$(leadfold -q -f json -e "$by" head.csv | tr -d '\n')" = '[]' ]
	printf 'Email,v' >head.csv
	[ "$(leadfold -q -e "$by" head.csv)" = 'Email,v' ]
	printf 'v,w\n1,2\n1,2\n' >none.csv
	fails leadfold -q -e "$by" none.csv
	says "looked for 'email', 'phone'"
}

@test "same lead: each row is in one lead or ignored, and -w chooses the rows that are joined" {
	printf '%s\n' 'email,n' 'ann@acme.com,1' 'test@x.com,2' 'ann@acme.com,3' ',' 'bob@acme.com,4' >in.csv
	leadfold -e 'ignore when email = "test@x.com" "a test"' -e "$by" in.csv >out 2>err
	[ "$(cat out)" = "$(printf 'email,n\nann@acme.com,1\nbob@acme.com,4')" ]
	grep -q '3 rows of 2 leads: 1 of 2 rows' err
	grep -q '1 row with only empty cells' err
	grep -q 'a test' err
	[ "$(leadfold -q -w 'n > 1' -e "$by" in.csv)" = "$(printf 'email,n\ntest@x.com,2\nann@acme.com,3\nbob@acme.com,4')" ]
	fails leadfold -c n -e "$by" in.csv
	says '--columns is for rows of the input'
}

@test "same lead: the agreement says whether to fold or to join, or the command line does" {
	printf '%s\n' 'email,at' 'ann@acme.com,2026-01-01' 'ann@acme.com,2026-01-02' >in.csv
	printf '%s\n' 'same lead by email' 'fold visits by email sorted by at' '    n count' >both.agreement
	fails leadfold -a both.agreement in.csv
	says "has 'same lead' and 'fold visits'; choose one with --same or --fold visits"
	[ "$(leadfold -q -a both.agreement --same in.csv | tail -1)" = 'ann@acme.com,2026-01-01' ]
	[ "$(leadfold -q -a both.agreement --fold visits in.csv | tail -1)" = 'ann@acme.com,2' ]
	leadfold -q -a both.agreement --print-columns in.csv | head -1 | grep -qx email
	printf '%s\n' 'fold visits by email sorted by at' '    n count' >fold.agreement
	fails leadfold -a fold.agreement --same in.csv
	says "no 'same lead' statement"
	# The built-in agreement has keys that most exports have, and folds of one's own come before it.
	[ "$(leadfold -q in.csv | tail -1)" = 'ann@acme.com,2026-01-01' ]
	[ "$(leadfold -q -e "$(cat fold.agreement)" in.csv | tail -1)" = 'ann@acme.com,2' ]
	fails leadfold --same --fold visits -a both.agreement in.csv
}

@test "same lead: threads, blocks and a full disk" {
	awk 'BEGIN {
		print "id,email,phone,v"
		for (i = 0; i < 4000; i++)
			printf "%d,u%d@x.com,%s,\"v\n%d\"\n", i, i * 7919 % 3000, i % 5 ? "" : "+49 40 55" 1000 + i % 700, i % 13
	}' >in.csv
	leadfold -j 1 -e "$by" in.csv >one 2>one.err
	leadfold -j 4 -e "$by" in.csv | cmp - one
	cat in.csv | leadfold -j 3 -e "$by" 2>err | cmp - one
	cmp err one.err
	awk -F, 'NR > 1 && NF == 4 { split($0, c, ","); print c[1] }' one | sort | uniq -d | wc -l | grep -qx ' *0'
	fails leadfold -e "$by" -o /dev/full in.csv
	says '/dev/full: can'
	fails leadfold -e "$by" -f json -o /dev/full in.csv
	says '/dev/full: can'
}

# The numbers that the lists of a column hold, one a line, sorted.
numbers() { # column
	awk -F, -v c="$1" 'NR > 1 { n = split($c, v, ";"); for (i = 1; i <= n; i++) print v[i] }' | sort -n
}

@test "same lead: no row is lost and none is there twice" {
	for seed in 1 2 3; do
		awk -v seed=$seed 'BEGIN {
			srand(seed)
			print "n,email,phone,first_name,last_name,company"
			for (i = 1; i <= 2000; i++)
				printf "%d,%s,%s,F%d,Last%d,Firm %d Ltd\n", i,
					rand() < .8 ? "user" int(rand() * 900) "@acme.com" : "",
					rand() < .5 ? "+49 40 555" 1000 + int(rand() * 900) : "",
					int(rand() * 9), int(rand() * 40), int(rand() * 50)
		}' >in.csv
		seq 2000 >want
		printf '%s\n' 'same lead by email, phone any name, company with name' '    at most 9 names' '    keep n list' >k.agreement
		leadfold -q -j 2 -a k.agreement in.csv >out
		[ "$(wc -l <out)" -lt 1500 ]
		numbers 1 <out | cmp - want
		{ head -1 in.csv; sed -n '2,900p' in.csv; } >a.csv
		{ echo 'Company;Email Address;N;Surname;Mobile;Given Name'
			sed -n '901,$p' in.csv | awk -F, -v OFS=';' '{ print $6, $2, $1, $5, $3, $4 }'; } >b.csv
		leadfold -q -j 2 -a k.agreement a.csv b.csv | cmp - out
	done
}

two_systems() {
	printf 'Record ID,Email,Phone,Create Date,Owner\n1,ann@a.com,+49 40 1234567,2026-01-02,Ann\n2,bob@b.com,,2026-01-03,Bob\n' >marketing.csv
	printf '\xef\xbb\xbfLead ID;E-Mail;Phase;Mobile;owner\r\nA7;"ANN@a.com";"x;y";;\r\n\r\nA8;zed@z.com;"say ""z""";+49 40 7654321;\r\n' >sales.csv
}

@test "two systems: columns that are read as one field are one column, and all rows are there" {
	two_systems
	leadfold -e "$by" marketing.csv sales.csv >out 2>err
	[ "$(cat out)" = "$(printf '%s\n' 'Record ID,Email,Phone,Create Date,Owner,Lead ID,Phase' \
		'1,ann@a.com,+49 40 1234567,2026-01-02,Ann,A7,x;y' '2,bob@b.com,,2026-01-03,Bob,,' \
		',zed@z.com,+49 40 7654321,,,A8,"say ""z"""')" ]
	grep -qx "leadfold: sales.csv: 'E-Mail' is in 'Email', 'Mobile' is in 'Phone'" err || grep -qx "leadfold: sales.csv: 'Mobile' is in 'Phone'" err
	grep -qx "leadfold: sales.csv adds 2 columns: 'Lead ID', 'Phase'" err
	grep -qx "leadfold: 'Record ID' and 'Lead ID' are ids of different systems, and all stay; the field id is 'Record ID', so leads that are only in other files have none" err
	grep -q "'Record ID' and 'Lead ID' are ids of different systems" err
	grep -qx 'leadfold: 1 lead is in both files, 1 only in marketing.csv, 1 only in sales.csv' err
	grep -qx 'leadfold: 1 blank line skipped' err
	printf 'Lead ID,E-mail,a,b,c,d,e,f,g,h,i\nA7,ann@a.com,,,,,,,,,\n' >wide.csv
	leadfold -e "$by" marketing.csv wide.csv 2>&1 >/dev/null |
		grep -x "leadfold: wide.csv adds 10 columns: 'Lead ID', 'a', 'b', 'c', 'd', 'e', 'f', 'g' and 2 more"
	leadfold -j 4 -e "$by" marketing.csv sales.csv | cmp - out
	leadfold -q -e "$by" - sales.csv <marketing.csv | cmp - out
	cat marketing.csv | leadfold -q -e "$by" - <(cat sales.csv) | cmp - out
	gzip -k sales.csv
	leadfold -q -e "$by" marketing.csv sales.csv.gz | cmp - out
	leadfold -e "$by" sales.csv marketing.csv >turned
	head -1 turned | tr -d '\r' | grep -qx 'Lead ID;E-Mail;Phase;Mobile;owner;Record ID;Create Date'
	tail -n +2 turned | tr -d '\r' | grep -qx 'A7;"ANN@a.com";"x;y";+49 40 1234567;Ann;1;2026-01-02'
	[ "$(grep -c "$(printf '\r')$" turned)" = "$(wc -l <turned)" ]
}

@test "two systems: a key that a file has no column for joins none of its rows, which is said" {
	two_systems
	sed '1s/E-Mail/Mail/' sales.csv >odd.csv
	leadfold -e 'same lead by email, phone' marketing.csv odd.csv 2>err >out
	grep -qx "leadfold: odd.csv: no column for 'email': the key 'email' joins none of its rows" err
	[ "$(grep -c 'no column for .*of its rows' err)" = 1 ]
	leadfold -e 'same lead by email, phone' marketing.csv sales.csv 2>err >out
	[ "$(grep -c 'of its rows' err)" = 0 ]
	printf 'unique_id,file,cluster\n1,marketing,1\n' >c.csv
	leadfold --clusters c.csv -e 'same lead by email' marketing.csv odd.csv 2>err >out
	[ "$(grep -c 'of its rows' err)" = 0 ]
}

@test "two systems: under one header for both ids every lead has one, by which a ledger and a map know it" {
	two_systems
	leadfold -q -e "$by" marketing.csv sales.csv >two.csv
	fails leadroute -q -e 'route all to "Ann"' -s ledger two.csv
	says 'two.csv:4: the lead has no id'
	sed '1s/Lead ID/Record ID/' sales.csv | leadfold -q -e "$by" --map ids.csv marketing.csv - >one.csv
	[ "$(cut -d, -f1 one.csv | paste -sd' ')" = 'Record ID 1 2 A8' ]
	[ "$(cut -d, -f1,2 ids.csv | paste -sd' ')" = 'old,kept A7,1' ]
	leadroute -q -e 'route all to "Eve"' -s led --map ids.csv one.csv >/dev/null
	[ "$(cut -d, -f1 led | paste -sd' ')" = 'lead_id A8' ]
}

@test "two systems: messages name the file and its line" {
	two_systems
	printf 'A9;"two\nlines";;;\nA10;x;y\n' >>sales.csv
	fails leadfold -e "$by" marketing.csv sales.csv
	says 'sales.csv:7: 3 cells where the header has 5'
	two_systems
	printf '\r\n\r\nA9;cem@c.com;;;soon\r\n' >>sales.csv
	fails leadfold --strict -e "$by" -w 'owner < 5' sales.csv marketing.csv
	says 'sales.csv:7: '
	fails leadfold --strict -e "$by" -w 'owner < 5' marketing.csv sales.csv
	says 'marketing.csv:2: '
	fails leadfold -e "$by" --ragged skip --rejects r.csv marketing.csv sales.csv
	says '--rejects is for files of one header'
	TMPDIR=/nowhere fails leadfold -e "$by" marketing.csv sales.csv
	says "can't be kept in a temporary file in /nowhere"
	leadfold --fields -f csv -e "$by" marketing.csv sales.csv | grep -q '^phone,Phone,'
	[ "$(leadfold --print-columns -e "$by" marketing.csv sales.csv | tail -1)" = Phase ]
	fails leadfold -e "$by" marketing.csv nowhere.csv
	says 'nowhere.csv'
}

@test "two systems: lines before the header, footers, the header again, an empty file" {
	two_systems
	{ printf 'Report\nof today\n'; cat marketing.csv; printf 'total\n'; } >m.csv
	{ printf 'x\n\n'; tail -c +4 sales.csv; printf 'A8;c\r\n'; } >s.csv
	leadfold -q -e "$by" marketing.csv sales.csv >want
	leadfold -q -e "$by" --skip-lines 2 --skip-footer 1 m.csv s.csv | cmp - want
	{ cat sales.csv; tail -c +4 sales.csv | head -1; } >again.csv
	leadfold -e "$by" marketing.csv again.csv 2>err | cmp - want
	grep -q '1 row is the header again, at again.csv:5' err
	: >empty.csv
	fails leadfold -e "$by" marketing.csv empty.csv sales.csv
	says 'empty.csv: no header'
	leadfold -q --allow-empty -e "$by" marketing.csv empty.csv sales.csv | cmp - want
	leadfold -q --allow-empty -e "$by" empty.csv marketing.csv sales.csv | cmp - want
}

@test "two systems: one header is read as it is; the same id is one column" {
	printf 'Record ID,Email\n1,ann@a.com\n' >a.csv
	printf 'Record ID,Email\n7,ANN@a.com\n8,bob@b.com\n' >b.csv
	printf 'email,record id,plan\ncem@c.com,9,gold\nann@a.com,1,\n' >c.csv
	[ "$(leadfold -e "$by" a.csv b.csv 2>err)" = "$(printf 'Record ID,Email\n1,ann@a.com\n8,bob@b.com')" ]
	grep -qx 'leadfold: 1 lead is in both files, 0 only in a.csv, 1 only in b.csv' err
	[ "$(leadfold -e "$by" a.csv b.csv c.csv 2>err)" = \
		"$(printf 'Record ID,Email,plan\n1,ann@a.com,\n8,bob@b.com,\n9,cem@c.com,gold')" ]
	grep -qx 'leadfold: 1 lead is in all 3 files, 0 only in a.csv, 1 only in b.csv, 1 only in c.csv' err
	sed '1s/record id/Lead ID/' c.csv >d.csv
	sed '1s/record id/Prospect ID/; 2,$s/,9,/,17,/' c.csv >e.csv
	[ "$(leadfold -e "$by" a.csv d.csv e.csv 2>err | tail -1)" = ',cem@c.com,9,gold,17' ]
	grep -q "^leadfold: 'Record ID', 'Lead ID' and 'Prospect ID' are ids of different systems, and all stay" err
	[ "$(leadfold -q a.csv c.csv)" = "$(printf 'Record ID,Email,plan\n1,ann@a.com,\n9,cem@c.com,gold')" ]
	fails leadfold --shape events a.csv c.csv
}

@test "two systems: an added column is not taken for a field that has its column" {
	printf 'Email,Mobile Phone\nann@a.com,+49 40 1111222\n' >a.csv
	printf 'Email,Phone,Mobile\nbob@b.com,+49 40 1111222,+49 171 1111333\n' >b.csv
	leadfold -q -e "$by" a.csv b.csv >out
	[ "$(cat out)" = "$(printf 'Email,Mobile Phone,Mobile (b.csv)\nann@a.com,+49 40 1111222,+49 171 1111333')" ]
	printf 'Email,Status\nann@a.com,New\n' >a.csv
	printf 'Email,Lead Status,Status\nann@a.com,Won,x\n' >b.csv
	leadfold -q -e "$by" a.csv b.csv | head -1 | grep -qx 'Email,Status,Status (b.csv)'
}

@test "two systems: archives are systems, too" {
	two_systems
	leadfold -q --archive m.d --at 2026-10-29 marketing.csv
	leadfold -q --archive s.d --at 2026-10-30 sales.csv
	leadfold -e "$by" m.d s.d >out 2>err
	[ "$(sed -n 2p out)" = '1,ann@a.com,+49 40 1234567,2026-01-02,Ann,A7,x;y' ]
	[ "$(wc -l <out)" -eq 4 ]
	grep -qx 'leadfold: 1 lead is in both files, 1 only in m.d, 1 only in s.d' err
	leadfold -q -e "$by" m.d | cmp - marketing.csv
}

@test "two systems: every cell is where it belongs, whatever it holds" {
	systems="python3 $BATS_TEST_DIRNAME/systems.py"
	for seed in $(seq 12); do
		$systems make $seed
		leadfold -q -e 'same lead by email' one.csv two.csv >out
		$systems check $seed <out || { echo "$seed"; return 1; }
		leadfold -q -f json -e 'same lead by email' one.csv two.csv | python3 -c 'import json, sys; json.load(sys.stdin)'
	done
}

@test "same lead: a name that doesn't say who it is joins nobody, and such rows are counted" {
	printf '%s\n' 'id,Email,First Name,Last Name,Company' '1,a.smith@oakhill.com,,Smith,Oakhill' \
		'2,j.smith@oakhill.com,,Smith,Oakhill' '3,,J.,Smith,Fernway' '4,,John,Smith,Fernway' \
		'5,,Jane,Smith,Fernway' >in.csv
	leadfold -j 1 -e 'same lead by email, company with name' in.csv >out 2>err
	cmp in.csv out
	grep -qx "leadfold: 2 rows have a name of one word, by which 'company with name' joins nobody" err
	grep -qx "leadfold: 1 row has a name that fits several people, and 'company with name' joins it to none of these; the first is at in.csv:4" err
	leadfold -j 4 -e 'same lead by email, company with name' --duplicates in.csv 2>&1 >out | grep -c 'a name' | grep -qx 2
	[ "$(wc -l <out)" -eq 1 ]
	grep -v '^5' in.csv >two.csv
	[ "$(leadfold -q -e 'same lead by company with name' two.csv | wc -l)" -eq 4 ]
}

@test "same lead: a file that is named twice is a mistake, not a file of duplicates" {
	printf '%s\n' 'email' 'ann@acme.com' >in.csv
	fails leadfold -e 'same lead by email' in.csv in.csv
	says 'in.csv is named twice'
	fails leadfold -e 'same lead by email' --duplicates in.csv in.csv
	says 'in.csv is named twice'
	ln -s in.csv link.csv
	fails leadfold -e 'same lead by email' link.csv ./in.csv
	says './in.csv is named twice'
}

@test "same lead: repeated addresses are what --duplicates looks for, and thousands are grouped" {
	{ echo phone; for i in $(seq 1200); do echo '+49 40 5551234'; done; } >in.csv
	leadfold -e 'same lead by phone' in.csv >out 2>err
	grep -qx 'leadfold: 1,200 rows of 1 lead: 1 of more than 5 rows' err
	grep -qx "leadfold: group 1 has 1,200 rows, joined by phone '+49 40 5551234' (1,199)" err
	printf '%s\n' email ann@acme.com ANN@acme.com >in.csv
	leadfold --duplicates -e 'same lead by email' in.csv 2>&1 >out | grep repeat && return 1
	grep -q '^joined,1,2,3,email,ANN@acme.com' out
}
