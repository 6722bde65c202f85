# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadreview --sheet: who waits, as rows to fill in, as tables, and as pages to print.
load common

sheet() { # of the example company, in ./out and what is said in ./err
	leadreview --sheet -a "$nordlicht" "$@" >out 2>err
}

ids() { # of the leads on the sheet in ./out, in the order of their bytes
	sed 1d out | cut -d, -f2 | sort
}

waiting() { # the same by what leadfunnel says
	leadfunnel -q --rows -a "$1" -w 'funnel_stage = "mql" and funnel_exit is missing' -f tsv "$2" |
		awk -F'\t' -v name="$3" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } { print $c }' | sort
}

# A few leads that wait, and no more columns than are needed.
few() {
	cat >few.csv <<-'END'
		Record ID,Name,Owner,MQL Date,SAL Date,Page Views,Budget,Lead Status
		1,Ann,Tom,2026-10-20 10:00,,3,,
		2,Ben,tom,2026-10-29,,9,50000,
		3,Cem,Eva,2026-10-21 10:00,2026-10-22,9,,
		4,Dan,,2026-10-30 12:00,,5,,
		5,Eve,Eva,,,7,,
		6,Fay,Eva,2026-10-22 10:00,,1,,Recycled
	END
}

decided() { # lines behind the header of decisions.csv
	{
		echo at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note
		printf '%s\n' "$@"
	} >decisions.csv
}

@test "leadreview --sheet: a row for each lead that waits, best first inside the owner, as faces say" {
	sheet "$leads"
	[ "$(head -n 1 out)" = $'\xef\xbb\xbf''ref,lead_id,name,company,contact,current owner,grade,score,reasons,bant,ask next,handed over,due,days waiting,decision (accept/return/later),reason,owner,until,Budget,Need,Timeline,note' ]
	grep -qxE '[a-z]{3}-[a-z]{3},1009799,Göran Sjögren,Mälaren Ventilation AB,GOERAN.SJOEGREN@MAELAREN-VENTILATION.EXAMPLE,Sofie Lindqvist,A1,99,decides \+20; page views \+20; webinars \+16; 200 people or more \+15; named account \+10; asset near a decision \+10; looked at prices \+8,2 of 4,need,2026-10-10,2026-10-12,21.0,,,,,,,,' out
	[ "$(sed 1d out | awk -F, '{ print $6 }' | uniq | sort | uniq -d)" = '' ]
	sed 1d out | awk -F, '$6 == owner && $8 > score { exit bad = 1 } { owner = $6; score = $8 } END { exit bad }'
	grep -qx 'leadreview: 115 leads wait for an answer, of 646 handed over' err
	grep -qx 'leadreview: what earlier meetings decided is not known; add -s FILE to leave that out' err
}

@test "leadreview --sheet: every lead that waits is on it once, no other is, and each has a ref of its own" {
	sheet "$leads"
	ids >on
	waiting "$nordlicht" "$leads" 'Record ID' | cmp - on
	[ "$(wc -l <on)" = 115 ]
	[ "$(sed 1d out | cut -d, -f1 | sort -u | wc -l)" = 115 ]
	leadreview -q --sheet -a "$examples/backlog/kessler.agreement" --now 2026-06-30 "$examples/backlog/leads.csv" >out
	ids >on
	id=$(head -n 1 "$examples/backlog/leads.csv" | cut -d, -f1)
	LEADPIPE_NOW=2026-06-30 waiting "$examples/backlog/kessler.agreement" "$examples/backlog/leads.csv" "$id" | cmp - on
	[ -s on ]
}

@test "leadreview --sheet: shuffled input and threads give the same refs, and the same order but for ties" {
	sheet "$leads"
	sed 1d out >first
	python3 - "$leads" >shuffled.csv <<-'END'
		import csv, random, sys
		rows = list(csv.reader(open(sys.argv[1], newline="", encoding="utf-8")))
		head = rows.pop(0)
		random.Random(7).shuffle(rows)
		csv.writer(sys.stdout, lineterminator="\n").writerows([head] + rows)
	END
	sheet -j 3 shuffled.csv
	sed 1d out >second
	cmp <(sort first) <(sort second)
	cmp <(cut -d, -f6,8 first) <(cut -d, -f6,8 second)
	sheet -j 3 "$leads"
	cmp first <(sed 1d out)
}

@test "leadreview --sheet: what the input has no column for is no column, but what is to be filled in" {
	few
	leadreview --sheet -e 'ask budget' few.csv >out 2>err
	[ "$(head -n 1 out)" = $'\xef\xbb\xbf''ref,lead_id,name,current owner,grade,score,reasons,bant,ask next,handed over,due,days waiting,decision (accept/return/later),reason,owner,until,Budget,note' ]
	[ "$(sed 1d out | cut -d, -f2-4,12 | tr '\n' ' ')" = '2,Ben,tom,2 1,Ann,Tom,11.6 4,Dan,,1.5 ' ]
	printf 'Record ID,MQL Date\n1,2026-10-20\n' >two.csv
	leadreview --sheet two.csv >out 2>err
	[ "$(head -n 1 out)" = $'\xef\xbb\xbf''ref,lead_id,bant,ask next,handed over,due,days waiting,decision (accept/return/later),reason,owner,until,budget,need,timeline,note' ]
	printf 'Record ID\n' >none.csv
	leadreview --sheet none.csv >out 2>err
	[ "$(wc -l <out)" = 1 ]
	grep -qx 'leadreview: 0 leads wait for an answer, of 0 handed over' err
	leadreview -q --sheet -f table none.csv | grep -qx 'No leads wait'
	leadreview -q --sheet -f html none.csv | grep -q 'No leads wait'
}

@test "leadreview --sheet: columns that rules name and the input lacks take the reasons, not the sheet" {
	few
	head -n 1 few.csv | sed 's/$/,score/' >scored.csv
	sed '1d; s/$/,40/' few.csv >>scored.csv
	leadreview --sheet -e $'score fit 0..99\n +40 when `Webinars` > 1 "w"' -e 'priority page_views' scored.csv >out 2>err
	head -n 1 out | grep -q ',current owner,score,bant,'
	grep -q ',Ann,Tom,40,0 of 4,' out
	fails leadreview --sheet -e $'score fit 0..99\n +40 when `Webinars` > 1 "w"' few.csv
	says "no column 'Webinars'"
}

@test "leadreview --sheet: an answer whose column is called as one of the sheet's is headed so" {
	few
	sed -i '1s/Budget/Note/' few.csv
	leadreview -q --sheet -e 'bant noted yes when note is present' -e 'sql when bant = 1' -e 'ask note' few.csv | head -n 1 | grep -q ',until,answer: Note,note$'
}

@test "leadreview --sheet: with a decimal comma it opens in a spreadsheet of that country" {
	few
	leadreview -q --sheet -e 'decimal ","' few.csv >out
	head -n 1 out | grep -q '^'$'\xef\xbb\xbf''ref;lead_id;name;'
	grep -q ';11,6;' out
	leadreview -q --sheet -e 'decimal ","' -f tsv few.csv | grep -q $'\t11,6\t'
	leadreview -q --sheet -e 'decimal ","' -f json few.csv | grep -q '"days waiting": 11.6'
}

@test "leadreview --sheet: no cell runs as a formula" {
	few
	sed -i 's/Ann/=HYPERLINK("x")/; s/Ben/@cmd/' few.csv
	leadreview -q --sheet few.csv >out
	grep -q ",\"'=HYPERLINK(\"\"x\"\")\"," out || grep -q ",'=HYPERLINK(\"x\")," out
	grep -q ",'@cmd," out
}

@test "leadreview --sheet: further rows of a lead are left out, and leads without an id, with a word" {
	few
	printf '1,Ann again,Tom,2026-10-20 10:00,,1,,\n,Nobody,Tom,2026-10-20,,1,,\n' >>few.csv
	leadreview --sheet few.csv >out 2>err
	[ "$(cut -d, -f2 out | grep -c '^1$')" = 1 ]
	grep -q ',Ann,' out
	grep -qx 'leadreview: 1 row repeats a hand-over that is on the sheet, and is left out, first row 7 of the input' err
	grep -qx 'leadreview: 1 lead without an id of its own is not on the sheet, as nothing can be decided about it' err
}

@test "leadreview --sheet -s: what is decided or put off is left out until its day has come" {
	few
	decided '2026-10-30T10:00:00Z,sofie,1,2026-10-20T10:00:00Z,accept,,,Tom,,,' \
		'2026-10-30T10:01:00Z,sofie,2,2026-10-29,later,,,,2026-11-01,,' \
		'2026-10-30T10:02:00Z,sofie,6,2026-10-22T10:00:00Z,return,recycled,Not now,,2026-10-31,,'
	leadreview --sheet -s decisions.csv few.csv >out 2>err
	[ "$(ids | tr '\n' ' ')" = '4 6 ' ]
	grep -qx 'leadreview: 1 accepted, 1 put off, so not on the sheet' err
	grep -q 'leadreview: 1 is back: it was returned until a day that has come' err
	[ "$(grep -c 'is not known' err)" = 0 ]
	leadreview --sheet -s decisions.csv --now 2026-10-30 few.csv >out 2>err
	[ "$(ids | tr '\n' ' ')" = '4 ' ]
	leadreview --sheet -s decisions.csv --now 2026-11-01 few.csv >out 2>err
	[ "$(ids | tr '\n' ' ')" = '2 4 6 ' ]
	# Handed over again it is undecided.
	sed -i 's/^1,Ann,Tom,2026-10-20 10:00/1,Ann,Tom,2026-10-25 10:00/' few.csv
	leadreview --sheet -s decisions.csv few.csv >out 2>err
	[ "$(ids | tr '\n' ' ')" = '1 4 6 ' ]
}

@test "leadreview --sheet -s: before the first meeting there is no file, and none is made" {
	few
	leadreview --sheet -s no.csv few.csv >out 2>err
	[ "$(wc -l <out)" = 4 ]
	grep -qx 'leadreview: no.csv: not there yet, so nothing is decided' err
	[ ! -e no.csv ]
	echo 'at,by' >bad.csv
	fails leadreview --sheet -s bad.csv few.csv
	[ ! -s out ]
}

@test "leadreview --sheet -w: of the leads that wait, unless it asks where a lead stands" {
	few
	leadreview --sheet -w 'owner = "Tom"' few.csv >out 2>err
	[ "$(ids | tr '\n' ' ')" = '1 2 ' ]
	grep -qx 'leadreview: 2 leads wait for an answer, of 5 handed over' err
	leadreview --sheet -w 'owner = "Eva"' few.csv >out
	[ "$(wc -l <out)" = 1 ]
	leadreview --sheet -w 'owner = "Eva" and funnel_stage is present' few.csv >out 2>err
	[ "$(ids | tr '\n' ' ')" = '3 6 ' ]
	grep -qx 'leadreview: 2 leads are on the sheet, of 5 handed over' err
}

@test "leadreview --sheet --by: any expression; a team is known by the roster, too" {
	few
	leadreview -q --sheet --by 'page_views > 4' -f table few.csv >out
	[ "$(grep -c 'leads\?$' out)" = 2 ]
	fails leadreview --sheet --by nothing few.csv
	sheet --by team -f table "$leads"
	grep -qx 'field: 100 leads' out
	grep -qx '(no team): 15 leads' out
	# The spelling that most rows have is shown.
	leadreview -q --sheet -f table few.csv | grep -qx 'Tom: 2 leads'
	leadreview -q --sheet -f table few.csv | grep -qx '(no owner): 1 lead'
}

@test "leadreview --sheet: where mql says no it is said, and where there is no mql nothing is" {
	few
	leadreview -q --sheet -e $'score s 0..99\n +1 per page_views "views"' -e 'mql when s >= 5 "five"' few.csv >out
	grep -q ',Ann,Tom,3,mql: no; views +3,' out
	grep -q ',Dan,,5,views +5,' out
	leadreview -q --sheet -e $'score s 0..99\n +1 per page_views "views"' -e 'mql when s >= 5 "five"' -f table few.csv | grep -q 'Ann .*mql: no'
}

@test "leadreview --sheet: the reasons are those of the score that is shown" {
	few
	leadscore -q -x -e $'score s 0..99\n +1 per page_views "views"' few.csv >scored.csv
	leadreview -q --sheet -e $'score s 0..99\n +2 per page_views "other views"' scored.csv >out
	grep -q ',Ann,Tom,3,.*views +3' out
	[ "$(grep -c 'other' out)" = 0 ]
	sed -i 's/,reasons$/,was/' scored.csv
	leadreview -q --sheet -e $'score s 0..99\n +2 per page_views "other views"' scored.csv >out
	[ "$(grep -c 'views' out)" = 0 ]
}

# ---- pages

page() { # of the example company, as page.html
	leadreview -q --sheet -a "$nordlicht" -f html "$@" "$leads" >page.html
}

@test "leadreview --sheet -f html: one page that fetches nothing, with every lead once, and boxes for all reasons" {
	page
	[ "$(head -c 15 page.html)" = '<!DOCTYPE html>' ]
	[ "$(tail -n 1 page.html)" = '</html>' ]
	[ "$(grep -ciE '<script|https?:| src=|href|url\(|@import| on[a-z]+="' page.html)" = 0 ]
	[ "$(grep -c '<h1>' page.html)" = 1 ]
	sheet "$leads"
	cmp <(grep -o '<b class="ref">[a-z-]*' page.html | sed 's/.*>//') <(sed 1d out | cut -d, -f1)
	[ "$(grep -c '\[ \] </span><bdi>No budget this year</bdi>' page.html)" = 115 ]
	[ "$(grep -c '<bdi>disqualified</bdi>:.*\[ \] </span><bdi>Not our market</bdi>' page.html)" = 115 ]
	[ "$(grep -c 'Hand-over: <bdi>Sofie Lindqvist</bdi>' page.html)" = 1 ]
	grep -qE '@bottom-left\{content:"Reviewed by .* sheet 2026\\2d 10\\2d 31 [0-9a-f]{6}"' page.html
	grep -qE '<p class="foot">Reviewed by _+ on _+ · sheet 2026-10-31 [0-9a-f]{6}</p>' page.html
	[ "$(grep -c '<div class="each">' page.html)" = 0 ]
	page --page-each
	[ "$(grep -c '<div class="each">' page.html)" = 1 ]
	fails leadreview --sheet --page-each "$leads"
	says '--page-each is for pages to print; add -f html'
}

@test "leadreview --sheet -f html: what earlier meetings said is on it, and what they answered isn't asked again" {
	few
	decided '2026-10-30T10:01:00Z,sofie,1,2026-10-20T10:00:00Z,later,,,,2026-10-31,need=yes,calls back' \
		'2026-10-30T10:02:00Z,eva,6,2026-10-22T10:00:00Z,return,recycled,Not now,,2026-10-31,,'
	leadreview -q --sheet -s decisions.csv -f html few.csv >page.html
	grep -qF '<dt>Past</dt><dd><bdi>put off until 31 Oct, by sofie, 30 Oct</bdi> · <bdi>need=yes</bdi> · <bdi>calls back</bdi></dd>' page.html
	grep -qF '<dt>Past</dt><dd><bdi>returned: Not now until 31 Oct, by eva, 30 Oct</bdi></dd>' page.html
	[ "$(grep -c '<dt>Past</dt>' page.html)" = 2 ]
	[ "$(grep -c '<bdi>timeline</bdi><span class="line">' page.html)" = 4 ]
	[ "$(grep -c '<bdi>need</bdi><span class="line">' page.html)" = 3 ]
}

@test "leadreview --sheet -f html: nothing in a cell or a title gets out of its place" {
	few
	sed -i 's/Ann/<b>An\&n<\/b>/; s/,Tom,/,"<\/style><i>",/' few.csv
	leadreview -q --sheet -e 'agreement "a}</style><script>alert(1)</script>"' -f html few.csv >page.html || :
	[ "$(grep -ciE '<script|<b>An|<i>' page.html)" = 0 ]
	grep -q '&lt;b&gt;An&amp;n&lt;/b&gt;' page.html
}

printed() { # html, page size: the text of each page, in page-N
	sed "s/@page{/@page{size:$2;/" "$1" >sized.html
	chromium --headless --no-sandbox --disable-gpu --user-data-dir="$PWD/chromium" --no-pdf-header-footer \
		--print-to-pdf=sized.pdf sized.html >chromium.log 2>&1
	rm -f page-*
	pages=$(pdfinfo sized.pdf | awk '$1 == "Pages:" { print $2 }')
	for ((i = 1; i <= pages; i++)); do pdftotext -layout -f $i -l $i sized.pdf "page-$i"; done
}

@test "leadreview --sheet -f html: in print no lead is cut by a page's end, on A4 and Letter" {
	sanitized "such a page is made above"
	for need in chromium pdftotext pdfinfo; do
		command -v $need >/dev/null || skip "there is no $need"
	done
	page --page-each
	refs='^ *[bcdfghjkmnpqrstvwxz]{3}-[bcdfghjkmnpqrstvwxz]{3} '
	for size in A4 Letter; do
		printed page.html $size
		[ "$(cat page-* | grep -cE "$refs")" = 115 ]
		for file in page-*; do
			n=$(grep -cE "$refs" "$file")
			[ "$n" -le 5 ]
			[ "$(grep -cE ' note *$' "$file")" = "$n" ]
			[ "$(grep -c 'Hand-over: ' "$file")" = 1 ]
			grep -q "Reviewed by .*sheet 2026-10-31 .* ${file#page-} / $pages" "$file"
			first=$(grep -nE "$refs| note *$" "$file" | head -n 1)
			[[ $first != *note* ]]
		done
	done
}

@test "leadreview: --sheet reads its leads many at a time, and of those that fail the first on the sheet is told" {
	printf '%s\n' 'stage mql at mql_at' 'stage sal at sal_at' 'handover mql to sal' 'priority employees' \
		'score fit' '    +20 when title ~ "(a+)+$" "as"' '    +5 when motto ~ "(b+)+$" "bs"' >many.agreement
	{
		echo id,employees,title,motto,mql_at,sal_at
		seq 300 | sed 's/.*/&,&,x,y,2026-10-10,/'
	} >many.csv
	leadreview -q --sheet -f csv -a many.agreement many.csv >out
	[ "$(sed 1d out | cut -d, -f2 | paste -sd' ')" = "$(seq 300 -1 1 | paste -sd' ')" ]
	a=$(printf 'a%.0s' {1..40})! b=${a//a/b}
	sed "s/^200,200,x,y/200,200,x,$b/; s/^190,190,x/190,190,$a/" many.csv >bad.csv
	fails leadreview -q --sheet -f csv -a many.agreement bad.csv
	says 'motto: the pattern "(b+)+$" takes too many steps'
}

@test "leadreview --sheet: a cell that can't be read is told with the row of the input that it stands in" {
	few
	sed 's/,50000,/,a lot,/' few.csv >bad.csv
	for how in 'bad.csv' '-'; do
		# shellcheck disable=SC2094
		run -2 --separate-stderr leadreview --sheet --strict --now 2026-10-31 "$how" <bad.csv
		[[ $stderr == *"leadreview: row 2 of the input: Budget: not a number: 'a lot'"* ]]
	done
}
