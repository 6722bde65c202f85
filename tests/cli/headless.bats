# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Parts of a file, whose header is in another: --header-from and --no-header.
load common

# The rows of leads.csv in five parts, one of which has none.
cut_leads() {
	sed 1d "$leads" >body
	split -n l/4 body part.
	: >part.none
}

# Is what a tool makes of all parts what it makes of the whole file, and so what it makes of each?
in_parts() { # file, tool ...
	local file=$1 part
	shift
	"$@" "$file" >whole
	same whole "$@" --header-from "$file" part.*
	same whole "$@" -j4 --header-from "$file" <body
	head -n 1 whole >parts
	for part in part.*; do
		"$@" --header-from "$file" --no-header <$part >>parts
	done
	cmp parts whole
}

@test "headless: the rows of the parts are the rows of the whole, whatever the tool" {
	cut_leads
	for tool in leadscore leadbant leadsla 'leadfunnel --rows' 'leadscore -f tsv -c email,score' 'leadscore --changes'; do
		# shellcheck disable=SC2086
		in_parts "$leads" $tool -q -a "$nordlicht"
	done
	printf 'rep\nAnn\nBob\nCem\n' >team.csv
	printf 'roster "team.csv"\nroute all\n    share by hash\n' >a.agreement
	in_parts "$leads" leadroute -q -a a.agreement
	printf '%s\n' at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note >d.csv
	in_parts "$leads" leadreview -q -a "$nordlicht" --apply -s d.csv
}

@test "headless: a fold of parts that have all events of their leads; two systems under one header" {
	printf 'lead,at,stage\n' >events.csv
	for i in 1 2 3 4 5 6; do
		printf '%d,2026-01-%02d,new\n%d,2026-02-%02d,"old"\n' $i $i $i $i
	done >body
	split -l 4 body part.
	cat body >>events.csv
	printf 'fold history by lead sorted by at\n    is  last stage\n    since  last at\n' >a.agreement
	in_parts events.csv leadfold -q -a a.agreement
	[ "$(wc -l <whole)" = 7 ]
	in_parts events.csv leadfold -q -e 'same lead by lead'
	[ "$(wc -l <whole)" = 7 ]
}

@test "headless: the funnel of parts; the header of a pipe is read as often as it takes" {
	cut_leads
	leadfunnel -q -a "$nordlicht" "$leads" >whole
	same whole leadfunnel -q -a "$nordlicht" --header-from <(head -n 1 "$leads") part.*
	for part in part.*; do
		leadfunnel -q -a "$nordlicht" --header-from "$leads" --partial $part >of-$part
	done
	same whole leadfunnel -q -a "$nordlicht" --merge of-part.*
	leadfunnel -q -a "$nordlicht" --lookback "$leads" >whole
	same whole leadfunnel -q -a "$nordlicht" --lookback --header-from <(head -n 1 "$leads") part.*
	same whole bash -c "leadfunnel -q -a '$nordlicht' --lookback --header-from <(head -n 1 '$leads') <body"
	printf 'id;email\n' >head.csv
	printf '1;ann@a.com\n' >a.csv
	printf '2;ann@a.com\n3;bob@b.com\n' >b.csv
	[ "$(leadfold -q -e 'same lead by email' --header-from <(cat head.csv) a.csv b.csv)" = $'id;email\n1;ann@a.com\n3;bob@b.com' ]
}

@test "headless: zero bytes are no leads; a header is written all the same, unless nobody wants it" {
	leadscore -q "$leads" | head -n 1 >want
	same want leadscore --header-from "$leads" </dev/null
	same want leadscore --header-from <(head -n 1 "$leads" | tr -d '\n') /dev/null
	[ -z "$(leadscore --no-header --header-from "$leads" </dev/null 2>&1)" ]
	[ "$(leadscore -q --header-from "$leads" -f json </dev/null)" = '[]' ]
	leadfunnel -q --header-from "$leads" </dev/null | grep -q '^inquiry,0,'
	fails leadscore --no-header </dev/null # where the header is in the input, there has to be one
	says 'standard input: no header: the input is empty'
	: >none.csv
	fails leadscore --header-from none.csv "$leads"
	says 'none.csv: no header: the file is empty'
	[ ! -s out ]
}

@test "headless: the header's file says the delimiter and has the lines to skip; a BOM, CRLF and compression are as ever" {
	printf '\xef\xbb\xbfReport\r\nname;employees\r\nx;1\r\n' >head.csv
	printf '\xef\xbb\xbfAnn, Eve;12\r\nBob|Cem;3\r\n' | gzip >part.gz
	printf 'Dan;4' >part.csv
	options=(-q -e $'score s\n    +1 when employees > 3' -e 'mql when s > 0' -c name,s)
	leadscore "${options[@]}" --skip-lines 1 --header-from head.csv part.gz part.csv | od -c >got
	printf 'name;s\r\nAnn, Eve;1\r\nBob|Cem;0\r\nDan;1' | od -c | diff - got
	printf 'name\temployees\n' >head.tsv
	[ "$(printf 'Ann, Eve\t12\n' | LEADPIPE_DELIMITER=';' leadscore "${options[@]}" --no-header --header-from head.tsv)" = $'Ann, Eve\t1' ]
	leadscore "${options[@]}" --skip-lines 1 --skip-footer 1 --header-from head.csv --print-columns part.csv | diff - <(printf 'name\nemployees\n')
	leadscore -q --split name -o 'to-{}.csv' --no-header --skip-lines 1 --header-from head.csv part.csv
	[ "$(cut -d';' -f1,2 to-dan.csv to-Dan.csv 2>/dev/null)" = 'Dan;4' ]
}

@test "headless: a row that is the header is an error, in which file and line ever" {
	cut_leads
	fails leadscore --header-from "$leads" "$leads"
	says 'leads.csv:1: this row is the header, and --header-from says that the input has none; leave out the one or the other'
	{ head -n 20 body; head -n 1 "$leads" | tr a-z A-Z; cat body; } >twice
	for jobs in 1 4; do
		for mode in '' --summary '--top 3'; do
			# shellcheck disable=SC2086
			fails leadscore -q -j $jobs $mode --header-from "$leads" part.aa twice
			says 'twice:21: this row is the header'
		done
		[ "$(grep -c . out)" = 0 ] # of a report not a byte
		fails leadfunnel --header-from "$leads" twice
		says 'twice:21: this row is the header'
	done
	fails leadscore -q --header-from "$leads" twice
	mv out half
	[ "$(grep -c . half)" = 22 ] # the header, 20 rows and the mark
	fails leadscore -q half
	says 'the command before failed: leadscore: twice:21: '
}

@test "headless: other mistakes name the part and its line" {
	cut_leads
	echo 'x,y' >>part.ab
	fails leadscore -q --header-from "$leads" part.*
	says "part.ab:$(wc -l <part.ab): 2 cells where the header has 35"
	fails leadscore --header-from nowhere.csv part.aa
	says 'nowhere.csv: no such file'
	fails leadscore --header-from "$leads" nowhere.csv
	says 'nowhere.csv: no such file'
	cp "$leads" own.csv
	fails leadscore --header-from own.csv -o own.csv part.aa
	says 'own.csv, which this run reads or keeps'
	fails leadfunnel --merge --header-from "$leads" part.aa
	says '--header-from looks at leads, and --merge reads none'
	fails leadfold -q --archive arch --header-from "$leads"
	[ ! -e arch ]
	leadfold -q --archive arch --at 2026-10-30 "$leads"
	fails leadscore --header-from "$leads" arch
	says '--header-from is for exports; an archive has headers of its own'
	fails leadfold --archive arch --header-from "$leads"
	says '--header-from is for exports; an archive has headers of its own'
	leadfold -q --archive arch --at 2026-10-31 --header-from "$leads" body
	leadfold -q --archive arch </dev/null >whole
	same whole leadfold -q --archive arch --as-of 2026-10-30 </dev/null
	[ "$(wc -l <whole)" = "$(wc -l <"$leads")" ]
}

@test "headless: without a header rows only go behind rows" {
	printf 'unique_id,cluster\n1000001,1\n' >d.csv
	for report in 'leadscore --summary' leadfunnel 'leadfunnel --partial' 'leadsla --report' 'leadreview --sheet -s none.csv' \
		'leadfold --duplicates --clusters d.csv'; do
		# shellcheck disable=SC2086
		fails $report --no-header -a "$nordlicht" "$leads"
		says '--no-header is for rows, and this is a report; leave it out'
		[ ! -s out ]
	done
	for format in json jsonl html markdown table; do
		fails leadscore --no-header -f $format "$leads"
		says '--no-header is for rows as CSV or TSV'
	done
}

@test "headless: a first row that looks like a lead is noted, with what to do" {
	looks() { # first row, cell
		printf '%s\n' "$1" >rows.csv
		leadscore rows.csv 2>err >out
		if [ -n "${2-}" ]; then
			grep -qF "rows.csv:1: the header looks like a lead: '$2'; if the input has no header, --header-from FILE names one" err
		else
			! grep -q 'looks like a lead' err
		fi
	}
	looks 'Ann,ann@acme.example,x' ann@acme.example
	looks 'Ann,"2026-01-31 09:00",x' '2026-01-31 09:00'
	looks 'Ann,3/4/2026' 3/4/2026
	looks 'Ann,17,x,-3.5' 17
	looks 'Ann,17,x'
	looks 'email,created_at,employees'
	looks 'id,Q1 2026,e-mail @ work,10-50,50+,$ 10,a@b'
	cut_leads
	fails leadscore -w '`Company Size` > 3' part.ab
	says 'part.ab:1: the header looks like a lead: '
	leadscore -q part.ab 2>&1 >out | cmp - /dev/null
	leadscore --header-from part.aa part.ab 2>&1 >out | grep -qF "looks like a lead: '2026-01-01 08:53'; --header-from is to name the file that has the header"
	leadscore --header-from "$leads" part.ab 2>&1 >out | grep -c 'looks like' | grep -qx 0
}

@test "headless: a title as wide as the table is noted, with what leaves it out" {
	printf 'sep=;\nInforme;;;\n;;;\nFecha;Cargo;;Estado\n1/2/2026;CEO;;x\n' >wide.csv
	leadfunnel wide.csv 2>err >out
	grep -qF "wide.csv:2: 3 of the header's 4 columns have no name; if it is a title, --skip-lines 2 leaves it out, and more lines with a greater number" err
	leadfunnel --skip-lines 2 wide.csv 2>err >out
	grep -qF "wide.csv:3: 4 of the header's 4 columns have no name; if it is a title, --skip-lines 3 " err
	leadfunnel --skip-lines 3 wide.csv 2>err >out
	! grep -q 'have no name' err
	printf 'a,b,,\n1,2,,\n' | leadscore 2>err >out # half of them
	! grep -q 'have no name' err
}

@test "headless: the commands on a page name the header, too" {
	cut_leads
	leadfunnel -q -f html -a "$nordlicht" --header-from "$leads" part.* >page.html
	sed 's/<[^>]*>//g' page.html | grep -q -- "--header-from $leads"
}

@test "headless: rows with another delimiter than the header are no footer, and not too short" {
	printf 'id,email,score\n' >h.csv
	printf '1;a@b.com;2\n2;c@d.com;3\n' >semicolons.csv
	fails leadscore --header-from h.csv semicolons.csv
	says "semicolons.csv:1: 1 cell where the header has 3; the header's cells are separated by ',' and the row's by ';'; give both files the same"
	for quoted in '"1,a@b.com,2"' '"1;a@b.com;2"'; do # one cell, whatever is in it
		fails leadscore --header-from h.csv <(printf '%s\n' "$quoted")
		says '1 cell where the header has 3; if the file ends in a footer'
	done
	printf '1\n' >short.csv
	fails leadscore --header-from h.csv short.csv
	says 'use --skip-footer 1'
}
