# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadreview --apply: decisions merged into the export.
load common

decided() { # lines of decisions, under their header
	printf '%s\n' at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note "$@" >d.csv
}

# leads of three stages: handed over on 1, 2 and 3 October
small() {
	cat >a.agreement <<'A'
timezone "Europe/Berlin"
dates day-first
missing "-"
stage lead
stage mql at mql_at
stage sal at accepted
exit recycled at recycled_at reason why
exit lost at lost_at
handover mql to sal
sla accept from mql to sal or recycled or lost
    within 3 days
A
	export LEADPIPE_AGREEMENT=$PWD/a.agreement
	printf '%s\n' 'id,mql_at,accepted,recycled_at,why,lost_at,need' \
		'1,2026-10-01,,,,,' '2,2026-10-02,,,,,-' '3,2026-10-03,,,,,yes' '4,,,,,,' >in.csv
}

apply() {
	leadreview --apply -s d.csv "$@"
}

# Decides about all that wait for an answer, and looks at what the tools then say of them; the rest of the command line
# is the input with its options.
law() { # id column, decided at, the same as the tools print it, first stage, second, exit, leads
	local id=$1 at=$2 shown=$3 from=$4 to=$5 exit=$6 least=$7
	shift 7
	leadfunnel --rows -q -f csv -w "funnel_stage = \"$from\" and funnel_exit is missing and funnel_at < ${at%T*}" \
		-c "$id,funnel_at" "$@" >waiting.csv
	python3 "$ROOT/tests/cli/decisions.py" "$at" "$exit" "Sofie Lindqvist" <waiting.csv >d.csv
	[ "$(wc -l <d.csv)" -gt "$least" ]
	apply -q "$@" -o applied.csv
	local file=${*: -1} options=("${@:1:$#-1}")
	leadfunnel --rows -q -f csv "${options[@]}" -c "$id,funnel_stage,funnel_at,funnel_exit,funnel_exit_at" applied.csv >stands.csv
	leadsla -q -f csv "${options[@]}" -c "$id,accept_answer,accept_answered_at,accept_status" applied.csv >clocks.csv
	awk -F, -v shown="$shown" -v from="$from" -v to="$to" -v exit_name="$exit" '
		FILENAME == "d.csv" { if (FNR > 1) decision[$3] = $5; next }
		!($1 in decision) { next }
		{ accepted = decision[$1] == "accept"; seen[FILENAME]++ }
		FILENAME == "stands.csv" && accepted && ($2 != to || $3 != shown || $4 != "") { print; bad = 1 }
		FILENAME == "stands.csv" && !accepted && ($2 != from || $4 != exit_name || $5 != shown) { print; bad = 1 }
		FILENAME == "clocks.csv" && ($2 != (accepted ? to : exit_name) || $3 != shown || $4 !~ /^(met|late)$/) { print; bad = 1 }
		END { for (id in decision) n++; exit bad || seen["stands.csv"] != n || seen["clocks.csv"] != n }
	' d.csv stands.csv clocks.csv
	# and once more it changes nothing
	apply -q "${options[@]}" applied.csv | cmp - applied.csv
	[ "$(apply -q --changes "${options[@]}" applied.csv | wc -l)" -eq 1 ]
	# any number of threads, and a pipe
	apply -q -j 3 "${options[@]}" "$file" | cmp - applied.csv
	apply -q "${options[@]}" <"$file" | cmp - applied.csv
	cat "$file" | apply -q "${options[@]}" | cmp - applied.csv
}

@test "--apply: the tools see every lead of Nordlicht as it was decided" {
	law '`Record ID`' 2026-10-30T14:03:00Z 2026-10-30T15:03:00+01:00 mql sal recycled 90 -a "$nordlicht" "$leads"
}

@test "--apply: and of Kessler" {
	export LEADPIPE_NOW=2026-06-30
	law id 2026-06-29T14:03:00Z 2026-06-29T16:03:00+02:00 mql sal recycled 60 \
		-a "$examples/backlog/kessler.agreement" "$examples/backlog/leads.csv"
}

@test "--apply: and of an export of HubSpot by the built-in agreement, which has no columns for them" {
	leadfunnel --rows -q -a "$nordlicht" -f csv "$leads" -c '`Record ID`,`First Name`,`Last Name`,Email,`Job Title`,`Contact Owner`,`Lead Status`,`Create Date`,`MQL At`,`SQL At`,`Won At`' |
		sed '1s/.*/Record ID,First Name,Last Name,Email,Job Title,Contact owner,Lead Status,Create Date,Became a Marketing Qualified Lead Date,Became a Sales Qualified Lead Date,Became a Customer Date/' >hubspot.csv
	law '`Record ID`' 2026-10-30T14:03:00Z 2026-10-30T14:03:00Z mql sal recycled 90 hubspot.csv
	head -1 applied.csv | grep -q ',Became a Customer Date,sal_at,recycled_at,recycled_reason$'
}

@test "--apply: times, reason, owner and answers are written, and all other rows stay byte for byte" {
	small
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,Tom,,need=yes,' \
		'2026-10-05T10:00:00Z,ann,2,2026-10-02,return,recycled,"not now, later",,2027-01-01,need=no,'
	apply in.csv >out 2>err
	diff - out <<'OUT'
id,mql_at,accepted,recycled_at,why,lost_at,need,owner
1,2026-10-01,2026-10-05T12:00:00+02:00,,,,yes,Tom
2,2026-10-02,,2026-10-05T12:00:00+02:00,"not now, later",,no,
3,2026-10-03,,,,,yes,
4,,,,,,,
OUT
	grep -qx 'leadreview: 1 row accepted' err
	grep -qx 'leadreview: 1 row returned' err
	grep -q 'owner: the input has no such column, so it is added at the end' err
	grep -q 'accepted: no cell shows how times are written there' err
}

@test "--apply: a time is written as the first filled cell of its column, whatever -w keeps" {
	small
	decided '2026-10-05T10:00:40Z,ann,1,2026-10-01,accept,,,,,,' '2026-10-05T10:00:40Z,ann,2,2026-10-02,return,lost,,,,,'
	printf '%s\n' 'id,mql_at,accepted,recycled_at,why,lost_at' '0,2026-10-01,4.9.2026 9:05,,,"Sep 4, 2026"' \
		'1,2026-10-01,,,,' '2,2026-10-02,,,,' >in.csv
	apply -q in.csv >out
	sed -n 3,4p out | diff - <(printf '%s\n' '1,2026-10-01,5.10.2026 12:00,,,' '2,2026-10-02,,,,"Oct 5, 2026"')
	apply -q -w 'id = 1' in.csv | sed -n 2p | diff - <(sed -n 3p out)
	apply -q out | cmp - out
}

@test "--apply: a time that the form can't say is written in ISO 8601, and that is noted" {
	small
	decided '2026-10-25T01:30:00Z,ann,1,2026-10-01,accept,,,,,,'
	printf '%s\n' 'id,mql_at,accepted,recycled_at,why,lost_at' '0,2026-10-01,04.09.2026 09:05,,,' '1,2026-10-01,,,,' >in.csv
	apply in.csv >out 2>err
	grep -qx '1,2026-10-01,2026-10-25T02:30:00+01:00,,,' out
	grep -q "accepted: 1 time can't be written like '04.09.2026 09:05' and read as the same again" err
}

@test "--apply: a decision is never written before its hand-over, nor when it is after now" {
	small
	decided '2026-09-28T08:00:00Z,ann,1,2026-10-01T08:00:30Z,accept,,,,,,' '2026-11-01T10:00:00Z,ann,2,2026-10-02,accept,,,,,,'
	printf '%s\n' 'id,mql_at,accepted,recycled_at,why,lost_at' '0,2026-10-01,2026-10-01 09:05,,,' \
		'1,2026-10-01 10:00:30,,,,' '2,2026-10-02,,,,' >in.csv
	apply in.csv >out 2>err
	grep -qx '1,2026-10-01 10:00:30,2026-10-01 10:01,,,' out
	grep -qx '2,2026-10-02,,,,' out
	grep -q '1 row decided after now, which is left out' err
}

@test "--apply: a hand-over without a time is one, too" {
	decided '2026-10-05T10:00:00Z,ann,1,,accept,,,,,,'
	printf '%s\n' id,created_at,lifecycle_stage,sal_at 1,2026-09-01,MQL, 2,2026-09-01,MQL,2026-10-01 >in.csv
	apply -q in.csv >out
	grep -qx '1,2026-09-01,MQL,2026-10-05' out
	apply -q out | cmp - out
}

@test "--apply: rows of one lead are all written" {
	small
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,,,,'
	sed -i 2p in.csv
	apply -q in.csv | grep -cx '1,2026-10-01,2026-10-05T12:00:00+02:00,,,,' | grep -qx 2
}

@test "--apply: what the export knows already is counted, and keeps its words" {
	small
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,Tom,,need=yes,' '2026-10-05T10:00:00Z,ann,2,2026-10-02,return,recycled,not now,,,need=no,'
	printf '%s\n' 'id,mql_at,accepted,recycled_at,why,lost_at,need,owner' '1,2026-10-01,2026-10-04,,,,no,Eva' \
		'2,2026-10-02,,2026-10-04,,,,' >in.csv
	apply in.csv >out 2>err
	sed -n 2p out | diff - <(sed -n 2p in.csv)
	grep -qx '2,2026-10-02,,2026-10-04,not now,,no,' out # what was empty
	grep -qx 'leadreview: 2 rows whose decision the input has already' err
}

@test "--apply: an answer before the hand-over is none" {
	small
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,,,,'
	printf '%s\n' 'id,mql_at,accepted,recycled_at,why,lost_at' '1,2026-10-01,2026-02-04,,,' >in.csv
	apply -q in.csv | grep -qx '1,2026-10-01,2026-10-05,,,'
}

@test "--apply: where the export says something else it is listed and stays; --prefer decisions writes the decision" {
	small
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,Tom,,,' '2026-10-05T10:00:00Z,ann,2,2026-10-02,return,recycled,not now,,,,'
	printf '%s\n' 'id,mql_at,accepted,recycled_at,why,lost_at,need,owner' '1,2026-10-01,,2026-10-07,no,,,Eva' \
		'2,2026-10-02,,,,2026-10-03,,' >in.csv
	apply in.csv 2>err | cmp - in.csv
	grep -qx 'leadreview: 1: the input says recycled, 2026-10-07; decided by ann, 2026-10-05T12:00:00+02:00: accept' err
	grep -qx 'leadreview: 2: the input says lost, 2026-10-03; decided by ann, 2026-10-05T12:00:00+02:00: return recycled' err
	grep -q 'leadreview: 2 rows where the input says something else, and stays' err
	apply --prefer decisions in.csv >out 2>err
	grep -qx '1,2026-10-01,2026-10-05T12:00:00+02:00,,,,,Tom' out
	grep -qx '2,2026-10-02,,2026-10-05,not now,,,' out
	grep -qx 'leadreview: 2 rows of these overrule what the input said' err
	apply -q --prefer decisions out | cmp - out
	leadfunnel --rows -q -c funnel_stage,funnel_exit out | diff - <(printf '%s\n' funnel_stage,funnel_exit sal, mql,recycled)
}

@test "--apply: twenty leads are listed, and all are counted" {
	small
	{
		echo 'at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note'
		for i in {1..25}; do echo "2026-10-05T10:00:00Z,ann,$i,2026-10-01,accept,,,,,,"; done
	} >d.csv
	{
		echo 'id,mql_at,accepted,recycled_at,why,lost_at'
		for i in {1..25}; do echo "$i,2026-10-01,,2026-10-02,,"; done
	} >in.csv
	apply in.csv 2>err >out
	[ "$(grep -c 'the input says recycled' err)" -eq 20 ]
	grep -q 'leadreview: 25 rows where the input says something else' err
}

@test "--apply: a lead that comes back after a return is accepted later than its exit" {
	small
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,return,recycled,not now,,2026-10-20,,'
	apply -q in.csv >returned.csv
	echo '2026-10-21T10:00:00Z,ann,1,2026-10-01,accept,,,Tom,,,' >>d.csv
	apply returned.csv >out 2>err # the export has the return, and it was ours
	grep -qx '1,2026-10-01,2026-10-21T12:00:00+02:00,2026-10-05T12:00:00+02:00,not now,,,Tom' out
	grep -qx 'leadreview: 1 row accepted' err
	apply -q out | cmp - out
	leadfunnel --rows -q -w 'id = 1' -c funnel_stage,funnel_exit,came_back out | grep -qx 'sal,,yes'
}

@test "--apply: an earlier return that would still be in force is emptied, with --changes by --clear" {
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,return,recycled,not now,,2026-10-20,,' \
		'2026-10-21T10:00:00Z,ann,1,2026-10-01,accept,,,,,,'
	printf '%s\n' id,created_at,mql_at,sal_at,recycled_at '1,2026-09-01,2026-10-01,,2026-10-05T10:00:00Z' >in.csv
	apply in.csv >emptied.csv 2>err # the built-in agreement has a condition there
	grep -qx '1,2026-09-01,2026-10-01,2026-10-21T10:00:00Z,' emptied.csv
	grep -q 'where what stood against the decision is emptied' err
	apply -q --changes in.csv | tail -1 | grep -qx '1,2026-10-21T10:00:00Z,2026-10-05T10:00:00Z'
	apply --changes in.csv 2>&1 >out | grep -q -e '--changes writes cells that are emptied with --clear alone'
	apply -q --changes --clear in.csv | tail -1 | grep -qx '1,2026-10-21T10:00:00Z,'
	# a CRM that has loaded the rest, and not what is emptied
	sed -i 's/,,2026-10-05/,2026-10-21T10:00:00Z,2026-10-05/' in.csv
	apply -q in.csv | cmp - emptied.csv
}

@test "--apply: an exit of an earlier pass that is still in force is not emptied, but for --prefer decisions" {
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,,,,' \
		'2026-10-05T10:00:00Z,ann,9,2026-10-01,return,recycled,,,,,' '2026-10-05T10:01:00Z,ann,9,2026-10-01,undo,,,,,,'
	printf '%s\n' id,created_at,mql_at,sal_at,recycled_at '1,2026-01-01,2026-10-01,,2026-02-05T10:00:00Z' >in.csv
	apply in.csv 2>err | cmp - in.csv
	grep -q 'leadreview: 1: the input says recycled, 2026-02-05T10:00:00Z; decided by ann' err
	apply -q --prefer decisions in.csv | grep -qx '1,2026-01-01,2026-10-01,2026-10-05T10:00:00Z,'
}

@test "--apply: an accept that is taken back is kept as what happened before, and stays where the lead has got further" {
	small
	sed -i 's/^exit recycled/stage sql at sql_at\n&/' a.agreement
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,,,,' '2026-10-07T10:00:00Z,ann,1,2026-10-01,return,recycled,no,,,,'
	printf '%s\n' id,mql_at,accepted,recycled_at,why,lost_at,sql_at 1,2026-10-01,2026-10-05,,,, >in.csv
	apply -q in.csv >out
	grep -qx '1,2026-10-01,2026-10-05,2026-10-07T12:00:00+02:00,no,,' out
	sed -i '2s/$/2026-10-06/' in.csv
	apply in.csv 2>err | cmp - in.csv
	grep -q 'leadreview: 1: the input says sql, 2026-10-06; decided by ann, .*: return recycled' err
}

@test "--apply: --changes compares answers as what they are" {
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,answer,,,,,budget=20000; need=yes,' '2026-10-05T10:00:00Z,ann,2,2026-10-01,answer,,,,,budget=20000,'
	printf '%s\n' id,created_at,mql_at,budget,need '1,2026-01-01,2026-10-01,"20,000",yes' '2,2026-01-01,2026-10-01,2000,yes' >in.csv
	apply -q --changes in.csv | diff - <(printf '%s\n' id,budget,need 2,20000,yes)
}

@test "--apply: status words are set where the agreement says so" {
	cat >a.agreement <<'A'
stage lead
stage mql at mql_at
stage sal when status = "Working"
exit recycled when status = "Recycled"
handover mql to sal
accept sets status = "Working", queue = "sales"
return recycled "not now" sets status = "Recycled"
A
	export LEADPIPE_AGREEMENT=$PWD/a.agreement
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,,,,' '2026-10-05T10:00:00Z,ann,2,2026-10-02,return,recycled,not now,,,,'
	printf '%s\n' id,mql_at,status,queue 1,2026-10-01,New,x 2,2026-10-02,New,x 3,2026-10-02,New,x >in.csv
	apply in.csv 2>err | diff - <(printf '%s\n' id,mql_at,status,queue 1,2026-10-01,Working,sales 2,2026-10-02,Recycled,x 3,2026-10-02,New,x)
	grep -q "1 row whose reason stays in the decisions, as the exit has no 'reason' column" err
	apply -q in.csv | apply -q --changes | diff - <(echo id,status,queue)
	# what is set wins over an answer, and nothing that changes the hand-over can be set
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,,,queue=mine,'
	apply -q in.csv | grep -qx 1,2026-10-01,Working,sales
	fails apply -e 'accept sets status = "Working", mql_at = "2026-10-02"' in.csv
	says "stage 'sal' would not be reached by 1 decided lead, first '1'"
}

@test "--apply: what can't be written, or would not be seen, is an error before the first row" {
	small
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,,,,'
	sed -i '/^sla/,$d; s/^stage sal.*/stage sal when why = "x"/' a.agreement
	fails apply in.csv
	says "a.agreement:6:7: stage 'sal' has no 'at' where a decision could be written; add one, or what to write instead: accept sets COLUMN = VALUE"
	sed -i 's/^stage sal.*/stage sal at min(accepted, lost_at)/' a.agreement
	fails apply in.csv
	says "a.agreement:6:14: the time of stage 'sal' is not read from one column"
	sed -i 's/^stage sal.*/stage sal when why = "x" at accepted/' a.agreement
	fails apply in.csv -o out
	says "stage 'sal' would not be reached by 1 decided lead, first '1'"
	[ ! -s out ]
	fails apply -e 'accept sets nothing_like_it = "x"' in.csv
	says "'nothing_like_it' is neither a column of the input nor a field"
	fails leadreview --apply in.csv
	says '--apply merges decisions; name their file with -s'
	fails leadreview --apply -s nowhere.csv in.csv
	says 'nowhere.csv: no such file'
	# the first of coalesce is where it is written, and a field that is always one column, there
	sed -i 's/^stage sal.*/stage sal at taken\nfield taken otherwise coalesce(accepted, lost_at)/' a.agreement
	apply -q in.csv | grep -qx '1,2026-10-01,2026-10-05T12:00:00+02:00,,,,'
}

@test "--apply: decisions of other hand-overs and of absent leads are counted; with --strict these are an error" {
	small
	decided '2026-10-05T10:00:00Z,ann,1,2026-02-01,accept,,,,,,' '2026-10-05T10:00:00Z,ann,99,2026-10-01,accept,,,,,,' \
		'2026-10-05T10:00:00Z,ann,4,2026-10-01,accept,,,,,,' '2026-10-05T10:00:00Z,ann,2,2026-10-02,later,,,,2026-11-05,,' \
		'2026-10-05T10:00:00Z,ann,3,2026-10-03,accept,,,,,,' '2026-10-05T10:01:00Z,ann,3,2026-10-03,undo,,,,,,'
	apply in.csv 2>err | cmp - in.csv
	grep -qx 'leadreview: 2 decisions of an earlier hand-over, which the lead no longer has' err
	grep -qx "leadreview: 1 decision of leads that the input doesn't have" err
	fails apply --strict in.csv
	says "d.csv: 1 decision is of a lead that the input doesn't have, first lead '99'"
	[ ! -s out ]
	decided '2026-10-05T10:00:00Z,ann,2,2026-10-02,accept,,,,,,'
	apply -q --strict -w 'id = 1' in.csv | diff - <(head -2 in.csv) # -w takes no lead out of the input
}

@test "--apply: an exit that the agreement doesn't have is left out and counted, an unknown answer too" {
	small
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,return,parked,x,,,,' '2026-10-05T10:00:00Z,ann,2,2026-10-02,answer,,,,,mood=good,'
	apply in.csv 2>err | cmp - in.csv
	grep -q "1 row returned by an exit that the agreement doesn't have, which is left out" err
	grep -q '1 row with an answer for which there is no column or field: mood' err
}

@test "--apply: answers alone are written while the lead waits; later only what is empty is filled" {
	small
	decided '2026-10-05T10:00:00Z,ann,2,2026-10-02,answer,,,,,need=yes,' '2026-10-05T10:00:00Z,ann,3,2026-10-03,answer,,,,,need=no,'
	apply -q in.csv | diff - <(sed 's/^2,\(.*\),-$/2,\1,yes/; s/^3,\(.*\),yes$/3,\1,no/' in.csv)
	sed -i 's/^3,2026-10-03,/3,2026-10-03,2026-10-04/; s/^2,2026-10-02,/2,2026-10-02,2026-10-04/' in.csv
	apply -q in.csv | diff - <(sed 's/^2,\(.*\),-$/2,\1,yes/' in.csv)
}

@test "--apply: formats, -c, --split, --excel-safe and columns of the same header" {
	small
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,=Tom,,,' '2026-10-05T10:00:00Z,ann,2,2026-10-02,return,recycled,no,,,,'
	apply -q -c id,why -f json -w 'id <= 2' in.csv | diff - <(printf '%s\n' '[' '{"id": "1", "why": null},' '{"id": "2", "why": "no"}' ']')
	apply -q -f tsv -c id,owner -w 'id = 1' in.csv | diff - <(printf 'id\towner\n1\t%s\n' "'=Tom")
	apply -q --split id -o 'part-{}.csv' in.csv
	grep -q '^2,.*,no,,-,$' part-2.csv
	sed 's/,need/,why/' in.csv >twice.csv
	sed -i 's/reason why/reason `why[2]`/' a.agreement
	apply -q twice.csv | grep -qx '2,2026-10-02,,2026-10-05T12:00:00+02:00,,,no,'
}

@test "--apply: short rows, other dialects, and a byte order mark" {
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,Tom,,,'
	printf '%s\n' id,created_at,mql_at,sal_at,city 1,2026-09-01,2026-10-01 2,2026-09-01,2026-10-01 >in.csv
	apply -q --ragged pad in.csv | diff - <(printf '%s\n' id,created_at,mql_at,sal_at,city,owner 1,2026-09-01,2026-10-01,2026-10-05T10:00:00Z,,Tom 2,2026-09-01,2026-10-01,,,)
	sed -i '2s/^/0\n/; 2s/$/,,/' in.csv # the row before is left out
	apply -q --ragged skip in.csv | sed 1d | diff - <(echo 1,2026-09-01,2026-10-01,2026-10-05T10:00:00Z,,Tom)
	printf 'id\tcreated_at\tmql_at\tneed\n1\t2026-09-01\t2026-10-01\t"x\\ty"\n' >in.tsv
	apply -q --raw-tsv in.tsv | sed -n 2p | diff - <(printf '1\t2026-09-01\t2026-10-01\t"x\\ty"\t2026-10-05T10:00:00Z\tTom\n')
	printf '\xef\xbb\xbfid;created_at;mql_at\r\n1;2026-09-01;2026-10-01\r\n' | apply -q |
		cmp - <(printf 'id;created_at;mql_at;sal_at;owner\r\n1;2026-09-01;2026-10-01;2026-10-05T10:00:00Z;Tom\r\n')
}

@test "--apply: no rows, no decisions, rows in a pipe, and a full disk" {
	small
	decided
	apply -q in.csv | cmp - in.csv
	head -1 in.csv | apply -q | diff - <(head -1 in.csv)
	decided '2026-10-05T10:00:00Z,ann,1,2026-10-01,accept,,,,,,'
	apply -q --allow-empty </dev/null | cmp - /dev/null
	apply -q in.csv | leadsla -q | leadbant -q -e 'bant need yes when need = yes no when need = no' | leadfunnel --rows -q -w 'funnel_stage = "sal"' -c id | grep -qx 1
	[ ! -w /dev/full ] || fails bash -c 'leadreview --apply -q -s d.csv in.csv >/dev/full'
	[ ! -w /dev/full ] || says "standard output: can't be written"
}
