# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfold: which rows are one lead, and why; groups of another matcher; when that is a failure.
load common

# Göran three times by phone and then email, Annika twice, Tom twice with two ids of the CRM, one number of a
# company, a mailbox of a role.
people() {
	cat >people.csv <<-'END'
		Record ID,First Name,Last Name,Email,Phone,Company Name,Country,CRM
		1001,Göran,Sjögren,goeran.sjoegren@ventilation.se,+46 8 555 01 10,Mälaren Ventilation AB,SE,
		1002,Annika,Schmidt,annika.schmidt@gruenwald.de,+49 30 5550 1234,Grünwald Sicherheit GmbH,DE,
		1003,Goran,Sjogren,goran.s@gmail.com,+46 8 555 01 10,Maelaren Ventilation,SE,
		1004,Schmidt,Annika,Annika.Schmidt@gruenwald.de,,Grünwald,DE,
		1005,Tom,Whitfield,tom@whitfield.co.uk,,Whitfield & Sons,GB,003A
		1006,Tom,Whitfield,tom@whitfield.co.uk,,Whitfield and Sons Ltd,GB,003B
		1007,Siv,Dal,info@ek.se,,Ek,SE,
		1008,Bo,Ek,info@ek.se,,Ek AB,SE,
		,G.,Sjögren,goran.s@gmail.com,,,SE,
		1010,Li,Wei,li.wei@acme.com,+1 212 555 0100,"Acme, Inc.",US,
		1011,Ann,Lee,ann.lee@acme.com,+1 212 555 0100,"Acme, Inc.",US,
		1012,Joe,Ray,joe.ray@acme.com,+1 212 555 0100,"Acme, Inc.",US,
		1013,Kim,Day,kim.day@acme.com,+1 212 555 0100,"Acme, Inc.",US,
	END
	printf '%s\n' 'agreement "People"' 'missing ""' 'same lead by email, phone' '    apart when CRM differ' >a.agreement
	export LEADPIPE_AGREEMENT=a.agreement
}

# Groups of ids, a line each, whatever their numbers and order.
groups() {
	python3 -c '
import csv, sys
of = {}
for r in csv.DictReader(sys.stdin):
    if r["what"] == "joined":
        of.setdefault(r["group"], []).append(r["id"] or r["line"])
print("\n".join(sorted(" ".join(sorted(ids)) for ids in of.values())))'
}

# A command that ends with 1; what it writes is in ./out and ./err.
answers_no() {
	local rc=0
	"$@" >out 2>err || rc=$?
	[ "$rc" -eq 1 ]
}

# So many rows, with people who are in several; the seed makes them.
many() { # seed, rows
	python3 - "$1" "$2" <<-'END'
		import random, sys
		r = random.Random(int(sys.argv[1]))
		print("id,name,email,phone")
		for i in range(int(sys.argv[2])):
		    who = r.randrange(int(sys.argv[2]) // 2)
		    name = "Person%s Family%s" % ("abcdefghij"[who % 10], "klmnopqrst"[who // 10 % 10] + "uvwxyz"[who // 100 % 6])
		    print("L%d,%s,%s,%s" % (i, name, r.choice(["", "p%d@firm%d.com" % (who, who % 7)]),
		        r.choice(["", "+49 30 %07d" % (1234567 + who * 37)])))
	END
}

@test "duplicates: every row of a group says what joined it to which row" {
	people
	cat >want <<-'END'
		what,group,rows,line,joined_by,value,to,names,differ_in,id
		joined,1,3,2,,,,,,1001
		joined,1,3,4,phone,+46 8 555 01 10,1001,,,1003
		joined,1,3,10,email,goran.s@gmail.com,1003,,,
		joined,2,2,3,,,,,,1002
		joined,2,2,5,email,Annika.Schmidt@gruenwald.de,1002,,,1004
	END
	leadfold -q --duplicates people.csv | cut -d , -f 1-10 >got
	grep -v -e left_apart -e too_many -e nobody got | diff want -
	grep -qx 'left_apart,,,7,email,tom@whitfield.co.uk,1005,,CRM,1006' got
	grep -qx 'nobody,,2,8,email,info@ek.se,,,,1007' got
	grep -qx "too_many_names,,4,11,phone,+1 212 555 0100,,4,,1010" got
	[ "$(wc -l <got)" = 9 ]
}

@test "duplicates: nothing is merged, and the rows that go out are as many as there are leads" {
	for seed in 1 2 3; do
		many $seed 400 >in.csv
		leadfold -q -e 'same lead by email, phone' in.csv >rows.csv
		leadfold -q --duplicates -e 'same lead by email, phone' in.csv >d.csv
		beyond=$(awk -F , '$1 == "joined" && $6 != ""' d.csv | wc -l)
		[ "$beyond" -gt 50 ]
		[ "$(wc -l <rows.csv)" = $((401 - beyond)) ]
		[ "$(grep -c ^joined d.csv)" -gt "$beyond" ]
	done
}

@test "duplicates: the same bytes for any number of threads, through a pipe, with CRLF and a byte order mark" {
	people
	many 4 3000 >in.csv
	leadfold -q --duplicates -e 'same lead by email, phone' in.csv >want
	leadfold -q --duplicates -e 'same lead by email, phone' -j 4 in.csv | cmp - want
	leadfold -q --duplicates -e 'same lead by email, phone' -j 1 < <(cat in.csv) | cmp - want
	leadfold -q --duplicates people.csv >want
	{ printf '\xef\xbb\xbf'; sed 's/$/\r/' people.csv; } | leadfold -q --duplicates | cmp - want
	for format in tsv json markdown html table; do
		leadfold -q --duplicates -f $format people.csv >one
		leadfold -q --duplicates -f $format -j 3 people.csv | cmp - one
		grep -q Sjögren one
	done
}

@test "duplicates: the largest group first keeps its number" {
	people
	{ cat people.csv; printf '%s\n' '2001,Schmidt,A.,annika.schmidt@gruenwald.de,,,DE,' '2002,Annika,Schmidt,annika.schmidt@gruenwald.de,,,DE,'; } >in.csv
	[ "$(leadfold -q --duplicates in.csv | cut -d , -f 1-3 | uniq | head -3 | tr '\n' ' ')" = 'what,group,rows joined,1,3 joined,2,4 ' ]
	[ "$(leadfold -q --duplicates --sort size in.csv | cut -d , -f 1-3 | uniq | head -3 | tr '\n' ' ')" = 'what,group,rows joined,2,4 joined,1,3 ' ]
	fails leadfold --sort size in.csv
	fails leadfold --duplicates --sort name in.csv
	says 'first'
}

@test "duplicates: in a window of 80 columns it says who, why and to whom" {
	people
	cat >want <<-'END'
		Duplicates: 2 groups of 5 rows
		group  line  name            email                     joined by              to
		────────────────────────────────────────────────────────────────────────────────
		    1     2  Göran Sjögren   goeran.sjoegren@ventila…
		          4  Goran Sjogren   goran.s@gmail.com         phone +46 8 555 01 10   2
		         10  G. Sjögren      goran.s@gmail.com         email                   4
	END
	COLUMNS=80 TERM=xterm NO_COLOR=1 script -qec 'leadfold -q --duplicates people.csv' /dev/null </dev/null | tr -d '\r' >got
	head -6 got | diff want -
	grep -q '^3 columns not shown: company, id, phone' got
	awk 'length > 80 { exit bad = 1 } END { exit bad }' got
}

@test "duplicates: a table lists what several rows have and joins nobody, and the joins left out" {
	people
	leadfold -q --duplicates -f table people.csv >got
	grep -q '^Joins left out: 1$' got
	grep -q 'Tom Whitfield .*email tom@whitfield.co.uk *6 *Tom Whitfield *CRM' got
	grep -q '^Values that join nobody: 2$' got
	grep -q "info@ek.se *2 *not one person's address" got
	grep -q '212 555 0100 *4 *4 *too many names' got
	{ head -2 people.csv; yes 'x,Q,R,,,,,' | head -1500; sed -n 4p people.csv; } >far.csv # a number to look for has no comma
	COLUMNS=200 leadfold -q --duplicates -f table far.csv | grep -q '^ *1503  Goran Sjogren .* 2  Mae'
	leadfold -q --duplicates far.csv | grep -q '^joined,1,2,1503,'
	head -3 people.csv >few.csv
	leadfold -q --duplicates -f table few.csv >got
	head -1 got | grep -qx 'Duplicates: none'
	run ! grep -q 'join nobody' got
}

@test "duplicates: a group of more than twenty rows is noted with what joined it" {
	people
	{ cat people.csv; for i in $(seq 30); do echo "3$i,Test,User,test$i@mail.com,+49 89 5550 777,,DE,"; done; } >in.csv
	leadfold --duplicates in.csv >out 2>err
	grep -qx "leadfold: group 3 has 30 rows, joined by phone '+49 89 5550 777' (29)" err
	grep -q "fail-when 'largest_group > 20'" err
	leadfold in.csv >out 2>err
	grep -q 'group 3 has 30 rows' err
	head -35 in.csv | leadfold --duplicates 2>&1 >out | grep -q 'group 3 has 21 rows'
	head -34 in.csv | leadfold --duplicates 2>&1 >out | grep -c 'has .* rows, joined' | grep -qx 0
	leadfold --duplicates people.csv 2>&1 >out | grep -c 'has .* rows, joined' | grep -qx 0
}

@test "duplicates: --fail-when asks the figures, and the output is there either way" {
	people
	leadfold -q --duplicates people.csv >want
	leadfold -q people.csv >rows
	for holds in 'largest_group > 2' 'groups = 2' 'rows = 5 and duplicates = 3' 'left_out > 0' 'nobody = 2'; do
		answers_no leadfold --duplicates --fail-when "$holds" people.csv
		cmp out want
		grep -q -- '--fail-when holds: largest_group 3, groups 2, rows 5, duplicates 3, left_out 1, nobody 2' err
		answers_no leadfold --fail-when "$holds" people.csv
		cmp out rows
	done
	leadfold --duplicates --fail-when 'largest_group > 3 or left_out > 1' people.csv 2>&1 >out | { ! grep -q 'fail-when holds'; }
	leadfold -q --fail-when 'nobody > 2' people.csv | cmp - rows
	fails leadfold --duplicates --fail-when 'largestgroup > 3' people.csv
	says "did you mean 'largest_group'"
	[ ! -s out ]
}

@test "duplicates: without the statement it says how to write one" {
	people
	fails leadfold --duplicates -a <(echo 'missing ""') people.csv
	says "no 'same lead' statement"
	says '--clusters FILE'
}

@test "duplicates: an input without rows has none" {
	people
	head -1 people.csv >head.csv
	[ "$(leadfold -q --duplicates head.csv)" = 'what,group,rows,line,joined_by,value,to,names,differ_in,id,name,email,phone,company' ]
	[ "$(leadfold -q --duplicates -f json head.csv)" = '[]' ]
	for format in csv json table html; do
		leadfold -q --allow-empty --duplicates -f $format --fail-when 'groups > 0' /dev/null >out
		[ -s out ]
	done
	fails leadfold --duplicates /dev/null
	answers_no leadfold -q --allow-empty --fail-when 'groups = 0' -f json /dev/null
	[ "$(cat out)" = '[]' ]
}

@test "duplicates: two systems, each with ids of its own" {
	printf '%s\n' 'ID,Name,E-mail,Company' 'm1,Ann Lee,ann@lee.org,Lee Inc' 'm2,Bo Ek,bo@ek.se,Ek' 'm3,Cid Moe,cid@moe.no,Moe' >mk.csv
	printf '%s\n' 'Lead ID,First Name,Last Name,Email' 's1,Ann,Lee,ANN@lee.org' 'm2,Zed,Zoe,z@zoe.com' 's3,Ek,Bo,bo@ek.se' >sl.csv
	cat >want <<-'END'
		what,group,rows,file,line,joined_by,value,to,to_file,names,differ_in,id,name,email,company
		joined,1,2,mk.csv,2,,,,,,,m1,Ann Lee,ann@lee.org,Lee Inc
		joined,1,2,sl.csv,2,email,ANN@lee.org,m1,mk.csv,,,s1,Ann Lee,ANN@lee.org,
		joined,2,2,mk.csv,3,,,,,,,m2,Bo Ek,bo@ek.se,Ek
		joined,2,2,sl.csv,4,email,bo@ek.se,m2,mk.csv,,,s3,Ek Bo,bo@ek.se,
	END
	leadfold -q --duplicates -e 'same lead by email' mk.csv sl.csv | diff want -
	leadfold -q --duplicates -e 'same lead by email' -f table mk.csv sl.csv | grep -q 'sl.csv:4  *Ek Bo .*mk.csv:3'
	# the id m2 is of two people
	printf '%s\n' source_dataset,unique_id,cluster_id mk,m2,1 sl,s3,1 sl.csv,m2,2 ./mk.csv,m3,2 >c.csv
	fails leadfold --duplicates --clusters c.csv mk.csv sl.csv
	says "c.csv:5: './mk.csv' is none of the files"
	sed -i 's/^\.\///' c.csv
	leadfold --duplicates --clusters c.csv mk.csv sl.csv >out 2>err
	[ "$(groups <out)" = "$(printf '%s\n' 'm2 m3' 'm2 s3')" ]
	grep -qx 'leadfold: 2 rows have an id that is in no cluster of c.csv, and stay alone' err
	cut -d , -f 2,3 c.csv >c2.csv
	fails leadfold --duplicates --clusters c2.csv mk.csv sl.csv
	says 'add a column source_dataset'
	says "its columns: 'unique_id', 'cluster_id'"
}

@test "clusters: groups are those of the file, whatever keys and names say" {
	people
	printf '%s\n' cluster_id,unique_id,prob 7,1001,.9 7,1002,.9 9,1010,1 9,1011,1 9,zzz,1 4,1003,1 >c.csv
	leadfold --duplicates --clusters c.csv people.csv >out 2>err
	[ "$(groups <out)" = "$(printf '%s\n' '1001 1002' '1010 1011')" ]
	grep -q '^joined,2,2,12,cluster,9,1010,' out
	grep -qx "leadfold: c.csv: 1 id is not in the input, the first 'zzz' on line 6" err
	grep -qx 'leadfold: 7 rows have an id that is in no cluster of c.csv, and stay alone' err
	grep -qx 'leadfold: 1 row has no id, and stays alone' err
	leadfold -j 4 --clusters c.csv people.csv >out 2>err
	[ "$(wc -l <out)" = 12 ]
	grep -qx 'leadfold: 7 rows have an id that is in no cluster of c.csv, and stay alone' err
	# dedupe and tabs
	printf '%s\n' "Cluster ID	confidence_score	Record ID" '0	.9	1001' '0	.9	1002' >c.tsv
	[ "$(leadfold -q --duplicates --clusters c.tsv people.csv | groups)" = '1001 1002' ]
	# no statement is needed
	[ "$(leadfold -q --duplicates -a <(echo 'missing ""') --clusters c.tsv people.csv | groups)" = '1001 1002' ]
}

@test "clusters: what is apart stays apart" {
	people
	printf '%s\n' cluster,id 1,1005 1,1006 1,1007 >c.csv
	leadfold -q --duplicates --clusters c.csv people.csv >out
	grep -q '^left_apart,.*,cluster,1,.*,CRM,1006' out
	leadfold -q --clusters c.csv people.csv | grep -c Whitfield | grep -qx 2
}

@test "clusters: a report of duplicates as clusters gives the same groups" {
	for seed in 5 6; do
		many $seed 500 >in.csv
		leadfold -q --duplicates -e 'same lead by email, phone' in.csv >d.csv
		awk -F , '$1 == "what" || $1 == "joined" { print $2 "," $10 }' d.csv | sed '1s/.*/cluster_id,unique_id/' >c.csv
		leadfold -q --duplicates --clusters c.csv in.csv | groups >got
		groups <d.csv | diff - got
		leadfold -q --clusters c.csv in.csv >one
		leadfold -q -e 'same lead by email, phone' in.csv | cmp - one
		leadfold -q -j 4 --clusters c.csv in.csv | cmp - one
	done
}

@test "clusters: ids and clusters that differ in case alone are different ones" {
	people
	printf '%s\n' cluster,id aB,1001 ab,1002 aB,1003 ab,1005 >c.csv
	[ "$(leadfold -q --duplicates --clusters c.csv people.csv | groups)" = "$(printf '%s\n' '1001 1003' '1002 1005')" ]
	printf '%s\n' id,name 00A,Ann 00a,Bo 00B,Cid >in.csv
	printf '%s\n' cluster,id 1,00A 1,00B >c.csv
	[ "$(leadfold -q --duplicates -a <(echo 'missing ""') --clusters c.csv in.csv | groups)" = '00A 00B' ]
}

@test "clusters: a file that can't be right is refused, and nothing is written" {
	people
	bad() { # what it holds, what is said
		printf '%b' "$1" >bad.csv
		fails leadfold -q --clusters bad.csv people.csv
		says "$2"
		[ ! -s out ]
	}
	bad 'a,b\n1,1001\n' 'which column has the clusters is not clear'
	says "its columns: 'a', 'b'"
	bad 'cluster,b\n1,1001\n' "call it unique_id, or 'Record ID'"
	bad 'cluster,id\n1,1001\n2,1001\n' "bad.csv:3: '1001' is in another cluster on line 2"
	bad 'cluster,id\n1,1001.0\n1,1002.0\n' 'not one of its ids is in the input'
	bad 'cluster,id\n,1001\n1,\n' 'no row of it has an id and a cluster'
	bad 'cluster,id\n' 'no row of it has an id and a cluster'
	bad '' 'the file is empty'
	fails leadfold -q --clusters missing.csv people.csv
	says 'missing.csv'
	cut -d , -f 2-4 people.csv >noid.csv
	printf 'cluster,id\n1,1001\n' >c.csv
	fails leadfold --clusters c.csv noid.csv
	says 'no column of ids'
	printf 'cluster,id\n1,1001\n1,1001\n' >c.csv # the same twice is no contradiction
	leadfold -q --clusters c.csv people.csv >out
	fails leadfold --clusters c.csv -o c.csv people.csv
	says 'overwrite'
}

@test "duplicates: rows that are short, cells of several lines, quotes and what a terminal would run" {
	printf 'id,name,email,company\n1,"Ann\nLee",ann@lee.org,"X\nY"\n2,Ann Lee,ANN@lee.org\n3,"Ann ""Q"" Lee", ann@lee.org ,\n' >odd.csv
	leadfold -q --ragged pad --duplicates -e 'same lead by email' -f json odd.csv >got
	grep -q '"line": 5, "joined_by": "email", "value": "ANN@lee.org", "to": "1", .*"company": null' got
	grep -q '"line": 6, .*"name": "Ann \\"Q\\" Lee", "email": "ann@lee.org"' got
	fails leadfold --duplicates -e 'same lead by email' odd.csv
	printf 'id,name,email\n1,\033[31mAnn Lee,ann@lee.org\n2,<b>Ann</b> Lee,ann@lee.org\n' >bad.csv
	leadfold -q --duplicates -e 'same lead by email any name' -f table bad.csv >got
	[ "$(grep -c lee.org got)" = 2 ]
	run ! grep -q "$(printf '\033')" got
	leadfold -q --duplicates -e 'same lead by email any name' -f html bad.csv >got
	run ! grep -q '<b>Ann' got
	gzip -k odd.csv
	leadfold -q --ragged pad --duplicates -e 'same lead by email' odd.csv >want
	leadfold -q --ragged pad --duplicates -e 'same lead by email' odd.csv.gz | cmp - want
}

@test "duplicates: what can't be written is an error" {
	people
	for format in csv table html json; do
		run -2 bash -c "leadfold -q --duplicates -f $format people.csv >/dev/full"
		run -2 bash -c "leadfold -q --duplicates -f $format people.csv >&-"
	done
}

@test "duplicates: what a map of ids joins and parts is said, and the map stays as it is" {
	people
	printf '%s\n' old,kept,since 1012,1002,2026-10-01 1004,1004,2026-10-01 >m.csv
	cp m.csv before.csv
	leadfold -q --duplicates --map m.csv people.csv >out
	cmp m.csv before.csv
	grep -q '^joined,2,2,3,,,,,,1002,' out
	grep -q '^joined,2,2,13,map,1002,1002,,,1012,' out
	grep -q '^left_apart,,,5,email,Annika.Schmidt@gruenwald.de,1002,,map,1004,' out
	leadfold -q --duplicates --map m.csv -f html people.csv | grep -q '<td>map</td>'
	cp m.csv again.csv
	leadfold -q --map again.csv people.csv >rows
	[ "$(wc -l <rows)" = $((14 - $(awk -F , '$1 == "joined" && $5 != ""' out | wc -l))) ]
	{ sed 1q m.csv; for i in $(seq 22); do echo "x$i,1002,2026-10-01"; done; } >large.csv
	{ cat people.csv; for i in $(seq 22); do echo "x$i,A,Schmidt,,,,DE,"; done; } >in.csv
	leadfold --duplicates --map large.csv in.csv 2>&1 >out | grep -qx "leadfold: group 2 has 24 rows, joined by email 'Annika.Schmidt@gruenwald.de' (1) and map '1002' (22)"
	fails leadfold --duplicates --map none.csv people.csv
	says none.csv
}
