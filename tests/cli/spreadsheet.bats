# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# --spreadsheet, and what it is made of: --out-delimiter, --out-decimal, --out-times and the guard.
load common

BOM=$'\xEF\xBB\xBF'

# The example's agreement of a country where numbers have a comma, beside its files.
comma() {
	cp "$examples"/*.csv "$examples"/*.txt "$examples"/*.ics .
	sed 's/^decimal .*/decimal ","/' "$nordlicht" >comma.agreement
	grep -q '^decimal ","' comma.agreement
}

a_clock() {
	cat >a.agreement <<-'END'
		timezone "Europe/Berlin"
		stage mql at mql_at
		stage sal at sal_at
		sla accept from mql to sal within 2 hours
	END
	{ cat a.agreement; echo 'decimal ","'; } >comma.agreement
	cat >in.csv <<-'END'
		id,mql_at,sal_at,phone,note
		1,2026-10-30 15:30,2026-10-30 18:00,+49 (30) 123-45,"a;b"
		2,2026-10-30 15:30:20,,"+1,5","=1+1"
	END
}

@test "spreadsheet: a country with a decimal comma" {
	a_clock
	leadsla -q -a comma.agreement --spreadsheet in.csv >out
	diff - out <<-END
		${BOM}id;mql_at;sal_at;phone;note;accept_due;accept_hours;accept_status;accept_answer
		1;2026-10-30 15:30;2026-10-30 18:00;+49 (30) 123-45;"a;b";2026-10-30 17:30;2,50;late;sal
		2;2026-10-30 15:30:20;;+1,5;'=1+1;2026-10-30 17:30:20;32,49;overdue;
	END
}

@test "spreadsheet: a country with a decimal point, and options that say otherwise" {
	a_clock
	leadsla -q -a a.agreement --spreadsheet -c id,accept_due,accept_hours in.csv >out
	printf '%sid,accept_due,accept_hours\n1,2026-10-30 17:30,2.50\n2,2026-10-30 17:30:20,32.49\n' "$BOM" | diff - out
	leadsla -q -a comma.agreement --spreadsheet --out-delimiter , --out-times date -c id,accept_due,accept_hours in.csv >out
	printf '%sid,accept_due,accept_hours\n1,2026-10-30,"2,50"\n2,2026-10-30,"32,49"\n' "$BOM" | diff - out
	leadsla -q -a a.agreement --out-decimal , --out-delimiter tab -c id,accept_hours in.csv >out
	printf 'id\taccept_hours\n1\t2,50\n2\t32,49\n' | diff - out
	# groups that are numbers, and those that only look so
	printf 'id,at,b,n,version\n1,2026-01-01,,1,2.5\n2,2026-01-02,,3,2.5\n' >n.csv
	leadfunnel -q -e 'stage a at at' --by n/2,version --out-decimal , --out-delimiter ';' n.csv | cut -d ';' -f 1-4 | grep -v ';0$' >out
	printf 'n/2;version;stage;reached\n0,5;2.5;a;1\n1,5;2.5;a;1\n(all);(all);a;2\n' | diff - out
	leadsla -q -e 'stage a at at' -e '+stage b at b' -e 'sla s from a to b within 2 days' --report --by n/2 --out-decimal , n.csv | grep -q '^"0,5",s,1'
	printf 'id,n\n1,2\n' | leadscore -q --out-delimiter 2 -c id,n | diff <(printf 'id2n\n12"2"\n') -
}

@test "spreadsheet: times for people, for programs, and as asked" {
	a_clock
	leadsla -q -a a.agreement -c accept_due in.csv | grep -qx '2026-10-30T17:30:00+01:00'
	leadsla -q -a a.agreement -f json -c accept_due in.csv | grep -qF '"2026-10-30T17:30:00+01:00"'
	leadsla -q -a a.agreement -f json --out-times local -c accept_due in.csv | grep -qF '"2026-10-30 17:30"'
	leadsla -q -a a.agreement -f table -c accept_due in.csv | grep -qx '2026-10-30 17:30'
	leadsla -q -a a.agreement -f markdown -c accept_due in.csv | grep -qF '| 2026-10-30 17:30 |'
	leadsla -q -a a.agreement -f table --out-times iso -c accept_due in.csv | grep -qx '2026-10-30T17:30:00+01:00'
	# another column that is a time of the tool's
	leadfunnel -q -a a.agreement --rows --out-times local -c funnel_at in.csv | grep -qx '2026-10-30 15:30:20'
	# the second of two equal hours would read back as the first
	printf 'id,mql_at,sal_at\n1,2026-10-24T22:30Z,\n2,2026-10-24T23:30Z,\n' |
		leadsla -q -a a.agreement --out-times local -c accept_due |
		diff <(printf 'accept_due\n2026-10-25 02:30\n2026-10-25T02:30:00+01:00\n') -
}

@test "spreadsheet: what was written is read back: by the tool itself, as numbers and as times" {
	comma
	leadsla -q -a comma.agreement leads.csv >plain.csv
	leadsla -q -a comma.agreement --spreadsheet leads.csv >sheet.csv
	leadsla -q -a comma.agreement -d ';' --spreadsheet sheet.csv | cmp - sheet.csv
	local only='accept_hours > 3.5 and accept_due < date("2026-10-20 12:00") and hour(accept_due) = 14'
	leadbant -q -a comma.agreement -d ';' -w "$only" -c '`Record ID`' sheet.csv >from_sheet
	leadbant -q -a "$nordlicht" -w "$only" -c '`Record ID`' plain.csv >from_plain
	[ "$(wc -l <from_plain)" -gt 10 ]
	cmp from_sheet from_plain
}

@test "spreadsheet: cells of the input say what they said, between whatever delimiters" {
	command -v python3 >/dev/null || skip "there is no python3"
	local d
	printf 'a,b,c\n"x;y","say ""hi""","1,5"\n x ,"two\nlines",\xff\n"plain",=1,|\t\n' >in.csv
	for d in ';' tab pipe ' ' 5 x; do
		leadscore -q --out-delimiter "$d" -c a,b,c in.csv >"out.csv"
		python3 - "$d" <<-'END'
			import csv, sys
			d = {'tab': '\t', 'pipe': '|'}.get(sys.argv[1], sys.argv[1])
			rows = lambda name, d: list(csv.reader(open(name, encoding='latin-1', newline=''), delimiter=d))
			was, now = rows('in.csv', ','), rows('out.csv', d)
			assert was == now, (d, was, now)
		END
	done
	leadscore -q --out-delimiter ';' -c a,b,c in.csv | leadscore -q -d ';' --out-delimiter , -c a,b,c >back.csv
	leadscore -q -c a,b,c back.csv | cmp - back.csv
	printf 'a\tb\nx\\ty\t"\n' | leadscore -q --raw-tsv --out-delimiter ';' -c a,b | diff <(printf 'a;b\nx\ty;""""\n') -
}

# Is each cell of the report for spreadsheets the plain one's, with a comma in numbers and nowhere a point?
reports_equal() { # tool and options
	"$@" -q -a comma.agreement -f csv leads.csv >plain
	"$@" -q -a comma.agreement --spreadsheet leads.csv >sheet
	python3 - "$*" <<-'END'
		import csv, re, sys
		plain = list(csv.reader(open('plain', encoding='utf-8-sig', newline='')))
		raw = open('sheet', 'rb').read()
		assert raw.startswith(b'\xef\xbb\xbf') and not raw[3:].startswith(b'\xef\xbb\xbf'), 'no mark, or two'
		sheet = list(csv.reader(raw.decode('utf-8-sig').splitlines(True), delimiter=';'))
		number = re.compile(r'[-+]?\d+\.\d+')
		assert len(plain) == len(sheet) > 1
		for a, b in zip(plain, sheet):
		    want = [x.replace('.', ',') if number.fullmatch(x) else x for x in a]
		    assert want == b, (sys.argv[1], want, b)
	END
}

@test "spreadsheet: every report" {
	command -v python3 >/dev/null || skip "there is no python3"
	comma
	local report
	while read -r report; do
		# shellcheck disable=SC2086
		reports_equal $report
	done <<-'END'
		leadscore --summary
		leadbant --summary
		leadsla --report --by country
		leadsla --trend month
		leadsla --report --by country --across lead_source --figure compliance
		leadfunnel --by country
		leadfunnel --reasons
		leadfunnel --movement month
		leadfunnel --eventual
		leadfunnel --yoy
		leadfunnel --lookback
		leadfunnel --promises
		leadfunnel --cohort month --across country --figure mql.from_first
		leadroute --dry-run
		leadroute --report
	END
	leadreview -q -a comma.agreement --sheet -f csv leads.csv >sheet
	leadreview -q -a comma.agreement --sheet --spreadsheet leads.csv | cmp - sheet
}

@test "spreadsheet: the same bytes for every -j, and by --split, --top, --changes and leadfold" {
	comma
	leadscore -q -x -a comma.agreement leads.csv >scored.csv
	leadsla -q -a comma.agreement --spreadsheet scored.csv >one
	leadsla -q -a comma.agreement --spreadsheet -j 4 scored.csv | cmp - one
	leadscore -q -a comma.agreement --spreadsheet --top 5 leads.csv | head -n 1 | grep -q "^$BOM.*;score;"
	leadscore -q -a comma.agreement --changes --spreadsheet leads.csv | sed -n 2p | grep -qE '^1000419;[0-9]+;'
	leadsla -q -a comma.agreement --spreadsheet --split country -o '{}.csv' leads.csv
	head -n 1 DE.csv | grep -q "^$BOM.*;accept_due;"
	printf 'id,at,n\na,2026-01-01 09:30,1.5\na,2026-01-02,2.25\n' >rows.csv
	printf '%s\n' 'timezone "Europe/Berlin"' 'decimal ","' 'fold f by id sorted by at' '    first_at first at' '    total sum n' >f.agreement
	printf 'id;at;n\na;2026-01-01 09:30;1,5\na;2026-01-02;2,25\n' >rows.csv
	leadfold -q -a f.agreement --spreadsheet rows.csv >folded
	printf '%sid;first_at;total\na;2026-01-01 09:30;3,75\n' "$BOM" | diff - folded
	leadfold -q -a f.agreement -f table rows.csv | grep -qE '^a +2026-01-01 09:30 +3.75$'
}

@test "spreadsheet: a spreadsheet of that country sees numbers and times" {
	command -v soffice >/dev/null || skip "there is no soffice"
	a_clock
	leadsla -q -a comma.agreement --spreadsheet in.csv >out.csv
	timeout 200 soffice "-env:UserInstallation=file://$PWD/profile" --headless \
		"--infilter=CSV:59,34,76,1,,1031,false,true" --convert-to fods out.csv >log 2>&1 </dev/null
	grep -q 'office:value-type="float" office:value="2.5"' out.fods
	grep -q 'office:value-type="date" office:date-value="2026-10-30T17:30:00"' out.fods
	grep -q '<text:p>+49 (30) 123-45</text:p>' out.fods
	! grep -q 'table:formula' out.fods
}

@test "spreadsheet: what does not go together is said" {
	fails leadscore --spreadsheet -f html in.csv
	says "leadscore: --spreadsheet is for CSV; leave out --format, or say csv"
	fails leadsla --report --out-times local -f html in.csv
	says "leadsla: --out-times is for rows and tables; a page shows times in its own way"
	fails leadfunnel --partial --spreadsheet "$leads"
	says "leadfunnel: a partial is read by --merge alone, so names and numbers stay as they are; leave out --spreadsheet"
	fails leadfunnel --partial --out-decimal , "$leads"
	says "leave out --out-decimal"
}
