# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Rows out: what a tool does not change comes out byte for byte.
load common

quick() { # -a that gives two columns, s and score
	printf 'score s\n    +1 when b = 2\n' >quick.agreement
	leadscore -a quick.agreement "$@"
}

@test "leadscore: a header alone gives the whole new header" {
	printf 'email,title\n' >in.csv
	[ "$(leadscore in.csv)" = email,title,fit,engagement,intent,score,grade,mql ]
	[ "$(leadbant in.csv)" = email,title,bant_budget,bant_authority,bant_need,bant_timing,bant,sql,ask_next ]
	[ "$(leadsla in.csv 2>/dev/null)" = email,title,accept_due,accept_hours,accept_status,accept_answer ]
	[ "$(leadsla --backlog in.csv 2>/dev/null)" = email,title,accept_due,accept_hours,accept_status,accept_answer ]
	[ "$(printf 'email,title' | leadscore)" = email,title,fit,engagement,intent,score,grade,mql ]
}

@test "rows: the example's come out byte for byte, columns at the end" {
	leadscore -q -a "$nordlicht" "$leads" >out.csv
	appended "$leads" out.csv 6
	leadbant -q -a "$nordlicht" "$leads" >out.csv
	appended "$leads" out.csv 7
	leadsla -q "$leads" >out.csv
	appended "$leads" out.csv 4
	leadfunnel -q --rows "$leads" >out.csv
	appended "$leads" out.csv 5
}

@test "rows: the checker of appended columns sees a changed byte, a lost row and a lost cell" {
	leadscore -q -a "$nordlicht" "$leads" >out.csv
	sed '1234s/e/E/' out.csv >bad.csv
	run ! appended "$leads" bad.csv 6
	sed 700d out.csv >bad.csv
	run ! appended "$leads" bad.csv 6
	sed '$d' out.csv >bad.csv
	run ! appended "$leads" bad.csv 6
	sed '1000s/,[^,]*$//' out.csv >bad.csv
	run ! appended "$leads" bad.csv 6
	run ! appended "$leads" out.csv 5
}

@test "rows: spaces, quotes that were not needed, bare quotes and invalid UTF-8 stay" {
	printf 'a ,"b",c\n "x" ,2,\xff\xfe\n"1", 2 ,say "hi"\n"a\nb","2",\n' >in.csv
	printf 'a ,"b",c,s,score\n "x" ,2,\xff\xfe,1,1\n"1", 2 ,say "hi",1,1\n"a\nb","2",,1,1\n' >want
	same want quick in.csv
}

@test "rows: a value of any length is written alone as it is among others" {
	local i format name=c
	for i in {1..20}; do
		name=${name}x
		printf 'bant %s yes when n > %d\n' "$name" "$i"
	done >long.agreement
	{ echo n && seq 0 21 && seq 21 -1 0; } >in.csv
	for format in csv tsv jsonl; do
		for columns in n,ask_next,bant_cx ask_next,n,bant; do
			leadbant -q -a long.agreement -f "$format" -c "$columns" in.csv >all
			while read -r i; do
				printf 'n\n%d\n' "$i" | leadbant -q -a long.agreement -f "$format" -c "$columns" | tail -n 1
			done < <(tail -n +2 in.csv) >each
			cmp <(tail -n 44 all) each
		done
	done
	[ "$(leadbant -q -a long.agreement -c ask_next in.csv | sed -n '8p;15p;20p')" = \
		$'cxxxxxx\ncxxxxxxxxxxxxx\ncxxxxxxxxxxxxxxxxxx' ]
}

@test "rows: a NUL byte passes through" {
	printf 'a,b\nx\0y,2\n' >in.csv
	printf 'a,b,s,score\nx\0y,2,1,1\n' >want
	same want quick in.csv
}

@test "rows: CRLF stays CRLF, also where lines end both ways" {
	printf 'a,b\r\n1,2\r\n3,4\n"5\r\n6",2\r\n' >in.csv
	printf 'a,b,s,score\r\n1,2,1,1\r\n3,4,0,0\n"5\r\n6",2,1,1\r\n' >want
	same want quick in.csv
}

@test "rows: a last row without a line end stays without" {
	printf 'a,b\n1,2\n3,2' >in.csv
	printf 'a,b,s,score\n1,2,1,1\n3,2,1,1' >want
	same want quick in.csv
}

@test "rows: a byte order mark is dropped, never glued to a name; --bom writes one" {
	printf '\xef\xbb\xbfb,a\n2,1\n' >in.csv
	printf 'b,a,s,score\n2,1,1,1\n' >want
	same want quick in.csv
	printf '\xef\xbb\xbfb,a,s,score\n2,1,1,1\n' >want
	same want quick --bom in.csv
	# A report is for a spreadsheet, too; other formats have none.
	for report in 'leadscore --summary' 'leadfunnel --by country' 'leadfunnel --across country' 'leadfunnel --promises' 'leadsla --report' 'leadroute --dry-run'; do
		for format in csv tsv json markdown; do
			mark=''
			[ ${#format} -gt 3 ] || mark=$'\xef\xbb\xbf'
			# shellcheck disable=SC2086
			$report -q -a "$nordlicht" --now 2026-10-31 -f $format "$leads" >plain
			# shellcheck disable=SC2086
			$report -q -a "$nordlicht" --now 2026-10-31 -f $format --bom "$leads" | cmp - <(printf %s "$mark" | cat - plain)
		done
	done
}

@test "rows: tabs, semicolons and pipes in are tabs, semicolons and pipes out" {
	printf 'a\tb\n1\t2\n' >in.tsv
	printf 'a\tb\ts\tscore\n1\t2\t1\t1\n' >want
	same want quick in.tsv
	same want quick -t <in.tsv
	same want env LEADPIPE_DELIMITER=tab leadscore -a quick.agreement <in.tsv
	printf 'a;b\n"x;y";2\n' >in.csv
	printf 'a;b;s;score\n"x;y";2;1;1\n' >want
	same want quick -d ';' in.csv
	same want quick -d semicolon <in.csv
	printf 'a|b\n1|2\n' >in.csv
	printf 'a|b|s|score\n1|2|1|1\n' >want
	same want quick -d '|' in.csv
}

@test "rows: a header without the delimiter that was given gets a hint" {
	printf 'a;b\n1;2\n1,5;2\n' >in.csv
	fails quick -d , in.csv
	says "the header has no ','; use -d ';'"
	printf 'email;title\na@b.example;VP\n' >in.csv
	leadscore -d , in.csv 2>err
	grep -qF "leadscore: the header has no ','; use -d ';'" err
}

@test "rows: in raw TSV a quote is data" {
	printf 'a\tb\n"x\\ty\t2\n' >in.tsv
	printf 'a\tb\ts\tscore\n"x\\ty\t2\t1\t1\n' >want
	same want quick --raw-tsv in.tsv
}

@test "rows: a column of exactly the added name is replaced where it stands, a similar one is not" {
	printf 'score,b,S\nold,2,keep\n' >in.csv
	printf 'score,b,S,s\n1,2,keep,1\n' >want
	same want quick in.csv
}

@test "rows: a repeated header is told, the first is meant, [2] is the second" {
	printf 'b,b\n2,3\n3,2\n' >in.csv
	[ "$(quick in.csv 2>err | cut -d, -f4 | tr '\n' ' ')" = 'score 1 0 ' ]
	grep -qF "the header 'b' stands more than once; the first is meant (write \`b[2]\` for the second)" err
	[ "$(leadscore -a quick.agreement -e 'score s
	+1 when `b[2]` = 2' in.csv 2>/dev/null | cut -d, -f4 | tr '\n' ' ')" = 'score 0 1 ' ]
}

@test "rows: empty header names, quotes and newlines in a header" {
	printf 'b,,"say ""b""","two\nlines",\n2,1,1,1,\n' >in.csv
	printf 'b,,"say ""b""","two\nlines",,s,score\n2,1,1,1,,1,1\n' >want
	same want quick in.csv
	printf 'score s\n    +1 when `say "b"` = 1\n' >quick.agreement
	same want leadscore -a quick.agreement in.csv
}

@test "rows: blank lines are skipped and counted; in one column they are rows" {
	printf 'a,b\n\n1,2\n\r\n\n' >in.csv
	[ "$(quick in.csv 2>err)" = "$(printf 'a,b,s,score\n1,2,1,1')" ]
	[ "$(<err)" = 'leadscore: 3 blank lines skipped' ]
	printf 'b\n2\n\n2\n' >in.csv
	[ "$(quick in.csv 2>/dev/null)" = "$(printf 'b,s,score\n2,1,1\n,,\n2,1,1')" ]
}

@test "rows: a row whose cells are all missing passes through, unscored, and is told" {
	printf 'a,b\n,  \n1,2\n' >in.csv
	[ "$(quick in.csv 2>err)" = "$(printf 'a,b,s,score\n,  ,,\n1,2,1,1')" ]
	[ "$(<err)" = 'leadscore: 1 row with only empty cells' ]
}

@test "rows: several files are one stream under the first header" {
	printf 'a,b\n1,2' >1.csv
	printf 'a,b\r\n3,2\r\n' >2.csv
	printf '"a",b\n' >3.csv
	printf 'a,b\n5,6\n' >4.csv
	[ "$(quick 1.csv 2.csv 3.csv - <4.csv)" = "$(printf 'a,b,s,score\n1,2,1,1\n3,2,1,1\r\n5,6,0,0')" ]
}

@test "rows: another header is an error that names the file and the column" {
	printf 'a,b\n1,2\n' >1.csv
	printf 'a,c\n1,2\n' >2.csv
	fails quick 1.csv 2.csv
	says "2.csv: another header than 1.csv: column 2 is 'c' here, 'b' there"
}

@test "rows: a ragged row is an error with file and line" {
	printf 'a,b\n1,"2\n2"\n1\n3,2\n' >in.csv
	fails quick in.csv
	says 'in.csv:4: 1 cell where the header has 2'
}

@test "rows: --ragged pad fills, skip leaves out, counts, and keeps in --rejects" {
	printf 'a,b\n1\n1,2,3\n4,2\n' >in.csv
	fails quick --ragged pad in.csv
	says 'in.csv:3: 3 cells where the header has 2'
	quick --ragged skip --rejects rej.csv in.csv >out.csv 2>err
	[ "$(<out.csv)" = "$(printf 'a,b,s,score\n4,2,1,1')" ]
	[ "$(<rej.csv)" = "$(printf '1\n1,2,3')" ]
	[ "$(<err)" = 'leadscore: 2 rows of another width skipped' ]
	printf 'a,b\n1\n4,2\n' >in.csv
	[ "$(quick --ragged pad in.csv)" = "$(printf 'a,b,s,score\n1,,0,0\n4,2,1,1')" ]
}

@test "rows: --skip-lines and --skip-footer leave out titles and totals" {
	printf 'Report\nof today\n\na,b\n1,2\n\nTotal: 1\nby me\n' >in.csv
	[ "$(quick -q --skip-lines 3 --skip-footer 2 in.csv)" = "$(printf 'a,b,s,score\n1,2,1,1')" ]
	fails quick --skip-lines 3 in.csv
	says 'use --skip-footer 2'
}

@test "rows: an open quote says where it opened, text behind a quote where it stands" {
	printf 'a,b\n1,2\n3,"4\n5,6\n' >in.csv
	fails quick in.csv
	says 'in.csv:3: a quote opens here and is never closed'
	printf 'a,b\n1,"2"x\n' >in.csv
	fails quick in.csv
	says 'in.csv:2: text after a closing quote'
}

@test "rows: UTF-16 and lone CRs are refused with a remedy" {
	printf '\xff\xfea\0,\0' >in.csv
	fails quick in.csv
	says 'iconv -f UTF-16 -t UTF-8'
	printf 'a,b\r1,2\r' >in.csv
	fails quick in.csv
	says "tr '\\r' '\\n'"
}

@test "rows: a tool run on its own output changes nothing" {
	for in in "$leads" crlf.csv tabs.tsv semi.csv bom.csv; do
		case $in in
		crlf.csv) sed 's/$/\r/' "$leads" >$in ;;
		tabs.tsv) leadscore -q -f tsv -c 'Email,Job Title,Page Views,Last Activity At,Message' -a "$nordlicht" "$leads" >$in ;;
		semi.csv) printf 'email;title;page views\n"a;b";VP;3\nx@y.example;CEO;4\n' >$in ;;
		bom.csv) { printf '\xef\xbb\xbf'; cat "$leads"; } >$in ;;
		esac
		delimiter=,
		[ $in != tabs.tsv ] || delimiter=tab
		[ $in != semi.csv ] || delimiter=semicolon
		agreement=$nordlicht
		[ $in != semi.csv ] && [ $in != tabs.tsv ] || agreement=$ROOT/src/agreement/builtin.agreement
		export LEADPIPE_AGREEMENT=$agreement LEADPIPE_DELIMITER=$delimiter
		for tool in leadscore leadbant; do
			$tool -q "$in" >once
			same once $tool -q <once
			[ "$(wc -l <once)" -gt 1 ]
		done
		LEADPIPE_AGREEMENT='' leadsla -q "$in" >once
		LEADPIPE_AGREEMENT='' same once leadsla -q once
		leadscore -q "$in" | leadbant -q >once
		leadscore -q <once | leadbant -q | cmp - once
		leadbant -q <once | leadscore -q | cmp - once
	done
}

@test "rows: raw TSV run twice changes nothing" {
	printf 'title\tnote\nVP\t"quote\\t\n' >in.tsv
	leadscore -q --raw-tsv in.tsv >once
	same once leadscore -q --raw-tsv <once
	leadscore -q -x --raw-tsv in.tsv >once
	same once leadscore -q -x --raw-tsv <once
}

# A file as a pipe gives it that is slow at its beginning.
slowly() {
	head -c 50 "$1"
	sleep 0.1
	tail -c +51 "$1" | head -c 5000
	sleep 0.1
	tail -c +5051 "$1"
}

@test "rows: a table is as wide as its first 1,000 rows need, or 256 KB of cells, however slow they come" {
	width() { awk 'NR == 1 { print index($0, "  b") - 1; exit }'; } # of the first column
	rows() { awk -v long="$1" -v n="$2" 'BEGIN { print "a,b"; for (i = 1; i <= n; i++) print (i == long ? "longer" : "a") ",b" }'; }
	rows 1000 2500 >in.csv
	leadscore -q -c a,b -f table in.csv >table
	[ "$(width <table)" -eq 6 ]
	[ "$(wc -l <table)" -eq 2502 ]
	rows 1001 2500 >late.csv
	leadscore -q -c a,b -f table late.csv >late
	[ "$(width <late)" -eq 1 ]
	grep -qx 'longer  b' late
	# some bytes less than a kilobyte a row: the 257th fills it, and no row after that is measured
	awk 'BEGIN { for (i = 0; i < 1020; i++) k = k "k"; print "b,a"; for (i = 1; i <= 400; i++) print (i == 257 ? "12345" : i == 258 ? "1234567" : "b") "," k }' >wide.csv
	leadscore -q -c b,a -f table wide.csv >wide
	[ "$(head -1 wide)" = 'b      a' ]
	rows 3 5 >few.csv
	for in in in late wide few; do
		leadscore -q -f table "$in.csv" >want
		for jobs in 1 4; do
			slowly "$in.csv" | same want leadscore -q -j $jobs -f table
		done
	done
}

@test "rows: before one that fails, all formats have the same rows, however slow they come" {
	awk 'BEGIN { print "id,a"; for (i = 1; i <= 2000; i++) print i "," i; print "soon,1"; print "2,2" }' >in.csv
	for format in csv tsv table json jsonl markdown; do
		for where in 'id > 0' 'a > 0'; do
			for slow in cat slowly; do
				run -2 bash -c "set -o pipefail; $(declare -f slowly); $slow in.csv | leadscore -e 'score s' -e ' +1 when id > 3' --strict -f $format -w '$where' >$slow 2>err"
			done
			cmp cat slowly
			grep -qw 2000 slowly
			tail -1 slowly | grep -qF '"leadscore: standard input:2002: id: not a number: '
			[ "$(grep -c soon slowly)" -eq 1 ]
		done
	done
}

@test "rows: a field that -c names and the input has no column for is noted, whether the agreement's or built in" {
	printf 'Email,Phone\na@x.example,1\n' >in.csv
	leadscore -e 'score s' -e ' +1 when email is present' -e 'field region "Sales Region"' -c phone,region,industry in.csv >out 2>err
	[ "$(tail -1 out)" = 1,, ]
	[ "$(grep -c 'has no column for the field' err)" -eq 2 ]
	grep -qF "leadscore: --columns: the input has no column for the field 'region', so it is empty in every row" err
	grep -qF "the field 'industry'" err
}

@test "reports: rows that repeat an id are noted, or an email without ids, if they are more than a few; for any -j" {
	awk 'BEGIN { print "Record ID,E-Mail,Lead Status"; for (i = 0; i < 3000; i++) print i % 1500 ",A" (i % 2 ? "" : "a") i % 1500 "@x.example,New" }' >in.csv
	note="1,500 of 3,000 rows repeat an id, in 'Record ID'"
	for jobs in 1 4; do
		for tool in 'leadscore --summary' 'leadbant --summary' leadfunnel 'leadfunnel --by lead_status' 'leadsla --backlog' 'leadfunnel --partial'; do
			$tool -j $jobs in.csv 2>&1 >/dev/null | grep -qF "${tool%% *}: $note"
		done
	done
	leadroute --report -e 'route all to "Ann"' in.csv 2>&1 >/dev/null | grep -qF "leadroute: $note"
	leadscore in.csv 2>err >/dev/null
	run ! grep -q repeat err
	# case does not matter in an email, and in an id it does
	sed 's/^[^,]*,/,/' in.csv | leadfunnel 2>&1 >/dev/null | grep -qF "rows repeat an email, in 'E-Mail'"
	awk 'BEGIN { print "id,status"; for (i = 0; i < 200; i++) print (i % 2 ? "a" : "A") int(i / 2) ",New" }' >in.csv
	leadfunnel in.csv 2>err >/dev/null
	run ! grep -q repeat err
	# up to 2% and three standard deviations more are nothing unusual
	awk 'BEGIN { print "id,status"; for (i = 0; i < 1000; i++) print (i < 34 ? 999 : i) ",New" }' >in.csv
	leadfunnel in.csv 2>&1 >/dev/null | grep -qF "34 of 1,000 rows repeat an id"
	awk 'BEGIN { print "id,status"; for (i = 0; i < 1000; i++) print (i < 33 ? 999 : i) ",New" }' >in.csv
	leadfunnel in.csv 2>err >/dev/null
	run ! grep -q repeat err
}

@test "rows: a list has the cells of its rows in every format" {
	leadscore -q --top 200 -c id,email -a "$nordlicht" "$leads" >want
	for format in json jsonl markdown; do
		leadscore -q --top 200 -c id,email -a "$nordlicht" -f $format "$leads" >out
		[ "$(grep -cFf <(sed '1d; s/,.*//' want) out)" = 200 ]
		[ "$(grep -cFf <(sed '1d; s/.*,//' want) out)" = 200 ]
	done
	leadsla -q --backlog -c id -a "$nordlicht" "$leads" | sed 1d >want
	leadsla -q --backlog -c id -a "$nordlicht" -f jsonl "$leads" | sed 's/[^0-9]//g' | diff want -
}

@test "rows: JSON says what the cells say, whatever byte stands at which place" {
	python3 -c '
import csv, sys
out = csv.writer(sys.stdout, lineterminator="\n")
out.writerow(["id", "cell", "last"])
for n in range(1, 41):
    for at in range(n):
        for odd in ["\"", "\\", "\u00e9", "\x7f", "\t", "\n", ",", "b"]:
            out.writerow([n, "a" * at + odd + "b" * (n - at - 1), "" if at % 2 else "x" * n])
' >in.csv
	printf 'score s -5..2000\n    +1234 when cell contains "bb" "two of them"\n    -1 when id > 20 "a long, one"\n    +7 per id at most 210 points\n' >a.agreement
	for j in 1 2; do
		for options in '' -x '-c s,last,cell,cell'; do
			# shellcheck disable=SC2086
			leadscore -q -j $j -a a.agreement $options in.csv >want.csv
			# shellcheck disable=SC2086
			leadscore -q -j $j -a a.agreement $options -f json in.csv >got.json
			# shellcheck disable=SC2086
			leadscore -q -j $j -a a.agreement $options -f jsonl in.csv >got.jsonl
			python3 -c '
import csv, json
rows = list(csv.reader(open("want.csv", newline="")))
numbers = [i for i, head in enumerate(rows[0]) if head in ("s", "score")]
for row in rows[1:]:
    row[:] = [int(c) if i in numbers else c or None for i, c in enumerate(row)]
assert len(rows) == 6561
got = json.load(open("got.json"))
assert [list(r.values()) for r in got] == rows[1:]
assert [json.loads(line) for line in open("got.jsonl")] == got
'
		done
	done
}
