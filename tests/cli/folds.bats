# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfold: rows that are events become one row a lead.
load common

count="python3 $BATS_TEST_DIRNAME/folds_count.py"
agreement=$BATS_TEST_DIRNAME/folds.agreement
now='2026-03-01 00:00:00'

history() { # file, option ...
	leadfold -q -a "$agreement" --fold history --now "$now" "$@"
}

@test "fold: how long a lead was worked on is counted from status to status" {
	printf '%s\n' 'lead,at,field,oldvalue,newvalue' 'a,2026-03-02 09:00,Status,Open,Working' \
		'a,2026-03-02 10:00,Owner,Ann,Bob' 'a,2026-03-05 09:00,Status,Working,MQL' >h.csv
	cat >a.agreement <<-'END'
		fold history by lead sorted by at
		    worked  time in newvalue = "Working" when field = "Status"
		    any     time in newvalue = "Working"
		    open    time in newvalue = "MQL" when field = "Status"
	END
	[ "$(leadfold -q -a a.agreement --now '2026-03-06 10:00' h.csv)" = "$(printf 'lead,worked,any,open\na,3 days,1:00:00,25:00:00')" ]
	# a now that is a date is that day's end, 24:00; what is later is not yet so
	leadfold -a a.agreement --now 2026-03-02 h.csv 2>err | diff - <(printf 'lead,worked,any,open\na,15:00:00,1:00:00,0 days\n')
	grep "rows* later than now in 'at', which no time in counts yet" err
	leadfold -q -a a.agreement --now '2026-03-06 10:00' h.csv >folded.csv
	[ "$(leadscore -q -e 'score s' -w 'worked = 72 hours' -c lead folded.csv)" = "$(printf 'lead\na')" ]
}

@test "fold: every line says what another program counts row by row" {
	for seed in 1 2 3 4 5 6; do
		for how in any distinct; do
			$count rows $seed 80 $how >h.csv
			$count fold h.csv "$now" >want
			history h.csv | diff want - || { echo "$seed $how"; return 1; }
			history -j 4 h.csv | cmp - want
			history h.csv -f json | history h.csv -f json -j 2 | head -1 | grep -qx '\['
			$count turned h.csv >want
			leadfold -q -a "$agreement" --fold turned h.csv | diff want -
		done
	done
}

@test "fold: rows in another order, or those of a lead together, make the same leads" {
	$count rows 7 200 distinct >h.csv
	history h.csv | sort >want
	for seed in 1 2; do
		$count shuffle $seed h.csv >other.csv
		! cmp -s h.csv other.csv
		history -j 3 other.csv | sort | cmp - want
	done
	$count rows 8 100 any >h.csv
	$count grouped h.csv >grouped.csv
	history grouped.csv >want
	history --grouped grouped.csv | cmp - want
	history --grouped -j 4 grouped.csv | cmp - want
	history --grouped -f json grouped.csv >want.json
	history -f json grouped.csv | cmp - want.json
	history --grouped - <grouped.csv | cmp - want
	cat grouped.csv | history --grouped | cmp - want
}

@test "fold: no row is lost, and sums of sums stay" {
	$count rows 9 300 any >h.csv
	rows=$(sed 1d h.csv | wc -l)
	keyless=$(grep -c '^,' h.csv)
	leadfold -a "$agreement" --fold history --now "$now" h.csv >out 2>err
	python3 - "$rows" "$keyless" <<-'END'
		import csv, decimal, sys
		of = list(csv.DictReader(open("out")))
		rows = list(csv.DictReader(open("h.csv")))
		assert sum(int(r["rows"]) for r in of) == int(sys.argv[1]) - int(sys.argv[2])
		assert sum(decimal.Decimal(r["spent"] or 0) for r in of) == sum(
		    decimal.Decimal(r["amount"]) for r in rows if r["amount"] not in ("", "n/a") and r["Lead"])
		first = []
		for r in rows:
		    if r["Lead"] and r["Lead"] not in first:
		        first.append(r["Lead"])
		assert [r["Lead"] for r in of] == first
	END
	grep -qx "leadfold: $keyless rows without 'Lead', which are in no lead" err
	grep -q "rows without a time in 'at'" err
	grep -q "at: [0-9]* cells are not times" err
	echo 'ignore when kind = "Visit"' | cat - "$agreement" >ignores.agreement
	leadfold -a ignores.agreement --fold history --now "$now" h.csv >out 2>err
	ignored=$(cut -d, -f3 h.csv | grep -cx Visit)
	grep -q "$ignored rows ignored" err
	[ "$(python3 -c 'import csv; print(sum(int(r["rows"]) for r in csv.DictReader(open("out"))))')" = \
		$((rows - ignored - $(grep '^,' h.csv | grep -vc ',Visit,'))) ]
}

@test "fold: -w leaves rows out, and columns that the CRM calls otherwise are found" {
	printf '%s\n' 'Lead ID;Edit Date;Who;n' 'b;03.02.2026;x;1,5' 'a;01.02.2026;=y;2' 'a;02.02.2026;"p;q";3' 'b;01.02.2026;;1' >h.csv
	run -0 --separate-stderr leadfold -q -e 'decimal ","' -e 'dates day-first' -e 'fold h by `Lead ID` sorted by edit_date keeping last who' -e ' from_whom first who' -e ' sum sum n' h.csv
	[ "$output" = "$(printf '%s\n' 'Lead ID;Who;from_whom;sum' 'b;x;;2.5' "a;\"p;q\";'=y;5")" ]
	run -0 --separate-stderr leadfold -q -w 'n > 1' -f csv -e 'decimal ","' -e 'dates day-first' -e 'fold h by `Lead ID` sorted by edit_date' -e ' who first who' h.csv
	[ "$output" = "$(printf '%s\n' 'Lead ID,who' 'b,x' "a,'=y")" ]
}

@test "fold: a lead's cells go out as other tools write them" {
	printf 'lead,at,who\r\n=a,2026-01-01,"b, c"\r\n' >h.csv
	fold() { leadfold -q -e 'fold h by lead sorted by at keeping last who' -e ' n count' "$@" h.csv; }
	[ "$(fold | od -c)" = "$(printf 'lead,who,n\r\n=a,"b, c",1\r\n' | od -c)" ]
	[ "$(fold --excel-safe)" = "$(printf "lead,who,n\r\n'=a,\"b, c\",1\r")" ]
	[ "$(fold -f tsv)" = "$(printf 'lead\twho\tn\r\n=a\tb, c\t1\r')" ]
	[ "$(fold -f json)" = "$(printf '[\n{"lead": "=a", "who": "b, c", "n": 1}\n]')" ]
	[ "$(fold --bom | head -c 3 | od -An -tx1)" = ' ef bb bf' ]
	[ "$(fold -f table | head -1)" = 'lead  who   n' ]
	fold -o out.csv
	[ "$(<out.csv)" = "$(fold)" ]
	fails fold -o /dev/full
	says '/dev/full: can'
	fold --format html >page.html
	grep -qF '<th scope="row">=a</th><td>b, c</td><td class="n" align="right">1</td>' page.html
	[ "$(fold --mail | grep -c '>b, c</td>')" = 1 ]
	for option in '-c lead' '--changes' '--split who -o {}.csv'; do
		# shellcheck disable=SC2086 # an option and its value
		fails fold $option
		says 'is for rows of the input, and a fold makes rows of its own'
		[ ! -s out ]
	done
	rc=0
	fold 2>err >&- || rc=$?
	[ $rc -eq 2 ]
	grep -q 'standard output: can' err
}

@test "fold: input without rows, and without a byte" {
	printf 'lead,at\n' >h.csv
	fold() { leadfold -e 'fold h by lead sorted by at' -e ' n count' "$@"; }
	[ "$(fold h.csv 2>err)" = lead,n ]
	[ "$(<err)" = 'leadfold: 0 rows of 0 leads' ]
	[ "$(fold --grouped -q h.csv)" = lead,n ]
	[ "$(fold -q -f json h.csv)" = "[]" ]
	: >empty.csv
	fails fold empty.csv
	[ -z "$(fold --allow-empty empty.csv 2>&1)" ]
	[ "$(fold --allow-empty --grouped -f json empty.csv 2>&1)" = "[]" ]
	printf 'lead,at\n,2026-01-01\n' >h.csv
	[ "$(fold h.csv 2>err)" = lead,n ]
	[ "$(<err)" = "leadfold: 0 rows of 0 leads
leadfold: 1 row without 'lead', which is in no lead" ]
}

@test "fold: --grouped finds a key that comes back, and says where" {
	printf '%s\n' lead,at b,2026-01-01 a,2026-01-02 c,2026-01-03 a,2026-01-04 >h.csv
	fails leadfold --grouped -e 'fold h by lead sorted by at' -e ' n count' h.csv
	says "h.csv:5: 'a' comes back after rows of others"
	[ ! -s out ] || grep -q '"leadfold: ' out
	# what has been in order for long must stay so
	awk 'BEGIN { print "lead,at"; for (i = 1; i <= 70000; i++) print i ",2026-01-01"; print "5,2026-01-02" }' >h.csv
	fails leadfold --grouped -e 'fold h by lead sorted by at' -e ' n count' h.csv
	says "h.csv:70002: '5' is out of the order that all before it keep"
	# what never was in order needs none
	awk 'BEGIN { print "lead,at"; for (i = 1; i <= 70000; i++) { k = i * 7919 % 70001; print k ",2026-01-01"; print k ",2026-01-02" } }' >h.csv
	leadfold -q --grouped -e 'fold h by lead sorted by at' -e ' n count' h.csv >out
	[ "$(sed 1d out | wc -l)" = 70000 ]
	[ "$(cut -d, -f2 out | sort -u | tr '\n' ' ')" = '2 n ' ]
	leadfold -q -e 'fold h by lead sorted by at' -e ' n count' h.csv | cmp - out
	sed -n 2p h.csv >>h.csv
	fails leadfold --grouped -e 'fold h by lead sorted by at' -e ' n count' h.csv
	says "h.csv:140002: '7919' comes back"
}

@test "fold: --grouped needs no more memory for more leads" {
	sanitized 'memory is another'
	awk 'BEGIN { print "lead,at,who"; for (i = 1000000; i < 1300000; i++) print i ",2026-01-01,who-" i "\n" i ",2026-01-02,you-" i }' >h.csv
	(
		ulimit -v 60000
		leadfold -q --grouped -e 'fold h by lead sorted by at keeping last who' -e ' first first who' -e ' kinds list who' -e ' n nth 20 who' h.csv >out
	)
	[ "$(wc -l <out)" = 300001 ]
	tail -1 out | grep -qx '1299999,you-1299999,who-1299999,who-1299999;you-1299999,'
	# and of texts only those are kept that a lead still has
	awk 'BEGIN { print "lead,at,who"; for (i = 0; i < 600000; i++) printf "%d,2026-01-01 %02d:%02d:%02d,%090d\n", i % 100, i / 36000, i / 600 % 60, i / 10 % 60, i }' >h.csv
	(
		ulimit -v 260000
		leadfold -q -e 'fold h by lead sorted by at keeping last who' -e ' n count' h.csv >out
	)
	[ "$(tail -1 out)" = "99,$(printf %090d 599999),6000" ]
}

@test "fold: several folds, and none" {
	printf 'lead,at\na,2026-01-01\n' >h.csv
	printf '%s\n' 'fold one by lead sorted by at' '  n count' 'fold two by lead sorted by at' '  first_at first at' >a.agreement
	[ "$(leadfold -q -a a.agreement --fold two h.csv)" = "$(printf 'lead,first_at\na,2026-01-01')" ]
	[ "$(leadfold -q -a a.agreement --fold ONE h.csv)" = "$(printf 'lead,n\na,1')" ]
	fails leadfold -a a.agreement h.csv
	says 'choose one with --fold: one, two'
	fails leadfold -a a.agreement --fold tow h.csv
	says "there is no fold 'tow'; did you mean 'two'?"
	[ "$(leadfold -q -a a.agreement -e 'fold three by lead sorted by at' -e ' m count' h.csv)" = "$(printf 'lead,m\na,1')" ]
	[ "$(leadfold -q -a a.agreement -e '+fold three by lead sorted by at' -e ' m count' --fold three h.csv)" = "$(printf 'lead,m\na,1')" ]
	printf '%s\n' 'stage lead at at' >b.agreement
	fails leadfold -a b.agreement h.csv
	says "the agreement has neither a 'fold' nor a 'same lead' statement"
	# The built-in agreement joins rows of one lead, unless there is a fold.
	fails leadfold h.csv
	says "the input has a column for none of these keys"
	says "are folded by a 'fold'"
	fails leadfold --fold one h.csv
	says "the agreement has no 'fold' statement"
	[ "$(leadfold -q -e 'fold three by lead sorted by at' -e ' m count' h.csv)" = "$(printf 'lead,m\na,1')" ]
}

@test "fold: what an agreement says of leads alone does not stand in the way" {
	printf 'lead,at,email\na,2026-01-01,x@acme.example\na,2026-01-02,x@own.example\n' >h.csv
	cat >a.agreement <<-'END'
		ignore when test_lead = yes "tests"
		ignore when domain(email) = "own.example" "our own people"
		stage mql when nowhere = "x"
		fold h by lead sorted by at
		    n count
	END
	[ "$(leadfold -a a.agreement h.csv 2>err)" = "$(printf 'lead,n\na,1')" ]
	[ "$(<err)" = "leadfold: a.agreement:1: 'ignore' is left out: these rows lack a column that it names
leadfold: 1 row of 1 lead
leadfold: 1 row ignored: our own people" ]
	leadfold -q -a a.agreement --fields h.csv >out
	[ "$(head -1 out)" = 'field,column,why,named in' ]
	grep -q '^,lead,read by its header' out
	fails leadfold -q -a a.agreement -e 'fold h by leed sorted by at' -e ' n count' --fields h.csv
	says "no column 'leed'; did you mean 'lead'?"
}

@test "fold: cells that should be JSON and are not are reported" {
	printf '%s\n' lead,at,more 'a,2026-01-01,"{""x"": 1}"' 'a,2026-01-02,"{""x"": 2"' 'a,2026-01-03,' 'a,2026-01-04,x' >h.csv
	fold() { leadfold -e 'fold h by lead sorted by at' -e ' x list json(more, "x")' -e ' y list json(more, "y")' "$@" h.csv; }
	[ "$(fold 2>err)" = "$(printf 'lead,x,y\na,1,')" ]
	grep -qx "leadfold: more: 2 cells are not JSON objects, first line 3: '{\"x\": 2'" err
	fails fold --strict
	says "h.csv:3: more: not a JSON object: '{\"x\": 2'"
}

@test "fold: other tools read what comes out" {
	cat >a.agreement <<-'END'
		fold history by lead sorted by at keeping last company
		    mql_at     first at    when new = "MQL"
		    attempt_2  nth 2 at    after mql_at when kind = "Call"
		stage mql at mql_at
		stage attempt at attempt_2
		sla effort from mql to attempt within 2 days
	END
	printf '%s\n' lead,at,kind,new,company 'a,2026-03-01 09:00,,MQL,Acme' 'a,2026-03-01 08:00,Call,,Acme' \
		'a,2026-03-02 09:00,Call,,Acme' 'a,2026-03-03 08:59,Call,,Acme' 'b,2026-03-01 09:00,,MQL,Beta' 'b,2026-03-02 09:00,Call,,Beta' >h.csv
	leadfold -q -a a.agreement h.csv | leadsla -q -a a.agreement --now 2026-03-20 --report | cut -d, -f1-4 >out
	[ "$(<out)" = "$(printf 'sla,handed_over,met,late\neffort,2,1,0')" ]
}

@test "shape: each prints as the agreement that it is, and folds what its system exports" {
	for shape in salesforce-history hubspot-history marketo-activities events; do
		leadfold --print-agreement --shape $shape >$shape.agreement
		cmp $shape.agreement "$ROOT/src/agreement/shape_${shape%-*}.agreement"
		leadfold --print-agreement -f markdown --shape $shape | grep -q '^## 3. How a history becomes leads\|^## [0-9]. How a history becomes leads'
	done
	printf '%s\n' Id,LeadId,CreatedById,CreatedDate,Field,OldValue,NewValue \
		'1,00Q1,u,2026-03-02T09:00:00.000Z,Status,Open,Working' \
		'2,00Q1,u,2026-03-02T10:00:00.000Z,Owner,Ann,Bob' \
		'3,00Q1,u,2026-03-02T10:00:00.000Z,Owner,0055e000003abcDAAQ,0055e000003abdDAAQ' \
		'4,00Q1,u,2026-03-05T09:00:00.000Z,Status,Working,MQL' \
		'5,00Q2,u,2026-03-05T09:00:00.000Z,created,,' >sf.csv
	leadfold -q --shape salesforce-history sf.csv >out
	leadfold -q -a salesforce-history.agreement sf.csv | cmp - out
	[ "$(cut -d, -f1,2,3,9,11-14 out)" = 'LeadId,mql_at,sal_at,lead_status,owner,owner_at_mql,worked,changes
00Q1,2026-03-05T09:00:00Z,2026-03-02T09:00:00Z,MQL,Bob,Bob,3 days,4
00Q2,,,,,,,1' ]
	printf '%s\n' 'Record ID,Property Name,Property Value,Change Date,Change Source' \
		'7,lifecyclestage,marketingqualifiedlead,2026-03-05 09:00,FORM' \
		'7,hubspot_owner_id,Bob,2026-03-04 09:00,CRM_UI' '7,hubspot_owner_id,Ann,2026-03-04 09:00,CRM_UI' \
		'7,lifecyclestage,lead,2026-03-01 09:00,FORM' >hs.csv
	[ "$(leadfold -q --shape hubspot-history hs.csv | cut -d, -f1-3,9,11,12,14)" = 'Record ID,inquiry_at,mql_at,lifecycle_stage,owner,owner_at_mql,changes
7,2026-03-01T09:00:00Z,2026-03-05T09:00:00Z,marketingqualifiedlead,Bob,Bob,4' ]
	printf '%s\n' marketoGUID,leadId,activityDate,activityTypeId,primaryAttributeValue,attributes \
		'1,9,2026-03-01T09:00:00Z,12,,{}' '2,9,2026-03-01T09:00:00Z,2,Demo form,"{""Form Fields"":""x""}"' \
		'3,9,2026-03-02T09:00:00Z,13,Lead Status,"{""New Value"":""MQL"",""Old Value"":null,""Reason"":""a \""b\"" c""}"' \
		'4,9,2026-03-03T09:00:00Z,1,acme.example/pricing,"{""Query"":""""}"' >mk.csv
	[ "$(leadfold -q --shape marketo-activities mk.csv | cut -d, -f1-3,9-11,14-17)" = 'leadId,created_at,mql_at,lead_status,page_views,form_submissions,first_form,first_form_at,last_activity_at,touches_by_mql
9,2026-03-01T09:00:00Z,2026-03-02T09:00:00Z,MQL,1,1,Demo form,2026-03-01T09:00:00Z,2026-03-03T09:00:00Z,1' ]
	printf '%s\n' case:concept:name,concept:name,time:timestamp 'c1,submit,2026-01-01T10:00:00Z' 'c1,offer,2026-01-02T10:00:00Z' 'c1,submit,2026-01-03T10:00:00Z' >log.csv
	[ "$(leadfold -q --shape events log.csv)" = 'case:concept:name,first_at,second_at,last_at,first_event,last_event,events,kinds
c1,2026-01-01T10:00:00Z,2026-01-02T10:00:00Z,2026-01-03T10:00:00Z,submit,submit,3,submit;offer' ]
	LEADPIPE_AGREEMENT=$nordlicht leadfold --shape events log.csv 2>err >out
	grep -qx "leadfold: events is an agreement of its own, so $nordlicht is not read" err
	fails leadfold --shape event log.csv
	printf 'who,what\na,b\n' >other.csv
	fails leadfold --shape events other.csv
	says "none of 'Lead ID', 'LeadID', 'Contact ID'"
	says 'leadfold --print-agreement --shape events > own.agreement prints it, to be changed'
	fails leadfold --shape events -e 'field event_at "what"' other.csv
	says 'the shape has no fold left, because'
	says 'leadfold --print-agreement --shape events > own.agreement prints it, to be changed'
}

@test "fold: of several cells that --strict refuses the first row's is reported" {
	printf '%s\n' 'fold f by id sorted by at' '    first_at  first at' '    spent     sum amount' >a.agreement
	printf '%s\n' 'id,at,amount' 'a,2026-01-01,1' 'b,2026-01-03,x2' 'c,never,5' 'c,2026-01-06,y6' >h.csv
	for how in '' --grouped; do
		# shellcheck disable=SC2086
		fails leadfold --strict -a a.agreement $how h.csv
		says "h.csv:3: amount: not a number: 'x2'"
	done
}

@test "fold: rows of one time that stand the other way round are noted, however the rows are read" {
	printf '%s\n' LeadId,CreatedDate,Field,OldValue,NewValue 'a,2026-03-09T16:15:00Z,Status,Working,Qualified' \
		'b,2026-03-05T16:15:00Z,Status,Open,Lost' 'a,2026-03-04T09:05:00Z,Status,MQL,Working' \
		'a,2026-03-04T09:05:00Z,Status,Open,MQL' >newest.csv
	{ head -1 newest.csv; tail -n +2 newest.csv | tac; } >oldest.csv
	printf '%s\n' 'fold f by LeadId sorted by CreatedDate' '    worked  time in NewValue = "Working"' >a.agreement
	sed 's/CreatedDate$/& newest first/' a.agreement >n.agreement
	for how in '-j 1' '-j 4'; do
		# shellcheck disable=SC2086
		leadfold $how -a a.agreement newest.csv 2>err | grep -qx 'a,0 days'
		grep -q "^leadfold: fold f: the rows are written from the newest to the oldest.*'newest first'" err
		# shellcheck disable=SC2086
		leadfold $how -a n.agreement oldest.csv 2>err | grep -qx 'a,0 days'
		grep -q "^leadfold: fold f: the rows are written from the oldest to the newest.*leave that out" err
	done
	leadfold -a n.agreement newest.csv 2>err | grep -qx 'a,127:10:00'
	leadfold -a a.agreement oldest.csv 2>>err | grep -qx 'a,127:10:00'
	sort -k1,1 -t , oldest.csv | leadfold -a a.agreement --grouped - 2>>err >/dev/null
	grep -v '5:00Z' newest.csv | leadfold -a a.agreement 2>>err >/dev/null
	grep 'are written' err && return 1
	{ sed -n 1p newest.csv; tail -n +2 newest.csv | sort -s -t , -k1,1; } | leadfold -a a.agreement --grouped - 2>err >/dev/null
	grep -q 'from the newest to the oldest' err
}

@test "fold: lines that no row of any lead fits are named" {
	printf '%s\n' lead,at,what a,2026-01-01,Open a,2026-01-02,MQL b,2026-01-03,Open >h.csv
	printf '%s\n' 'fold h by lead sorted by at' '    mql_at first at when what = "MQL"' >a.agreement
	leadfold -a a.agreement h.csv 2>&1 >out | diff - <(echo 'leadfold: 3 rows of 2 leads')
	printf '%s\n' '    sql_at first at when what = "SQL"' '    n count when what = "x"' '    sql as of sql_at' >>a.agreement
	sed -i 's/sql as of/sql what as of/' a.agreement
	leadfold -a a.agreement h.csv 2>err >out
	grep -qx 'leadfold: fold h: no row of any lead fits the lines sql_at, n: is what they name spelled as in the input?' err
	for i in 1 2 3 4 5 6; do echo "    x$i first at when what = \"$i\""; done >>a.agreement
	leadfold -j 4 -a a.agreement h.csv 2>&1 >out | grep 'fits the lines sql_at, n, x1, x2, x3, x4 and 2 more:'
}

@test "fold: a number that is too large to be added up counts once, however many lines add it up" {
	printf '%s\n' lead,at,v,w a,2026-01-01,1e30,1 a,2026-01-02,5,1e30 b,2026-01-02,1e30,1e30 >h.csv
	printf '%s\n' 'fold h by lead sorted by at' '    v sum v' '    some sum v when w > 1' '    w sum w' >a.agreement
	for how in '-j 1' '-j 4'; do
		# shellcheck disable=SC2086
		leadfold $how -a a.agreement h.csv 2>&1 >out | grep -qx 'leadfold: 4 numbers are too large to be added up'
		diff out - <<<$'lead,v,some,w\na,5,5,1\nb,,,'
	done
}

@test "age: up to a now that is a date, the end of its day, it is whole" {
	printf '%s\n' id,at,day a,2026-01-01T10:00:00Z,2026-01-01 b,,2026-01-03 >in.csv
	leadscore -q --now 2026-01-02 -w 'age(at) = 38 hours and age(day) = 1 day' -c id in.csv | diff - <(printf 'id\na\n')
}
