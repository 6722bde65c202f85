# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadroute --decisions: who has accepted a lead owns it, and the ledger records that.
load common

setup_rules() {
	cat >a.agreement <<'A'
stage lead
stage mql at mql_at
stage sal at accepted
handover mql to sal
roster "team.csv"
A
	printf '%s\n' "$@" >>a.agreement
	export LEADPIPE_AGREEMENT=$PWD/a.agreement
	printf '%s\n' rep,team,weight,active Ann,north,1,yes Bob,south,1,yes Cas,,1,no >team.csv
}

decided() { # lines of decisions, under their header
	printf '%s\n' at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note "$@" >d.csv
}

route() {
	leadroute -q -s l.csv --decisions d.csv "$@"
}

ledger() { # what is recorded, without pool, time and run
	sed 1d l.csv | cut -d , -f 1-4
}

@test "leadroute --decisions: an accepted owner wins over the ledger and over the row, and is recorded once" {
	setup_rules 'route all'
	decided '2026-10-20T10:00:00Z,ann,1,2026-10-01,accept,,,Bob,,,' '2026-10-20T10:00:00Z,ann,2,2026-10-01,accept,,,Bob,,,'
	printf '%s\n' id,mql_at,accepted,owner 1,2026-10-01,, 2,2026-10-01,,Ann 3,2026-10-01,,Ann >in.csv
	printf '%s\n' lead_id,owner,team,route,pool,at,run 1,Ann,north,all,0000000000000001,2026-10-02T00:00:00Z,0000000000000001 >l.csv
	leadroute -s l.csv --decisions d.csv in.csv >out 2>err
	diff - out <<'OUT'
id,mql_at,accepted,owner,team,route
1,2026-10-01,,Bob,south,review
2,2026-10-01,,Bob,south,review
3,2026-10-01,,Ann,,
OUT
	ledger | diff - <(printf '%s\n' 1,Ann,north,all 1,Bob,south,review 2,Bob,south,review)
	grep -qx 'leadroute: 2 rows with the owner who accepted them' err
	grep -qx 'leadroute: 2 rows whose accepted owner is recorded by route: review' err
	cp l.csv before.csv
	route in.csv | cmp - out
	route out | cmp - out
	cmp l.csv before.csv
	route -x in.csv | grep -q '^1,.*,accepted at a meeting$'
	route -j 4 in.csv | cmp - out
	leadroute -q -s l.csv out | cmp - out # the meeting may be forgotten
}

@test "leadroute --decisions: an owner the ledger has already is not recorded again, other owners never" {
	setup_rules 'route all'
	decided '2026-10-20T10:00:00Z,ann,1,2026-10-01,accept,,,Ann,,,' '2026-10-20T10:00:00Z,ann,2,2026-10-01,accept,,,,,,'
	printf '%s\n' id,mql_at,accepted,owner 1,2026-10-01,,Bob 2,2026-10-01,,Bob 3,2026-10-01,,Bob >in.csv
	printf '%s\n' lead_id,owner,team,route,pool,at,run 1,Ann,north,all,0000000000000001,2026-10-02T00:00:00Z,0000000000000001 >l.csv
	cp l.csv before.csv
	route in.csv | cut -d , -f 1,4 | diff - <(printf '%s\n' id,owner 1,Ann 2,Bob 3,Bob)
	cmp l.csv before.csv
}

@test "leadroute --decisions: an owner from before, who lost the lead and accepts it now, is recorded again" {
	setup_rules 'route all'
	decided '2026-10-20T10:00:00Z,ann,1,2026-10-01,accept,,,Ann,,,'
	printf '%s\n' id,mql_at,accepted,owner 1,2026-10-01,,Bob >in.csv
	printf '%s\n' lead_id,owner,team,route,pool,at,run 1,Ann,north,all,0000000000000001,2026-10-02T00:00:00Z,0000000000000001 \
		1,Bob,south,all,0000000000000001,2026-10-10T00:00:00Z,0000000000000001 >l.csv
	route in.csv | grep -q ',Ann,north,review$'
	ledger | tail -1 | grep -qx 1,Ann,north,review
}

@test "leadroute --decisions: it counts in the shares of its pool" {
	setup_rules 'route all share equally'
	sed -i 's/^Cas.*//; /^$/d' team.csv
	printf '%s\n' id,mql_at,accepted 1,2026-10-01, 2,2026-10-01, 3,2026-10-01, 4,2026-10-01, >in.csv
	decided '2026-10-20T10:00:00Z,ann,1,2026-10-01,accept,,,Ann,,,' '2026-10-20T10:00:00Z,ann,2,2026-10-01,accept,,,Ann,,,'
	route in.csv | cut -d , -f 4 | diff - <(printf '%s\n' owner Ann Ann Bob Bob)
	# and in those of later runs
	printf '%s\n' id,mql_at,accepted 5,2026-10-01, 6,2026-10-01, >more.csv
	leadroute -q -s l.csv more.csv | cut -d , -f 4 | sort | diff - <(printf '%s\n' Ann Bob owner)
	[ "$(sed 1d l.csv | cut -d , -f 5 | sort -u | wc -l)" -eq 1 ]
}

@test "leadroute --decisions: only the last accept of the present hand-over counts, and none after now" {
	setup_rules 'route all to "Ann"'
	decided '2026-10-20T10:00:00Z,ann,1,2026-02-01,accept,,,Bob,,,' \
		'2026-10-20T10:00:00Z,ann,2,2026-10-01,accept,,,Bob,,,' '2026-10-20T11:00:00Z,ann,2,2026-10-01,undo,,,,,,' \
		'2026-10-20T10:00:00Z,ann,3,2026-10-01,accept,,,Bob,,,' '2026-10-20T11:00:00Z,ann,3,2026-10-01,return,lost,,,,,' \
		'2026-11-20T10:00:00Z,ann,4,2026-10-01,accept,,,Bob,,,'
	printf '%s\n' id,mql_at,accepted 1,2026-10-01, 2,2026-10-01, 3,2026-10-01, 4,2026-10-01, >in.csv
	route in.csv | cut -d , -f 4 | sort -u | diff - <(printf '%s\n' Ann owner)
	! ledger | grep review
}

@test "leadroute --decisions: what the ledger gave to others after it knew the accepted owner stays" {
	setup_rules 'route all'
	decided '2026-10-20T10:00:00Z,ann,1,2026-10-01,accept,,,Ann,,,'
	printf '%s\n' id,mql_at,accepted,owner 1,2026-10-01,,Ann >in.csv
	route in.csv >out
	route --now 2026-11-01 --reassign 'owner = "Ann"' in.csv | grep -q ',Bob,south,all$'
	ledger | diff - <(printf '%s\n' 1,Ann,north,review 1,Bob,south,all)
	route --now 2026-11-02 <(sed 's/Ann$//' in.csv) | grep -q ',Bob,south,all$'
	ledger | diff - <(printf '%s\n' 1,Ann,north,review 1,Bob,south,all)
}

@test "leadroute --decisions: once the export shows the answer, its owner stays" {
	setup_rules 'route all'
	decided '2026-10-20T10:00:00Z,ann,1,2026-10-01,accept,,,Bob,,,' '2026-10-20T10:00:00Z,ann,2,2026-10-01,accept,,,Bob,,,'
	printf '%s\n' id,mql_at,accepted,owner 1,2026-10-01,2026-10-20,Ann 2,2026-10-01,2026-10-20, >in.csv
	route in.csv | cut -d , -f 1,4 | diff - <(printf '%s\n' id,owner 1,Ann 2,Bob)
	ledger | diff - <(printf '%s\n' 1,Bob,south,review 2,Bob,south,review)
}

@test "leadroute --decisions: somebody who has left, or was never there, gets nothing" {
	setup_rules 'route all to "Ann"'
	decided '2026-10-20T10:00:00Z,ann,1,2026-10-01,accept,,,Cas,,,' '2026-10-20T10:00:00Z,ann,2,2026-10-01,accept,,,Zoe,,,'
	printf '%s\n' id,mql_at,accepted,owner 1,2026-10-01,, 2,2026-10-01,, >in.csv
	leadroute -s l.csv --decisions d.csv in.csv 2>err | cut -d , -f 4 | sort -u | diff - <(printf '%s\n' Ann owner)
	grep -q '2 rows accepted for somebody who is not in the roster, or not active, which is passed over' err
}

@test "leadroute --decisions: where leads are taken in an order, or by load, it counts before the first" {
	setup_rules 'route all share by load' 'assign in order of mql_at descending'
	sed -i 's/^Cas.*//; /^$/d' team.csv
	decided '2026-10-20T10:00:00Z,ann,1,2026-10-01,accept,,,Ann,,,' '2026-10-20T10:00:00Z,ann,2,2026-10-02,accept,,,Ann,,,'
	printf '%s\n' id,mql_at,accepted 3,2026-10-03, 4,2026-10-04, 2,2026-10-02, 1,2026-10-01, >in.csv
	route in.csv >out
	cut -d , -f 1,4 out | diff - <(printf '%s\n' id,owner 3,Bob 4,Bob 2,Ann 1,Ann)
	route in.csv | cmp - out
	leadroute -q -s l.csv --replay in.csv | sed 1d | cut -d , -f 3-5 | diff - <(echo 4,2,2)
	decided '2026-10-20T10:00:00Z,ann,1,2026-10-01,accept,,,Zoe,,,'
	leadroute -s l.csv --decisions d.csv in.csv 2>&1 >out | grep -q 'leadroute: 1 row accepted for somebody who is not in the roster'
}

@test "leadroute --decisions: its mistakes" {
	setup_rules 'route review'
	decided '2026-10-20T10:00:00Z,ann,1,2026-10-01,accept,,,Bob,,,'
	printf '%s\n' id,mql_at,accepted 1,2026-10-01, >in.csv
	fails route in.csv
	says "--decisions: owners are recorded by the route 'review', and the agreement has one of that name"
	[ ! -e l.csv ]
	sed -i 's/^route review/route all/' a.agreement
	fails leadroute -s l.csv --decisions nowhere.csv in.csv
	says 'nowhere.csv: no such file'
	sed -i '/^handover/d' a.agreement
	fails route in.csv
	says "the agreement has no 'handover' statement"
	[ ! -e l.csv ]
}

@test "leadroute --decisions: --dry-run and --report count them and record nothing" {
	setup_rules 'route all share equally'
	sed -i 's/^Cas.*//; /^$/d' team.csv
	printf '%s\n' id,mql_at,accepted 1,2026-10-01, 2,2026-10-01, 3,2026-10-01, >in.csv
	decided '2026-10-20T10:00:00Z,ann,1,2026-10-01,accept,,,Ann,,,'
	leadroute -q -f csv --dry-run --decisions d.csv in.csv | cut -d , -f 1,3 | grep -E '^(Ann|Bob)' | diff - <(printf '%s\n' Ann,1 Bob,1)
	leadroute -q -f csv --report --decisions d.csv -s l.csv in.csv | grep -q '^Ann,north,2,'
	[ ! -e l.csv ]
}
