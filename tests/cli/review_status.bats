# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadreview --status: how far a meeting has come. Every lead is counted once, and the parts add up.
load common

decisions() {
	printf '%s\n' at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note "$@"
}

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	cat >a.agreement <<-'END'
		timezone "Europe/Berlin"
		field owner "Owner"
		stage mql at mql_at
		stage sal at sal_at
		exit recycled at recycled_at
		exit lost at lost_at
		handover mql to sal
	END
	# 1 to 9 wait; 10 was answered, 11 given back
	cat >in.csv <<-'END'
		id,Owner,mql_at,sal_at,recycled_at,lost_at
		1,Ann,2026-10-10 12:00,,,
		2,Ann,2026-10-10 12:00,,,
		3,ann,2026-10-10 12:00,,,
		4,Bob,2026-10-10 12:00,,,
		5,Bob,2026-10-10,,,
		6,Bob,2026-10-10 12:00,,,
		7,,2026-10-10 12:00,,,
		8,Ann,2026-10-10 12:00,,,
		9,Ann,2026-10-10 12:00,,,
		10,Ann,2026-10-10 12:00,2026-10-11 12:00,,
		11,Ann,2026-10-10 12:00,,2026-10-12 12:00,
		12,Ann,,,,
	END
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	cp "$BATS_FILE_TMPDIR"/* .
	export LEADPIPE_NOW="2026-10-31 12:00" LEADPIPE_AGREEMENT=a.agreement
	at=2026-10-30T14:02:11Z moment=2026-10-10T10:00:00Z
}

# name, leads, accepted, returned, recycled, lost, later, left, back, earlier, absent
status() {
	leadreview -q --status -s d.csv "$@" in.csv | sed 1d
}

@test "leadreview: --status counts what is decided, put off and left, by owner and by reviewer" {
	decisions \
		"$at,tom,1,$moment,accept,,,,,," \
		"$at,tom,2,$moment,accept,,,Eve,,," \
		"$at,eva,3,$moment,return,recycled,,,,," \
		"$at,Tom,4,$moment,return,lost,,,2026-11-01,," \
		"$at,eva,5,2026-10-10,return,recycled,,,2026-10-31,," \
		"$at,eva,6,$moment,later,,,,2026-11-01,," \
		"$at,eva,7,$moment,later,,,,2026-10-31,," \
		"$at,eva,8,$moment,answer,,,,,need=yes," \
		"$at,eva,9,$moment,accept,,,,,," \
		"$at,eva,9,$moment,undo,,,,,," >d.csv
	cat >want <<-'END'
		part,name,leads,accepted,returned,returned_recycled,returned_lost,later,left,back,earlier,absent
		owner,Ann,4,1,1,1,0,0,2,0,,
		owner,Bob,3,0,1,0,1,1,1,1,,
		owner,Eve,1,1,0,0,0,0,0,0,,
		owner,,1,0,0,0,0,0,1,0,,
		reviewer,eva,4,0,1,1,0,1,2,1,0,0
		reviewer,Tom,3,2,1,0,1,0,0,0,0,0
		reviewer,,2,0,0,0,0,0,2,0,0,0
		all,(all),9,2,2,1,1,1,4,1,0,0
	END
	same want leadreview -q --status -s d.csv in.csv
	same want leadreview -q --status -s d.csv -j 4 in.csv
	same want leadreview -q --status -s d.csv - <in.csv
	{ head -1 in.csv; sed 1d in.csv | tac; sed 1d in.csv; } >twice.csv # each hand-over is counted once
	same want leadreview -q --status -s d.csv twice.csv
	# what is left is what waits and nobody has decided, and the parts add up
	leadreview -q --status -s d.csv in.csv | awk -F, '
		NR > 1 && $3 != $4 + $5 + $8 + $9 || NR > 1 && $5 != $6 + $7 || $10 > $9 { exit bad = 1 }
		$1 != "all" && NR > 1 { for (i = 3; i <= 10; i++) sum[$1, i] += $i }
		$1 == "all" { for (i = 3; i <= 10; i++) if (sum["owner", i] != $i || sum["reviewer", i] != $i) exit bad = 1 }
		END { exit bad || NR != 9 }'
}

@test "leadreview: a day is a day of the agreement's time zone" {
	decisions "$at,tom,1,$moment,later,,,,2026-11-01,," "$at,tom,2,$moment,return,lost,,,2026-11-01,," >d.csv
	LEADPIPE_NOW=2026-10-31T22:59:59Z status | grep -qx 'all,(all),9,0,1,0,1,1,7,0,0,0'
	LEADPIPE_NOW=2026-10-31T23:00:00Z status | grep -qx 'all,(all),9,0,0,0,0,0,9,1,0,0'
}

@test "leadreview: decisions of another hand-over, and of leads that aren't there, are counted apart" {
	decisions \
		"$at,tom,1,2026-09-10T10:00:00Z,accept,,,,,," \
		"$at,tom,1,$moment,accept,,,,,," \
		"$at,tom,2,,accept,,,,,," \
		"$at,eva,12,$moment,accept,,,,,," \
		"$at,eva,99,$moment,accept,,,,,," \
		"$at,eva,98,$moment,answer,,,,,need=yes," >d.csv
	leadreview --status -s d.csv in.csv >out 2>err
	grep -qx 'reviewer,tom,1,1,0,0,0,0,0,0,2,0' out
	grep -qx 'reviewer,eva,0,0,0,0,0,0,0,0,1,1' out
	grep -qx 'all,(all),9,1,0,0,0,0,8,0,3,1' out
	grep -qx "leadreview: d.csv: 1 decision is about leads that aren't in the input, the first about '99'" err
	grep -qx "leadreview: d.csv: 3 decisions are about an earlier hand-over of their leads, and count no more" err
	fails leadreview --status --strict -s d.csv in.csv
	says "leadreview: d.csv: 1 decision is about leads that aren't in the input, the first about '99'"
	[ ! -s out ]
}

@test "leadreview: what the CRM has answered is not left, whoever put it off" {
	decisions \
		"$at,tom,10,$moment,later,,,,2026-10-31,," \
		"$at,tom,11,$moment,later,,,,2026-12-31,," >d.csv
	status | grep -qx 'all,(all),9,0,0,0,0,0,9,0,0,0'
	# returned until a day that has come: left again, unless it is elsewhere by now
	decisions \
		"$at,tom,10,$moment,return,lost,,,2026-10-31,," \
		"$at,tom,11,$moment,return,recycled,,,2026-10-31,," >d.csv
	status | grep -qx 'all,(all),11,0,1,0,1,0,10,1,0,0'
}

@test "leadreview: what is left is what the next sheet has" {
	decisions \
		"$at,tom,1,$moment,accept,,,,,," \
		"$at,tom,2,$moment,return,lost,,,2026-12-31,," \
		"$at,tom,3,$moment,return,lost,,,2026-10-31,," \
		"$at,tom,4,$moment,later,,,,2026-12-31,," \
		"$at,tom,6,$moment,later,,,,2026-10-31,," \
		"$at,tom,10,$moment,return,lost,,,2026-10-31,," \
		"$at,tom,11,$moment,return,recycled,,,2026-10-31,," >d.csv
	status | grep -qx 'all,(all),11,1,2,0,2,1,7,2,0,0'
	[ "$(leadreview -q --sheet -s d.csv -f csv in.csv | wc -l)" -eq 8 ] # and its header
}

@test "leadreview: --status -w counts only those leads, and misses none" {
	decisions "$at,tom,1,$moment,accept,,,,,," "$at,tom,4,$moment,accept,,,,,," >d.csv
	status -w 'owner = "Bob"' >out
	printf '%s\n' owner,Bob,3,1,0,0,0,0,2,0,, reviewer,,2,0,0,0,0,0,2,0,0,0 reviewer,tom,1,1,0,0,0,0,0,0,0,0 \
		'all,(all),3,1,0,0,0,0,2,0,0,0' >want
	sort out | cmp - <(sort want)
}

@test "leadreview: --status for people, for cron and without what it needs" {
	decisions "$at,tom,1,$moment,accept,,,,,," "$at,tom,2,$moment,return,nurture,,,,," >d.csv
	COLUMNS=200 leadreview -q --status -s d.csv -f table in.csv >out
	grep -q '^Decisions on 2026-10-31, by owner$' out
	grep -q '^(none)  *1 ' out
	grep -Eq '^reviewer +leads +accepted +returned +recycled +lost +nurture +later +left +back +earlier +absent$' out
	grep -Eq '^\(all\) +9 +1 +1 +0 +0 +1 +0 +7 +0 +0 +0$' out
	leadreview -q --status -s d.csv -f html in.csv | grep -q '>7</td>'
	rc=0
	leadreview --status -s d.csv --fail-when 'part = "all" and left > 6' in.csv >out 2>err || rc=$?
	[ $rc -eq 1 ]
	grep -q 'fail-when holds for 1 row of the report' err
	[ -s out ]
	leadreview -q --status -s d.csv --fail-when 'part = "all" and left > 7' in.csv >out
	fails leadreview --status -s d.csv --fail-when 'rest > 7' in.csv
	says "the report has no column 'rest'"
	fails leadreview --status in.csv
	says "leadreview: --status reports on a file of decisions; add -s FILE"
	fails leadreview --status -s nowhere.csv in.csv
	says "leadreview: nowhere.csv: no such file or directory"
	fails leadreview --status -s d.csv -o d.csv in.csv
	says "--output would overwrite d.csv"
	fails leadreview --status -s d.csv <<<'mql_at,sal_at,recycled_at,lost_at'
	says "no column is the lead's id"
}

@test "leadreview: --status of an empty file of decisions, of no leads, and of leads that nobody owns" {
	decisions >d.csv
	status | grep -qx 'all,(all),9,0,0,0,0,0,9,0,0,0'
	: >d.csv
	status | grep -qx 'all,(all),9,0,0,0,0,0,9,0,0,0'
	[ ! -s d.csv ] # it is only read
	head -1 in.csv >none.csv
	leadreview -q --status -s d.csv none.csv | grep -qx 'all,(all),0,0,0,0,0,0,0,0,0,0'
	leadreview -q --status -s d.csv --allow-empty </dev/null | grep -qx 'all,(all),0,0,0,0,0,0,0,0,0,0'
	printf '%s\n' id,mql_at 1,2026-10-10 ,2026-10-10 >few.csv
	LEADPIPE_AGREEMENT='' leadreview --status -s d.csv few.csv -e 'handover mql to sal' >out 2>err
	grep -q '^owner,,1,' out
	grep -q '^leadreview: 1 handed-over lead has no id of its own, so nobody can decide about it$' err
}
