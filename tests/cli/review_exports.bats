# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadreview on a small export as a CRM writes it: built-in agreement, days without times, odd ids, few columns.
load common
load terminal

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW='2026-11-30 15:00' LEADPIPE_REVIEWER=dana XDG_STATE_HOME=$BATS_TEST_TMPDIR/state
	unset LEADPIPE_AGREEMENT LEADPIPE_DELIMITER LINES
	cat >leads.csv <<-'END'
		Lead ID,First Name,Last Name,Company,Email,Title,Lead Owner,Lifecycle Stage,MQL Date
		00123,Ann,Lee,"Acme, Inc.",ann@acme.com,VP Sales,Tom W,Marketing Qualified Lead,2026-11-02
		"007,5",Bob,O'Neil,Bolt,bob@bolt.io,CEO,,Marketing Qualified Lead,2026-11-20
		00123,Ann,Lee,"Acme, Inc.",ann@acme.com,VP Sales,Tom W,Marketing Qualified Lead,2026-11-10
		00124,,,Cmd,,,Tom W,Marketing Qualified Lead,
		,No,Id,X,,,Tom W,Marketing Qualified Lead,2026-11-12
	END
}

meeting() { # commands; what it prints
	printf '%s\n' "$@" | leadreview -q -s d.csv leads.csv
}

@test "an answer counts at once, also where the export has no column for it" {
	meeting 'show 007,5' 'budget 20000' 'need yes' 'timeline 30' 'find need = yes' accept >got
	cat >want <<-'END'
		007,5 Bob O'Neil
		budget: 20000. BANT 2 of 4. Still to ask: need
		need: yes. BANT 3 of 4: SQL now. Still to ask: timing
		timeline: 30. BANT 4 of 4: SQL now
		1 of 4 left; list, show N; find with nothing: all
		accepted 007,5 Bob O'Neil; nobody owns it: accept OWNER names one
		1 decided (1 accepted, 0 returned), 3 left; all in d.csv
	END
	diff want got
	fails meeting 'show 00124' 'timeline soon'
	says "'soon' is not a span of time, as timeline is read; nothing written"
	leadreview -q --apply -s d.csv leads.csv | leadbant -q -c id,bant,sql | grep '^"007' | diff - <(echo '"007,5",4,yes')
}

@test "decisions are written by the second, in the file and in the export" {
	unset LEADPIPE_NOW
	meeting 'show 007,5' accept
	sed 1d d.csv | cut -d, -f1 | grep -Eqx '[0-9-]{10}T[0-9:]{8}Z'
	leadreview -q --apply -s d.csv leads.csv | tail -4 | head -1 | grep -Eq ',[0-9-]{10}T[0-9:]{8}Z$'
	sed 's/Z,dana/.000001Z,dana/' d.csv >finer.csv
	leadreview -q --apply -s finer.csv leads.csv | cmp - <(leadreview -q --apply -s d.csv leads.csv)
}

@test "a sheet that is filed again after the day until which a lead was returned says nothing new" {
	leadreview -q --sheet leads.csv | sed '/007,5/s/,,,,,,,,$/,return,Not now,,2026-12-01,,,,/' >filled.csv
	leadreview -q --record filled.csv -s d.csv leads.csv
	sed 1d d.csv | grep -q ',return,recycled,Not now,,2026-12-01,,$'
	cp d.csv before.csv
	LEADPIPE_NOW=2026-12-05 leadreview --record filled.csv -s d.csv leads.csv 2>err
	grep -q '1 row says what is recorded already' err
	cmp before.csv d.csv
	rm d.csv
	LEADPIPE_NOW=2026-12-05 fails leadreview --record filled.csv -s d.csv leads.csv
	says 'until 2026-12-01 has passed'
}

@test "an id of two hand-overs is answered with their refs, and a lead without a name is listed by its id" {
	fails meeting 'show 00123' accept
	says "2 hand-overs have the id '00123'; type a ref: hdp of 2 Nov, xcr of 10 Nov"
	meeting list | grep -q ' 00124 .* Cmd'
}

@test "an option of another mode: the message names a mode that there is an option for" {
	fails leadreview --status --by owner -s d.csv leads.csv
	says '--status has no use for --by; add --sheet'
	fails leadreview --status --commands x -s d.csv leads.csv
	says '--status has no use for --commands; leave it out'
}

@test "on a small screen neither how late a lead is, nor its name beside a long id, is cut away" {
	sed "s/^\"007,5\"/$(printf 'L%.0s' {1..60})/; /^00/d" leads.csv >long.csv
	terminal 60 24 'leadreview -q -s d.csv long.csv'
	sees 'bxz>'
	shown >got
	grep -q "^ Bob O'Neil .* L*…$" got
	grep -q '^ *OVERDUE 8 days$' got
	grep -qx "leadreview: 1 lead waits for an answer; 1 more has no id" got
}

@test "commands as Windows saves them, and bytes that are none" {
	printf 'show 007,5\r\nnote M\xfcller will\r\n' | leadreview -s d.csv leads.csv 2>err
	grep -q '1 line is not UTF-8, at standard input:2; read as Windows-1252' err
	tail -1 d.csv | grep -q ',Müller will$'
	printf 'show 007,5\nlater friday\n' | iconv -f UTF-8 -t UTF-16 >commands
	leadreview -q -s d.csv --commands commands leads.csv | grep -q 'next on the sheet Fri 4 Dec'
	fails leadreview -s d.csv --commands <(head -c 100000 /dev/zero | tr '\0' x) leads.csv
	[ "${#output}" -lt 500 ]
}

@test "where decisions can't be written, that is said before anybody decides" {
	fails leadreview -q -s none/d.csv --commands <(echo 'show 007,5') leads.csv
	says "none/d.csv: decisions can't be written there: no such file or directory"
	leadreview -q --sheet leads.csv >sheet.csv
	fails leadreview --record sheet.csv -s none/d.csv leads.csv
	says "none/d.csv: decisions can't be written there"
	fails leadreview --record - -s d.csv leads.csv
	says "--record reads a file, not standard input"
}

@test "an answer on a sheet that can't be read as the agreement reads it is a mistake" {
	leadreview -q --sheet leads.csv >sheet.csv
	sed '/007,5/s/,,,,,,,,$/,,,,,viel,,,/' sheet.csv >filled.csv
	fails leadreview --record filled.csv -s d.csv leads.csv
	says "budget 'viel' is not a number, as the agreement reads it"
	[ ! -e d.csv ]
	sed '/007,5/s/,,,,,,,,$/,,,,,20000,yes,30,/' sheet.csv >filled.csv
	leadreview -q --record filled.csv -s d.csv leads.csv
	grep -q ',answer,,,,,budget=20000; need=yes; timeline=30,$' d.csv
}

@test "an agreement without an exit: nothing offers to give a lead back" {
	printf '%s\n' 'field id "Nr"' 'stage mql at given' 'stage sal at taken' 'handover mql to sal' >min.agreement
	printf '%s\n' Nr,given,taken 001,2026-11-01, >min.csv
	export LEADPIPE_AGREEMENT=min.agreement
	local line
	for line in return 'return late' 'return recycled late'; do
		fails leadreview -q -s d.csv --commands <(printf '%s\n' 'show 001' "$line") min.csv
		says 'the agreement has no exit by which sales could give it back; nothing decided'
	done
	leadreview -q --sheet -f html min.csv >page
	grep -q '>accept<' page
	[ "$(grep -cE '>(give back|reason)<' page)" -eq 0 ]
}
