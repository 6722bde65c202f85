# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadreview --record: a sheet that came back from a spreadsheet, with all that those do to it.
load common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 made=$BATS_FILE_TMPDIR
	cat >our.agreement <<-'END'
		timezone "Europe/Berlin"
		roster "reps.csv"
		stage inquiry at created
		stage mql at mql_at
		stage sal at sal_at
		exit recycled at recycled_at reason recycle_reason
		exit disqualified at disqualified_at
		handover mql to sal
		sla accept from mql to sal or recycled or disqualified within 3 days
		return recycled "Not now" "Öffentliche Hand"
		return disqualified "Student"
		bant budget yes when budget >= 10000 no when budget < 2000
		bant need yes when need = yes no when need = no
		bant timing yes when timeline <= 90 days no when timeline > 365 days
	END
	{ echo 'decimal ","' && cat our.agreement; } >comma.agreement
	printf '%s\n' rep,team 'Mehmet Yılmaz,a' 'Jürgen Groß,a' 'Søren Ortved,b' 'Tom Whitfield,b' >reps.csv
	cat >leads.csv <<-'END'
		id,name,company,email,owner,created,mql_at,sal_at,recycled_at,recycle_reason,disqualified_at,budget,need,timeline
		101234567890,Ann Öztürk,Acme,ann@acme.example,Tom Whitfield,2026-09-01,2026-10-05 09:30,,,,,,,
		101234567891,Bob Ray,Bolt,bob@bolt.example,Tom Whitfield,2026-09-01,2026-10-13 08:00,,,,,14000,,
		00123,Cas Lee,Core,cas@core.example,Mehmet Yılmaz,2026-09-01,2026-10-20 12:00,,,,,,,
		123,Dee Fox,Dart,dee@dart.example,Mehmet Yılmaz,2026-09-01,2026-10-21 12:00,,,,,,yes,
		A-7,Eva Ruß,Echo,eva@echo.example,Jürgen Groß,2026-09-01,2026-10-02 11:11,,,,,,,
		4711,Fay Poe,Fern,fay@fern.example,,2026-09-01,2026-10-28,,,,,,,
		4712,Gus Kim,Gild,gus@gild.example,,2026-09-01,2026-10-29,2026-10-30,,,,,,
	END
	leadreview -q -a our.agreement --sheet -f csv leads.csv >sheet.csv
	leadreview -q -a comma.agreement --sheet -f csv leads.csv >semicolons.csv
}

setup() {
	command -v python3 >/dev/null || skip "there is no python3"
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 LEADPIPE_AGREEMENT=$made/our.agreement
	leads=$made/leads.csv sheet=$made/sheet.csv
}

fill() { # what review_fill.py takes behind the two files
	python3 "$ROOT/tests/cli/review_fill.py" "${from:-$sheet}" filled.csv "$@"
}

record() { # options
	leadreview --record filled.csv -s d.csv --reviewer Sofie "$leads" "$@" 2>err || { cat err; false; }
}

refuses() { # options; what it says is in $output
	fails leadreview --record filled.csv -s d.csv --reviewer Sofie "$leads" "$@"
	says "filled.csv"
}

# The decisions without when and by whom.
decided() {
	sed 1d d.csv | cut -d, -f3,5-
}

holds() { # a line of decided
	decided | grep -qxF -- "$1" || { decided; false; }
}

nothing_recorded() {
	[ ! -e d.csv ]
}

@test "leadreview --record: the sheet's own bytes, filled in, become decisions of this reviewer, and only the owner may read them" {
	fill Ann.decision=accept Bob.decision=return "Bob.reason=Not now" Bob.until=2026-12-01 Cas.decision=later \
		Cas.until=2026-11-15 Dee.budget=20000 Dee.need=no "Fay.note=left a message" Eva.decision=a \
		"Eva.owner=Jürgen Groß" Eva.timeline=60
	record --at "2026-10-30 14:05"
	[ "$(head -n 1 d.csv)" = at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note ]
	holds 101234567890,accept,,,,,,
	holds '101234567891,return,recycled,Not now,,2026-12-01,,'
	holds 00123,later,,,,2026-11-15,,
	holds '123,answer,,,,,budget=20000; need=no,'
	holds '4711,answer,,,,,,left a message'
	holds 'A-7,accept,,,Jürgen Groß,,timeline=60,'
	[ "$(decided | wc -l)" = 6 ]
	[ "$(sed 1d d.csv | cut -d, -f1,2 | sort -u)" = 2026-10-30T13:05:00Z,Sofie ]
	grep -q '^2026-10-30T13:05:00Z,Sofie,4711,2026-10-28,' d.csv # handed over on a date
	grep -q '^2026-10-30T13:05:00Z,Sofie,A-7,2026-10-02T09:11:00Z,' d.csv
	[ "$(stat -c %a d.csv)" = 600 ]
	grep -q 'recorded in d.csv, signed by Sofie: 2 accepted, 1 returned, 1 put off, 2 with answers, 1 with a note' err
	run ! grep -q 'not of the sheet' err
}

@test "leadreview --record: a decision may be in a meeting's words: accepted, returned, the name of an exit" {
	fill Ann.decision=Accepted Bob.decision=returned "Bob.reason=Not now" Bob.until=2026-12-01 Cas.decision=Recycled \
		"Cas.reason=Not now" Cas.until=2026-12-01
	record --at "2026-10-30 14:05"
	holds 101234567890,accept,,,,,,
	holds '101234567891,return,recycled,Not now,,2026-12-01,,'
	holds '00123,return,recycled,Not now,,2026-12-01,,'
}

@test "leadreview --record: as a German Excel writes it: ; and Windows-1252 and CRLF, dates and decimals, said once" {
	for end in '' mark; do
		from=$made/semicolons.csv fill as=excel-de Ann.decision=Accept "Ann.owner=Jürgen Groß" \
			Eva.decision=return "Eva.reason=Öffentliche Hand" Eva.until=01.12.2026 Bob.budget=20.000 \
			Dee.budget=20000,50 "Dee.note=für später – nach der Messe"
		[ -z "$end" ] || sed -i $'1s/^/\xef\xbb\xbf/' filled.csv
		rm -f d.csv
		LEADPIPE_AGREEMENT=$made/comma.agreement record
		holds '101234567890,accept,,,Jürgen Groß,,,'
		holds 'A-7,return,recycled,Öffentliche Hand,,2026-12-01,,'
		holds 101234567891,answer,,,,,budget=20000,
		holds '123,answer,,,,,"budget=20000,50",für später – nach der Messe'
		[ "$(grep -c Windows-1252 err)" = 1 ]
		grep -q 'filled.csv:.; read as Windows-1252' err
	done
}

@test "leadreview --record: as an American Excel writes it, and as Unicode text: the same decisions" {
	words=(Ann.decision=ACCEPT Eva.decision=later Dee.decision=accept "Dee.owner=Jürgen Groß")
	fill as=excel-us "${words[@]}" Eva.until=12/1/2026 Bob.budget=20,000
	record
	mv d.csv us.csv
	fill as=excel-text "${words[@]}" Eva.until=01/12/2026 Bob.budget=20,000
	record
	cmp d.csv us.csv
	run ! grep -q Windows err
	holds A-7,later,,,,2026-12-01,,
	holds 101234567891,answer,,,,,budget=20000,
}

@test "leadreview --record: rows that a spreadsheet wrote without the empty cells at their end" {
	fill only=Ann,Bob Ann.decision=accept
	sed -i 's/,*$//' filled.csv
	record
	[ "$(decided)" = 101234567890,accept,,,,,, ]
}

@test "leadreview --record: a name without its accents or with a ? for a letter is taken if one fits, and that is said" {
	fill as=excel-de Ann.decision=a "Ann.owner=Mehmet Yilmaz" Bob.decision=a "Bob.owner=Mehmet Y?lmaz" \
		Eva.decision=r "Eva.reason=?ffentliche Hand"
	record
	holds '101234567890,accept,,,Mehmet Yılmaz,,,'
	holds '101234567891,accept,,,Mehmet Yılmaz,,,'
	holds 'A-7,return,recycled,Öffentliche Hand,,,,'
	grep -q "owner 'Mehmet Yilmaz' is read as 'Mehmet Yılmaz'" err
	grep -q "owner 'Mehmet Y?lmaz' is read as 'Mehmet Yılmaz'" err
	grep -q "reason '?ffentliche Hand' is read as 'Öffentliche Hand'" err
}

@test "leadreview --record: an owner whom nobody knows is a mistake, and so is a reason" {
	fill Ann.decision=a "Ann.owner=Tom Witfield" Bob.decision=r "Bob.reason=No time" Cas.decision=r
	refuses
	says "dpw-bzp: owner 'Tom Witfield' is not on the roster; did you mean 'Tom Whitfield'?"
	says "reason 'No time' is none of the agreement's"
	says "return needs a reason: Not now, Öffentliche Hand, Student"
	says "nothing is recorded; correct these rows in filled.csv, or add --skip-mistakes"
	nothing_recorded
}

@test "leadreview --record: the reason says through which exit; an exit may be named in its place" {
	fill Ann.decision=r Ann.reason=student
	record
	[ "$(decided)" = 101234567890,return,disqualified,Student,,,, ]
	fill Bob.decision=r Bob.reason=disqualified
	refuses
	says "return through disqualified needs a reason"
	cp "$made/reps.csv" .
	sed 's/^return.*//' "$made/our.agreement" >any.agreement
	fill Bob.decision=r Bob.reason=disqualified Cas.decision=r "Cas.reason=moved to Fiji" Dee.decision=r
	LEADPIPE_AGREEMENT=any.agreement record
	holds 101234567891,return,disqualified,,,,,
	holds '00123,return,recycled,moved to Fiji,,,,'
	holds 123,return,recycled,,,,,
}

@test "leadreview --record: a ? in a note is kept, and said" {
	fill as=excel-de "Ann.note=asks for Mr. Y?lmaz?" "Bob.note=why?"
	record
	holds '101234567890,answer,,,,,,asks for Mr. Y?lmaz?'
	grep -q 'note has a ? within a word, at filled.csv:' err
}

@test "leadreview --record: ids that a spreadsheet took for numbers: the ref decides, and the export's id is recorded" {
	for ids in rounded rounded-de whole grouped zero; do
		fill ids=$ids as=excel-de Ann.decision=a Bob.decision=a Cas.decision=a Dee.decision=a Fay.decision=a
		rm -f d.csv
		record
		[ "$(decided | cut -d, -f1 | sort | tr '\n' ' ')" = '00123 101234567890 101234567891 123 4711 ' ]
	done
}

@test "leadreview --record: an id without its ref is taken if it is one lead's and no other's; else it is no guess" {
	fill drop=ref only=Ann,Bob Ann.decision=a
	record
	[ "$(decided)" = 101234567890,accept,,,,,, ]
	rm d.csv
	fill drop=ref ids=rounded only=Ann Ann.decision=a
	refuses
	says "1.01235E+11: it has no ref, and its id may be '101234567891' or another, as spreadsheets ruin ids"
	nothing_recorded
	for who in Cas Dee; do # 00123 came back as 123, which another lead is called
		fill drop=ref ids=whole only=$who $who.decision=a
		refuses
		says "123: it has no ref, and its id may be"
		nothing_recorded
	done
	fill drop=ref only=Ann Ann.lead_id=999 Ann.decision=a
	refuses
	says "it has no ref, and no lead that is handed over in $leads has its id"
}

@test "leadreview --record: dates are read as 'handed over' came back, day first or month first" {
	fill as=excel-us Ann.decision=later Ann.until=12/11/2026
	record
	grep -q "until '12/11/2026' is read as '2026-12-11'" err
	[ "$(decided)" = 101234567890,later,,,,2026-12-11,, ]
	rm d.csv
	fill dates=%d/%m/%Y Ann.decision=later Ann.until=12/11/2026
	record
	[ "$(decided)" = 101234567890,later,,,,2026-11-12,, ]
	rm d.csv
	fill only=Ann as=excel-us Ann.decision=later Ann.until=12/11/2026 # 10/5/2026, and the lead knows it is October
	record
	[ "$(decided)" = 101234567890,later,,,,2026-12-11,, ]
	rm d.csv
	for year in 2026 26; do
		fill Ann.decision=later Ann.until=11.12.$year
		record
		[ "$(decided)" = 101234567890,later,,,,2026-12-11,, ]
		rm d.csv
	done
}

@test "leadreview --record: a date that may be two is a mistake that lists them, where 'handed over' doesn't tell" {
	fill Ann.decision=later Ann.until=12/11/2026 Bob.decision=later Bob.until=25/12/2026
	refuses
	says "until '12/11/2026' may be 2026-11-12 or 2026-12-11, and no 'handed over' of this sheet shows which"
	run ! grep -q '25/12' err
	nothing_recorded
	fill Ann.decision=later "Ann.until=next week" Bob.decision=later Cas.decision=later Cas.until=2026-10-30
	refuses
	says "until 'next week' is not a date; write it as 2026-12-31"
	says "later needs a date in 'until'"
	says "until 2026-10-30 has passed"
	nothing_recorded
}

@test "leadreview --record: decimals are read as 'days waiting' came back; the agreement gets its own" {
	fill decimal=, delimiter=';' Ann.budget=20.000 Dee.budget=20000,00 Bob.budget=14.000
	record
	holds 101234567890,answer,,,,,budget=20000,
	holds 123,answer,,,,,budget=20000.00,
	[ "$(decided | wc -l)" = 2 ] # Bob's is as it was
	rm d.csv
	from=$made/semicolons.csv fill decimal=. Ann.budget=20,000.50
	LEADPIPE_AGREEMENT=$made/comma.agreement record
	[ "$(decided)" = '101234567890,answer,,,,,"budget=20000,50",' ]
}

@test "leadreview --record: a number that may be two is a mistake where 'days waiting' has no fraction, or is another's" {
	fill only=Fay Fay.budget=20.000
	refuses
	says "budget '20.000' may be 20 or 20000, and no 'days waiting' of this sheet shows which; write it without a separator"
	nothing_recorded
	# a sheet of the future, and one of two days
	for words in 'only=Ann Ann.days=1000,5' Ann.days=5,5; do
		# shellcheck disable=SC2086 # they are words
		fill decimal=, delimiter=';' $words Ann.budget=20.000
		refuses
		says "'20.000' may be 20 or 20000"
	done
	fill only=Bob,Ann Bob.budget=14.000 # it has 14000
	record
	nothing_recorded
	fill Ann.budget=20.000 Bob.budget=1,500
	record
	holds 101234567890,answer,,,,,budget=20,
	holds 101234567891,answer,,,,,budget=1500,
	grep -q "the number '20.000' is read as '20'" err
	grep -q "the number '1,500' is read as '1500'" err
	rm d.csv
	fill drop=days Ann.budget=20000
	record
	[ "$(decided)" = 101234567890,answer,,,,,budget=20000, ]
}

@test "leadreview --record: empty rows and rows of totals are left out and counted; with a decision they are a mistake" {
	fill Ann.decision=a tail= 'tail=ref:Summe;days:92.4;budget:34000'
	record
	[ "$(decided | wc -l)" = 1 ]
	grep -q '2 rows have no ref, lead_id or decision, first at filled.csv:8; left out' err
	fill Ann.decision=a 'tail=name:Somebody;decision:accept'
	rm d.csv
	refuses
	says "filled.csv:8: a decision without a ref or lead_id; which lead is it about?"
	nothing_recorded
	fill 'tail=ref:Summe;note:remember the milk'
	refuses
	says "filled.csv:8: Summe: this is no ref"
}

@test "leadreview --record: rows sorted, columns moved, hidden or inserted: it is the headers that count" {
	fill Ann.decision=a Bob.decision=a
	record
	mv d.csv want.csv
	python3 - <<-'END'
		import csv
		rows = list(csv.reader(open("filled.csv", encoding="utf-8", newline="")))
		order = list(range(len(rows[0])))[::-1]
		rows = [[r[i] for i in order] for r in [rows[0]] + rows[:0:-1]]
		for i, r in enumerate(rows):
		    r[3:3] = ["phone", "Remarks of Tom"] if i == 0 else ["", "?"]
		csv.writer(open("filled.csv", "w", encoding="utf-8", newline="")).writerows(rows)
	END
	record
	cmp <(sort d.csv) <(sort want.csv)
	[ "$(grep -c 'not of the sheet, and not read: phone, Remarks of Tom' err)" = 1 ]
}

@test "leadreview --record: a header is found by its first word, if it is the only one" {
	fill Ann.decision=a Ann.owner="Tom Whitfield" Ann.note=x
	sed -i '1s/decision (accept.return.later)/Decision?/; 1s/,note/,note (optional)/; 1s/,owner,/,owner (if new),/' filled.csv
	record
	[ "$(decided)" = '101234567890,accept,,,Tom Whitfield,,,x' ]
	sed -i '1s/,timeline/,decision 2/' filled.csv
	refuses
	says "the columns 'Decision?' and 'decision 2' may both be the sheet's 'decision (accept/return/later)'"
	fill "Ann.note=x"
	sed -i '1s/,company,/,note,/' filled.csv
	refuses
	says "the columns 'note' and 'note' may both be the sheet's 'note'"
}

@test "leadreview --record: a column to answer that is called like one of the sheet's" {
	cp "$made/reps.csv" .
	{ sed '/^bant timing/d' "$made/our.agreement" && echo 'bant timing yes when due <= 90 days' &&
		echo 'ask budget, due'; } >ask.agreement
	sed '1s/timeline/due/' "$leads" >due.csv
	export LEADPIPE_AGREEMENT=ask.agreement
	leadreview -q --sheet -f csv due.csv >sheet.csv
	head -n 1 sheet.csv | grep -q 'answer: due'
	sheet=sheet.csv leads=due.csv
	fill "Ann.answer: due=30"
	record
	[ "$(decided)" = 101234567890,answer,,,,,due=30, ]
	run ! grep -q 'not of the sheet' err
}

@test "leadreview --record: ref and id both deleted are an error, and a deleted decision column decides nothing" {
	fill drop=ref drop=lead_id Ann.decision=a
	refuses
	says "neither a column 'ref' nor 'lead_id'"
	nothing_recorded
	fill drop=decision Ann.need=yes
	record
	[ "$(decided)" = 101234567890,answer,,,,,need=yes, ]
	grep -q "no column 'decision', so it accepts and returns no lead" err
}

@test "leadreview --record: rows that were deleted or filtered away decide nothing, and leads that wait and aren't there are counted" {
	fill only=Ann,Bob Ann.decision=a
	record
	[ "$(decided | wc -l)" = 1 ]
	grep -q '1 row of the sheet says nothing' err
	grep -q '4 leads that wait are not in the sheet' err
	fill only=Bob Bob.decision=a # Ann is decided by now
	record
	grep -q '4 leads that wait are not in the sheet' err
}

@test "leadreview --record: ids or names sorted apart from their rows are mistakes, not decisions about other leads" {
	for column in lead_id name; do
		fill Ann.decision=a Bob.decision=a
		python3 - $column <<-'END'
			import csv, sys
			rows = list(csv.reader(open("filled.csv", encoding="utf-8", newline="")))
			i = rows[0].index(sys.argv[1])
			for r, cell in zip(rows[1:], sorted((r[i] for r in rows[1:]), reverse=True)):
			    r[i] = cell
			csv.writer(open("filled.csv", "w", encoding="utf-8", newline="")).writerows(rows)
		END
		refuses
		says "dpw-bzp: the ref is of "
		says "$column says "
		says "sorted without the others"
		nothing_recorded
	done
	fill Ann.decision=a ids=rounded Ann.lead_id=9.99999E+11 # no digits that Ann's could have lost
	refuses
	says "the ref is of lead '101234567890', and lead_id says '9.99999E+11'"
	fill Ann.decision=a Ann.lead_id= Ann.name=
	python3 - <<-'END'
		import re
		text = open("filled.csv", encoding="utf-8").read()
		open("filled.csv", "w", encoding="utf-8").write(re.sub(r"dpw-bzp,101234567890,Ann Öztürk", "DPWBZP,,ann ozturk", text))
	END
	record
	holds 101234567890,accept,,,,,,
}

@test "leadreview --record: decision words in any case and by their first letters; others are listed with the three" {
	for word in ACCEPT acc A; do
		fill Ann.decision=$word
		rm -f d.csv
		record
		[ "$(decided)" = 101234567890,accept,,,,,, ]
	done
	fill Ann.decision=x Bob.decision=ok Cas.decision=ja Dee.decision=yes 'Eva.decision=A?' Fay.decision=acceptd
	rm d.csv
	refuses
	[ "$(grep -c 'is none of accept, return and later (or their first letters)' err)" = 6 ]
	says "decision 'ja' is none of"
	nothing_recorded
}

@test "leadreview --record: filed twice, what is recorded already adds nothing, whoever files it" {
	fill Ann.decision=a Bob.decision=r "Bob.reason=Not now" Cas.need=yes "Dee.note=call" Eva.decision=l Eva.until=2026-11-11
	record
	cp d.csv once.csv
	leadreview --record filled.csv -s d.csv --reviewer Tom "$leads" 2>err
	cmp d.csv once.csv
	grep -q 'nothing new to record' err
	grep -q '5 rows say what is recorded already' err
	fill Ann.decision=a "Ann.owner=Tom Whitfield" "Ann.note=and a note" # her owner is Tom
	record
	[ "$(decided | tail -n 1)" = '101234567890,answer,,,,,,and a note' ]
}

@test "leadreview --record: what contradicts a newer decision is a mistake that says whose, until --again" {
	fill Ann.decision=a Bob.decision=l Bob.until=2026-11-11 Cas.need=yes
	leadreview -q --record filled.csv -s d.csv --reviewer Tom --at '2026-10-30 14:05' "$leads"
	cp d.csv before.csv
	fill Ann.decision=r Ann.reason=Student Cas.need=no Bob.decision=l Bob.until=2026-11-12
	refuses
	says "dpw-bzp was accepted by Tom, 2026-10-30 14:05; --again overrules it"
	says "gph-htx was put off by Tom, 2026-10-30 14:05; --again overrules it"
	says "need was answered 'yes' by Tom, 2026-10-30 14:05; --again overrules it"
	cmp d.csv before.csv
	record --again
	[ "$(decided | tail -n 3 | sort | head -n 1)" = 00123,answer,,,,,need=no, ]
	fill Bob.decision=a # what was put off is not decided
	record
	[ "$(decided | tail -n 1)" = 101234567891,accept,,,,,, ]
	fill Bob.decision=l Bob.until=2026-12-24
	refuses
	says "gph-htx was accepted by Sofie"
}

@test "leadreview --record: a lead that was returned until a day that has come may be decided about again" {
	fill Ann.decision=r "Ann.reason=Not now" Ann.until=2026-11-05
	record
	fill Ann.decision=a
	refuses
	says "dpw-bzp was returned by Sofie, 2026-10-31 23:59: Not now; --again overrules it"
	record --now 2026-11-05
	[ "$(decided | tail -n 1)" = 101234567890,accept,,,,,, ]
}

@test "leadreview --record: a sheet of an earlier hand-over is a mistake, and with --skip-mistakes the others are recorded" {
	sed '/^101234567890/s/2026-10-05 09:30/2026-10-30 10:00/' "$leads" >again.csv
	leads=again.csv
	fill Ann.decision=a Bob.decision=a
	refuses
	says "filled.csv:5: dpw-bzp: lead '101234567890' was handed over again since, on 2026-10-30"
	nothing_recorded
	record -q --skip-mistakes
	[ "$(decided)" = 101234567891,accept,,,,,, ]
	[ "$(cat err)" = "leadreview: filled.csv:5: dpw-bzp: lead '101234567890' was handed over again since, on 2026-10-30, and this row is about the hand-over before; decide about it on a new sheet; left out" ]
	sed -i /^101234567890/d again.csv
	refuses
	says "dpw-bzp: no lead that is handed over in again.csv has this ref"
}

@test "leadreview --record: a formula in a note stays a text, guarded wherever it is written, and a guard is dropped" {
	fill "Ann.note='=HYPERLINK(\"http://evil.example\")" "Bob.note=-2+3"
	record
	grep -qF "'=HYPERLINK" d.csv
	run ! grep -qF "''=" d.csv
	grep -qF "'-2+3" d.csv
	record # and it is the same note
	grep -q 'nothing new to record' err
}

@test "leadreview --record: cells that don't go with the decision are mistakes, as nothing written is dropped" {
	fill Ann.decision=a "Ann.reason=Not now" Bob.decision=r "Bob.reason=Not now" "Bob.owner=Tom Whitfield" \
		"Cas.owner=Tom Whitfield" Dee.until=2026-12-01 Eva.decision=l Eva.until=2026-12-01 Eva.reason=Student
	refuses
	says "reason 'Not now' doesn't go with accept, but with return"
	says "owner 'Tom Whitfield' doesn't go with return, but with accept"
	says "owner 'Tom Whitfield', and no decision; it goes with accept"
	says "until '2026-12-01', and no decision; it goes with return or later"
	says "reason 'Student' doesn't go with later, but with return"
	nothing_recorded
}

@test "leadreview --record: two rows about one lead are recorded once if they agree; if not, both are mistakes" {
	fill Ann.decision=a
	grep dpw-bzp filled.csv >>filled.csv.more && cat filled.csv.more >>filled.csv
	record
	[ "$(decided | wc -l)" = 1 ]
	rm d.csv
	sed '$s/,accept,\|,a,/,l,/' filled.csv >other.csv && mv other.csv filled.csv
	refuses --skip-mistakes || true
	[ ! -s out ]
	grep -q 'filled.csv:5: dpw-bzp: line 8 is about the same lead and says something else' err
	grep -q 'filled.csv:8: dpw-bzp: line 5 is about the same lead and says something else' err
	nothing_recorded
}

@test "leadreview --record: --at is when it was decided: not before the hand-over, and not after now" {
	fill Ann.decision=a Fay.decision=a
	refuses --at '2026-10-20 12:00'
	says "cfv-qgn: it was handed over on 2026-10-28, after the decision of 2026-10-20 12:00"
	fails leadreview --record filled.csv -s d.csv --at 2026-11-02 "$leads"
	says "--at: '2026-11-02' is after now"
	nothing_recorded
	LEADPIPE_NOW='2026-10-31 15:00' record --at 2026-10-31
	[ "$(sed 1d d.csv | cut -d, -f1 | sort -u)" = 2026-10-31T14:00:00Z ]
}

@test "leadreview --record: signed by --reviewer, LEADPIPE_REVIEWER or the login name" {
	fill Ann.decision=a
	LEADPIPE_REVIEWER=Tom leadreview -q --record filled.csv -s d.csv "$leads"
	[ "$(sed 1d d.csv | cut -d, -f2)" = Tom ]
	rm d.csv
	leadreview -q --record filled.csv -s d.csv "$leads"
	[ "$(sed 1d d.csv | cut -d, -f2)" = "$(id -un)" ]
}

@test "leadreview --record: a sheet without a mistake and a full disk: nothing half-written, and exit 2" {
	fill Ann.decision=a
	fails leadreview --record filled.csv "$leads"
	says "--record needs a file for the decisions; add -s decisions.csv"
	fails leadreview --record filled.csv -s d.csv -o out.csv "$leads"
	says "--record prints nothing"
	[ ! -e out.csv ]
	fails leadreview --record nowhere.csv -s d.csv "$leads"
	says "nowhere.csv: no such file or directory"
	fails leadreview --record "$leads" -s d.csv "$leads"
	says "neither a column 'ref' nor 'lead_id'"
	printf 'PK\3\4\24\0\6\0\10\0\0\0\41\0\344\366\374\304\326\334\337\200\201\202\203\204\23\0\0\0[Content_Types].xml\n' >book.xlsx
	fails leadreview --record book.xlsx -s d.csv "$leads"
	says "book.xlsx: this is an Excel workbook"
	: >empty.csv
	fails leadreview --record empty.csv -s d.csv "$leads"
	says "empty.csv: no header"
	nothing_recorded
	record
	cp d.csv before.csv
	fill Bob.decision=a "Bob.note=$(printf 'x%.0s' {1..3000})"
	(
		ulimit -f 1
		fails leadreview --record filled.csv -s d.csv "$leads"
	)
	cmp d.csv before.csv
}

@test "leadreview --record: as many letters of a ref as fit one lead are enough; of several it is the one of the id" {
	fill Ann.ref=DPW Ann.lead_id= Ann.decision=a
	record
	[ "$(decided)" = 101234567890,accept,,,,,, ]
	rm d.csv
	export LEADPIPE_AGREEMENT=$ROOT/examples/nordlicht.agreement
	leads=$ROOT/examples/leads.csv
	leadreview -q --sheet -f csv "$leads" | head -n 2 | sed '2s/^[^,]*/t/' >one.csv
	from=one.csv fill Ute.decision=a Ute.lead_id=
	refuses
	says "filled.csv:2: t: "
	says "leads have refs that begin so; write more letters of it"
	nothing_recorded
	from=one.csv fill Ute.decision=a
	record
	[ "$(decided)" = 1003647,accept,,,,,, ]
}
