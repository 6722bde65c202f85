# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Names and values that look equal, and rows and cells that aren't what they seem.
load common

# The emails of the rows that a condition keeps, in one line.
kept() { # condition, file
	leadscore -q -w "$1" -c email "$2" | sed 1d | tr '\n' ' '
}

@test "looks: values that nobody can tell apart are one value, in conditions and in groups" {
	{
		printf 'email,city\n'
		printf '1@x.example,Bad Ischl\n2@x.example,\xe2\x80\x8bBad Ischl\xe3\x80\x80\n3@x.example,Bad\xc2\xa0Ischl\n'
		printf '4@x.example,Bad  ischl\n5@x.example,"Bad\xe2\x80\xafIs\xc2\xadchl\r\n"\n6@x.example,\xef\xbb\xbfBad Is\xe2\x80\x8dchl\n'
		printf '7@x.example,Badischl\n'
	} >in.csv
	[ "$(kept 'city = "Bad Ischl"' in.csv)" = '1@x.example 2@x.example 3@x.example 4@x.example 5@x.example 6@x.example ' ]
	[ "$(kept 'city in ("Wien", "bad  ischl")' in.csv | wc -w)" -eq 6 ]
	[ "$(kept 'city contains "d i"' in.csv | wc -w)" -eq 6 ]
	[ "$(kept 'city ~ "^bad i"' in.csv | wc -w)" -eq 6 ]
	leadfunnel -q -e 'stage seen when email is present' --by city in.csv | cut -d, -f1-3 | sort -u >out
	grep -q '^Bad Ischl,seen,6' out
	grep -q '^Badischl,seen,1' out
	leadscore -q -c email,city in.csv | cmp - in.csv # what passes through is as it was
}

@test "looks: accents and typesetters' marks make no other word" {
	printf 'email,name\n1@x.example,Cafe\xcc\x81 Zoe\xcc\x88\n2@x.example,Caf\xc3\xa9 Zo\xc3\xab\n3@x.example,Cafe Zoe\n4@x.example,O\xe2\x80\x99Neil \xe2\x80\x93 A\n5@x.example,O'"'"'Neil - A\n' >in.csv
	[ "$(kept 'name = "Café Zoë"' in.csv)" = '1@x.example 2@x.example ' ]
	[ "$(kept "name = \"O'NEIL - a\"" in.csv)" = '4@x.example 5@x.example ' ]
	[ "$(kept 'name = "O’Neil – A"' in.csv)" = '4@x.example 5@x.example ' ]
}

@test "looks: headers, lists, side tables and rosters are read so, too" {
	printf '\xef\xbb\xbfemail\xc2\xa0,\xe2\x80\x8bCompany  Size,country\n1@x.example,7,A\xc2\xa0B\n' >in.csv
	printf '# far\n\xe3\x80\x80a b\xe2\x80\x8b\n' >list.txt
	printf 'Land\xc2\xa0,tier\n A  B,gold\xe2\x80\x8e\n' >tiers.csv
	cat >a.agreement <<-'END'
		field size "Company Size"
		table tiers "tiers.csv" by Land = country
		score s
		    +1 when size = 7
		    +2 when country in file "list.txt"
		    +4 when tiers.tier = "Gold"
	END
	[ "$(leadscore -q -a a.agreement -c s in.csv)" = "$(printf 's\n7')" ]
	leadscore --fields -a a.agreement in.csv | grep -q 'size.*the file has it with spaces, quotes or unseen characters around it'
}

@test "looks: what is not UTF-8 is noted once, wherever it stands" {
	printf 'email,Stra\xdfe,city\n1@x.example,a,K\xf6ln\n2@x.example,b,Bonn\n3@x.example,\xe4,K\xf6ln\n' >in.csv
	leadscore in.csv 2>err >out
	[ "$(grep -c UTF-8 err)" -eq 1 ]
	grep -qF 'leadscore: 4 cells are not UTF-8, first at in.csv:1; if this is Windows-1252, iconv -f CP1252 -t UTF-8 makes it readable' err
	cut -d, -f1-3 out | cmp - in.csv
	leadscore -q in.csv 2>err >out
	[ ! -s err ]
	for tool in leadbant leadsla leadfunnel; do
		$tool in.csv 2>err >out
		grep -qF "$tool: 4 cells are not UTF-8" err
	done
	iconv -f CP1252 -t UTF-8 in.csv | leadscore 2>err >out
	run ! grep UTF-8 err
	# side tables, lists, the agreement
	printf 'city,tier\nK\xf6ln,1\n' >t.csv
	printf 'Bonn\nK\xf6ln\n' >l.txt
	printf 'table t "t.csv" by city = city\nscore s\n +1 when city in file "l.txt" or t.tier = "1" "K\xf6ln"\n' >a.agreement
	printf 'city\nBonn\n' | leadscore -a a.agreement 2>err >out
	grep -qF 't.csv:2; if this is Windows-1252' err
	grep -qF '1 line is not UTF-8, at l.txt:2;' err
	grep -qF '1 line is not UTF-8, at a.agreement:3;' err
}

@test "looks: a cell that begins with a space and a quote is noted, a header of the kind is found" {
	printf 'Email, "Country"\n"1@x.example", "DE"\n2@x.example,DE\n3@x.example, "AT"\n' >in.csv
	[ "$(kept 'country = "DE"' in.csv)" = '2@x.example ' ]
	leadscore in.csv 2>err | cut -d, -f1,2 | cmp - in.csv
	grep -qF "leadscore: 2 cells begin with a space and a quote, first at in.csv:2; behind a space the quotes are text: remove it, for example by sed 's/, \"/,\"/g'" err
	[ "$(sed 's/, "/,"/g' in.csv | leadscore -w 'country = "DE"' -c email 2>err | wc -l)" -eq 3 ]
	run ! grep quote err
	printf '5" pipe,b\n1,say "x"\n' | leadscore 2>err >out
	run ! grep quote err
}

@test "looks: a header that comes again passes through and is no lead" {
	printf 'email,employees,status\n1@x.example,10,Won\n' >jan.csv
	printf '\xef\xbb\xbf"Email",Employees ,"status"\r\n2@x.example,20,Won\r\n' >feb.csv
	cat jan.csv feb.csv jan.csv >all.csv
	leadscore --strict -e 'score s 0..99
 +1 per employees' all.csv >out 2>err
	grep -qxF 'leadscore: 2 rows are the header again, first at all.csv:3; in no count' err
	cut -d, -f1-3 out | sed 's/\r$//' | cmp - <(sed 's/\r$//' all.csv)
	sed -n 3p out | grep -q '"status",\+.$'
	[ "$(kept 'employees < 100 or employees is present' all.csv | wc -w)" -eq 3 ]
	leadfunnel -e 'stage seen when email is present' all.csv 2>err | grep -q '^seen,3,'
	grep -q 'header again' err
	leadfunnel -j 4 -q -e 'stage seen when email is present' all.csv | grep -q '^seen,3,'
	# and so for the tools behind this one, whatever columns it adds and chooses
	leadscore -q all.csv | leadbant 2>err >out
	grep -qF '2 rows are the header again' err
	leadscore -q -c score,email,status all.csv | leadfunnel -e 'stage seen when email is present' 2>err | grep -q '^seen,3,'
	# a row that only begins alike is a lead
	printf 'email,employees\nemail,7\nemail,employees x\n' | leadfunnel -q -e 'stage seen when email is present' | grep -q '^seen,2,'
}

@test "looks: a side table's second header is left out" {
	printf 'city,tier\nBonn,1\nCITY,"tier"\nWien,2\n' >t.csv
	printf 'table t "t.csv" by city = city\nscore s\n +1 when t.tier = "tier"\n' >a.agreement
	printf 'city\ncitty\nCity x\nBonn\n' | leadscore -a a.agreement 2>err >out
	grep -qF '1 row is the header again, at t.csv:3; left out' err
}
