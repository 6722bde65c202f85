# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# An archive's folder is read wherever a file of leads is: the leads of a night, at the time of that night.
load common

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_AGREEMENT=a.agreement
	unset LEADPIPE_NOW
	cat >a.agreement <<-'E'
		timezone "Europe/Berlin"
		field status "Status"
		score points 0..9
		    +3 when status = "MQL" "handed over"
		bant need  yes when status = "MQL"
		stage inquiry at created
		stage mql at mql_at
		stage won at won_at
		sla answer from mql to won
		    within 2 days
		roster "team.csv"
		route all when status = "MQL" or status = "New"
		    share by load
	E
	printf '%s\n' 'ID,Created,Status,MQL At,Won At,Owner' \
		'1,2026-03-01,MQL,2026-03-01,,Ann' '2,2026-03-01,New,,,' >1.csv
	printf '%s\n' 'ID,Created,Status,MQL At,Won At,Owner' \
		'1,2026-03-01,Won,2026-03-01,2026-03-05,Ann' '2,2026-03-01,MQL,2026-03-04,,' \
		'3,2026-03-04,New,,,' >2.csv
	printf '%s\n' rep Ann Bea >team.csv
	leadfold -q --archive d --at '2026-03-02 02:00' 1.csv
	leadfold -q --archive d --at '2026-03-06 02:00' 2.csv
}

@test "an archive as input: every tool reads its last night, or that of --as-of, byte for byte as the export" {
	for tool in leadscore leadbant leadsla leadroute "leadsla --backlog" "leadsla --report" "leadsla --trend day" leadfunnel \
		"leadfunnel --rows" "leadfunnel --cohort month" "leadroute --report" "leadroute --dry-run" "leadscore --summary" \
		"leadfunnel --partial" "leadscore -f table" "leadsla --report --by status"; do
		$tool -q --now '2026-03-06 02:00' 2.csv >want
		[ -s want ]
		$tool -q d | cmp - want
		$tool -q --now '2026-03-02 02:00' 1.csv >want
		$tool -q --as-of 2026-03-03 d | cmp - want
	done
}

@test "an archive as input: now is the time of its night, unless --now or LEADPIPE_NOW says otherwise" {
	late() { leadsla -q -c id,answer_hours "$@" d | sed -n 3p; }
	[ "$(late)" = 2,48.00 ]
	[ "$(late --now 2026-03-10)" = 2,144.00 ]
	LEADPIPE_NOW=2026-03-09 late | grep -qx 2,120.00
}

@test "an archive as input: a route by load reads it twice, and a ledger goes on from night to night" {
	leadroute -q --ledger l --as-of 2026-03-03 d >one
	leadroute -q --ledger l d >two
	leadroute -q --replay --ledger l --as-of 2026-03-03 d >/dev/null
	grep -q '^2,.*,Bea,' one
	grep -q '^2,.*,Bea,' two
}

@test "an archive as input: a folder that is none, an empty one and one whose nights are void are errors" {
	mkdir empty other
	cp 1.csv other
	for folder in empty other .; do
		fails leadsla --report "$folder"
		says "leadsla: $folder: is a folder, and no archive; name a file, or the folder of leadfold --archive"
		[ ! -s out ]
	done
	leadfold -q --archive d --void 2
	leadfold -q --archive d --void 1
	fails leadsla --report d
	says "leadsla: d: all its nights are void"
	fails leadsla --report nowhere
	says "nowhere: no such file or directory"
}

@test "an archive as input: --as-of before the first night, of no time, and where no archive is read" {
	fails leadsla --as-of 2026-02-28 d
	says "--as-of 2026-02-28: d has no night so early; its first is of 2026-03-02T02:00:00+01:00"
	fails leadsla --as-of yesterday d
	says "--as-of: 'yesterday' is not a time"
	fails leadsla --as-of 2026-03-03 2.csv
	says "--as-of is for reading an archive, and 2.csv is none; name the folder of one"
	fails leadsla --as-of 2026-03-03 <2.csv
	says "--as-of is for reading an archive, and standard input is none; name the folder of one"
	fails leadfold --archive new --as-of 2026-03-03 2.csv
	says "--as-of is for reading an archive, and 2.csv is none"
	[ ! -e new ]
	fails leadfold --archive d --nights --as-of 2026-03-03
	says "--nights reads none"
}

@test "an archive as input: it is read without files, and has no lines to skip" {
	fails leadsla 2.csv d
	says "d is a folder and 2.csv is none; an archive is of a night, so read it without files"
	fails leadsla d - <2.csv
	says "d is a folder and standard input is none"
	fails leadsla --skip-footer 1 d
	says "--skip-footer is for exports; an archive has no such lines"
}

@test "an archive as input: where events are folded it is its history" {
	cat >fold.agreement <<-'E'
		fold times by lead_id sorted by at
		    mql_at   first at  when column = "Status" and new = "MQL"
		    changes  count     when at is present
	E
	leadfold -q --archive d --history </dev/null | leadfold -q -a fold.agreement >want
	[ "$(cat want)" = "$(printf '%s\n' lead_id,mql_at,changes 1,,2 2,2026-03-06,2 3,,4)" ]
	leadfold -q -a fold.agreement d | cmp - want
	[ "$(leadfold -q -a fold.agreement --as-of 2026-03-03 d | tail -n 1)" = 2,,0 ]
}

@test "an archive as input: several are read as several files are, at the time of the latest night" {
	{ head -n 1 1.csv; echo '9,2026-03-01,MQL,2026-03-01,,'; } >3.csv
	leadfold -q --archive e --at '2026-03-03 02:00' 3.csv
	leadsla -q -c id,answer_hours d e >out
	[ "$(sed -n '3p;5p' out | tr '\n' ' ')" = "2,48.00 9,120.00 " ]
}

@test "an archive as input: no output may be one of its files, and a changed line is an error with its place" {
	fails leadscore -o d/base.csv d
	says "would overwrite d/base.csv"
	sed -i 's/^cell,2,Status,New,MQL/cell,2,Status,New,Won/' d/2026-03.csv
	fails leadsla --report d
	says "leadsla: d/2026-03.csv:"
	says "the checksum is another one"
	[ ! -s out ]
}

@test "an archive as input: what can't be kept in a temporary file is an error that names TMPDIR" {
	TMPDIR=/nowhere fails leadsla --report d
	says "TMPDIR names another folder"
}
