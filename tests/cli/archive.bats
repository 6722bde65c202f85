# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfold --archive: every night is kept, and any of them comes back as it was filed.
load common

# Files an export as a night.
night() { # time, file, option ...
	local at=$1 file=$2
	shift 2
	leadfold --archive d --at "$at" "$@" "$file"
}

# The leads as of a date.
as_of() { # date
	leadfold -q --archive d --as-of "$1" </dev/null
}

history() {
	leadfold -q --archive d --history "$@" </dev/null
}

# Four nights that differ in everything that may differ, as 1.csv to 4.csv.
four_nights() {
	cat >1.csv <<-'E'
		Record ID,Email,Lead Status,Notes,Notes,
		1,a@x,OPEN,"two
		lines, ""quoted""",n2,last
		"2, or so",b@x,OPEN, blanks ,,
		3,=c@x,WON,,,
	E
	cat >2.csv <<-'E'
		Record ID,Email,Lead Status,Notes,Notes,
		3,=c@x,WON,,new,
		1,a@x,CONNECTED,"two
		lines, ""quoted""",n2,last
	E
	cat >3.csv <<-'E'
		Email,Record ID,lead_status,Phone
		a@x,1,CONNECTED,"1,5"
		d@x,4,OPEN,
		b@x,"2, or so",OPEN,7
		=c@x,3,LOST,
	E
	cat >4.csv <<-'E'
		Record ID,Email,Lead Status,Notes,Notes,
		1,a@x,CONNECTED,"two
		lines, ""quoted""",n3,last
		"2, or so",b@x,DEAD, blanks ,,
		3,=c@x,LOST,,new,x
	E
	night 2026-03-01 1.csv
	night '2026-03-02 02:00' 2.csv --accept
	night '2026-04-03 02:00' 3.csv
	night '2026-04-04 02:00' 4.csv --accept
}

@test "archive: as of each night it says what was filed, in the order of first appearance" {
	four_nights
	same 1.csv as_of 2026-03-01
	{ sed -n 1p 2.csv; sed -n '3,4p' 2.csv; sed -n 2p 2.csv; } >want
	same want as_of 2026-03-02
	same want as_of 2026-04-02
	{ sed -n '1,2p' 3.csv; sed -n 4,5p 3.csv; sed -n 3p 3.csv; } >want
	same want as_of 2026-04-03
	same 4.csv as_of 2026-04-04
	same 4.csv leadfold -q --archive d
	same 4.csv as_of '2026-04-04 02:00'
	{ sed -n '1,2p' 3.csv; sed -n 4,5p 3.csv; sed -n 3p 3.csv; } >want
	same want as_of '2026-04-04 01:59:59'
	fails as_of 2026-02-28
	says "d has no night so early; its first is of 2026-03-01"
	leadfold --archive d --check 2>err
	grep -q 'd: 4 nights, each as it was filed' err
}

@test "archive: lines of a month say what changed, and nothing else" {
	four_nights
	[ "$(ls d)" = $'2026-03.csv\n2026-04.csv\nbase.csv' ]
	cmp 1.csv d/base.csv
	grep -v '^night,\|^end,' d/2026-03.csv >out
	cat >want <<-'E'
		archive,1
		columns,Record ID,Email,Lead Status,Notes,Notes,
		id,Record ID
		base,1,base.csv,
		cell,3,Notes[2],,new
		cell,1,Lead Status,OPEN,CONNECTED
		lead,"2, or so",present,absent
	E
	sed -i 's/^\(base,1,base.csv,\).*/\1/' out
	cmp out want
	grep -v '^night,\|^end,' d/2026-04.csv >out
	cat >want <<-'E'
		archive,1
		columns,Email,Record ID,lead_status,Phone
		cell,1,Phone,,"1,5"
		lead,4,absent,present
		cell,4,Email,,d@x
		cell,4,Record ID,,4
		cell,4,lead_status,,OPEN
		lead,"2, or so",absent,present
		cell,"2, or so",Phone,,7
		cell,3,lead_status,WON,LOST
		columns,Record ID,Email,Lead Status,Notes,Notes,
		cell,1,Notes[2],n2,n3
		cell,"2, or so",Lead Status,OPEN,DEAD
		cell,3,[6],,x
		lead,4,present,absent
	E
	cmp out want
	grep '^night,' d/*.csv | cut -d, -f 1-5,7- >out
	cat >want <<-'E'
		d/2026-03.csv:night,1,2026-03-01,3,6,1.csv,
		d/2026-03.csv:night,2,2026-03-02T02:00:00Z,2,6,2.csv,
		d/2026-04.csv:night,3,2026-04-03T02:00:00Z,4,4,3.csv,
		d/2026-04.csv:night,4,2026-04-04T02:00:00Z,3,6,4.csv,
	E
	cmp out want
}

@test "archive: the history has a row a change, and no time for what stood there before" {
	four_nights
	history -w 'not (after is missing and at is missing)' >out
	cat >want <<-'E'
		lead_id,column,old,new,after,at
		3,Notes[2],,new,2026-03-01,2026-03-02
		1,Lead Status,OPEN,CONNECTED,2026-03-01,2026-03-02
		"2, or so",,present,absent,2026-03-01,2026-03-02
		4,,absent,present,2026-03-02,2026-04-03
		4,Email,,d@x,2026-03-02,2026-04-03
		4,Record ID,,4,2026-03-02,2026-04-03
		4,Lead Status,,OPEN,2026-03-02,2026-04-03
		"2, or so",,absent,present,2026-03-02,2026-04-03
		3,Lead Status,WON,LOST,2026-03-02,2026-04-03
		1,Notes[2],n2,n3,2026-03-02,2026-04-04
		"2, or so",Lead Status,OPEN,DEAD,2026-04-03,2026-04-04
		3,[6],,x,2026-03-02,2026-04-04
		4,,present,absent,2026-04-03,2026-04-04
	E
	cmp out want
	history -w 'at is missing' >out
	sed 1d out >rows
	cat >want <<-'E'
		1,,absent,present,,
		1,Record ID,,1,,
		1,Email,,a@x,,
		1,Lead Status,,OPEN,,
		1,Notes,,"two
		lines, ""quoted""",,
		1,Notes[2],,n2,,
		1,[6],,last,,
		"2, or so",,absent,present,,
		"2, or so",Record ID,,"2, or so",,
		"2, or so",Email,,b@x,,
		"2, or so",Lead Status,,OPEN,,
		"2, or so",Notes,, blanks ,,
		3,,absent,present,,
		3,Record ID,,3,,
		3,Email,,=c@x,,
		3,Lead Status,,WON,,
		1,Phone,,"1,5",,
		"2, or so",Phone,,7,,
	E
	cmp rows want
	history --as-of 2026-03-02 -w 'at is present' -c lead_id,column >out
	printf 'lead_id,column\n3,Notes[2]\n1,Lead Status\n"2, or so",\n' | cmp - out
}

# A small export, of which night after night one cell changes.
small() { # n
	printf 'Record ID,Email,Status\n1,a@x,S%s\n2,b@x,OPEN\n' "$1"
}

@test "archive: delimiter, byte order mark, quotes, line ends and the order of rows are no change" {
	small 1 >1.csv
	night 2026-03-01 1.csv
	printf '\xEF\xBB\xBFRecord ID;Email;Status\r\n"2";b@x;OPEN\r\n1;"a@x";S1\r\n' >2.csv
	night 2026-03-02 2.csv 2>err
	grep -q 'night 2 (2026-03-02) is filed: 2 leads; 0 came, 0 went, 0 cells changed in 0 leads' err
	grep -q '2.csv: nothing has changed since night 1 (2026-03-01); if that is not to be expected' err
	[ "$(grep -c '^cell,\|^lead,\|^columns,' d/2026-03.csv)" -eq 1 ]
	tr ',' '\t' <1.csv | gzip >3.tsv.gz
	night 2026-03-03 3.tsv.gz
	[ "$(grep -c '^cell,\|^lead,\|^columns,' d/2026-03.csv)" -eq 1 ]
	same 1.csv leadfold -q --archive d
}

@test "archive: cells are kept byte for byte, and nothing of a database's is nothing" {
	printf 'Record ID,Notes,X\n1,"a\rb", y \n2,\0\1\377,"""q"\n3,=1+1,\\N\n' >1.csv
	night 2026-03-01 1.csv 2>err
	grep -q '1 cell is not UTF-8, at 1.csv:3' err
	same 1.csv leadfold -q --archive d
	rm -r d
	printf 'Record ID\tNotes\n1\t"a\\tb\n2\t\\N\n\\N\tx\n' >1.tsv
	fails night 2026-03-01 1.tsv --raw-tsv
	says '1.tsv:4: the lead has no id'
	sed -i '$d' 1.tsv
	night 2026-03-01 1.tsv --raw-tsv
	leadfold -q --archive d >out
	printf 'Record ID,Notes\n1,"""a\tb"\n2,\n' | cmp - out
	leadfold -q --archive d --raw-tsv >out
	printf 'Record ID\tNotes\n1\t"a\\tb\n2\t\n' | cmp - out
}

@test "archive: the same export of the same time is filed once, and of a later time as a night without changes" {
	small 1 >1.csv
	small 2 >2.csv
	night 2026-03-01 1.csv
	night 2026-03-02 2.csv
	cp -r d before
	night 2026-03-02 2.csv 2>err
	grep -q '2.csv: it was filed already, as night 2 (2026-03-02); nothing is to be done' err
	night 2026-03-01 1.csv
	diff -r d before
	night 2026-03-03 2.csv 2>err
	grep -q 'nothing has changed since night 2' err
}

refused() { # a piece of what is said; time, file, option ...
	local why=$1
	shift
	rm -rf before
	cp -r d before
	fails night "$@"
	says "$why"
	diff -r d before
}

@test "archive: what looks like another export is refused, and nothing is written, unless it is accepted" {
	awk 'BEGIN { print "Record ID,Status,Last Modified Date"; for (i = 1; i <= 100; i++) print i ",OPEN,2026-02-" (i % 28 + 1) }' >1.csv
	sed 's/^7,OPEN/7,WON/' 1.csv >2.csv
	night '2026-03-01 02:00' 1.csv
	night '2026-03-02 02:00' 2.csv
	sed 90q 1.csv >few.csv # 89 leads
	refused 'few.csv: it has 89 leads, and night 2 (2026-03-02T02:00:00Z) had 100' '2026-03-03 02:00' few.csv
	refused '1.csv: it says just what night 1 (2026-03-01T02:00:00Z) said' '2026-03-03 02:00' 1.csv
	sed '/-28$/d' 2.csv >older.csv
	refused 'its newest change is of 2026-02-27, and that of night 2 (2026-03-02T02:00:00Z) was of 2026-02-28' '2026-03-03 02:00' older.csv
	refused 'a night must be later than the last one' '2026-03-02 02:00' 1.csv
	refused 'a night must be later than the last one' '2026-03-01 12:00' few.csv --accept
	refused 'it is of 2062-03-03, and now is 2026-10-31' 2062-03-03 2.csv --accept
	sed 91q 1.csv >enough.csv # 90
	night '2026-03-03 02:00' enough.csv
	night '2026-03-04 02:00' few.csv --accept
	night '2026-03-05 02:00' 1.csv --accept
	night '2026-03-06 02:00' older.csv --accept
	leadfold -q --archive d --check
	same older.csv leadfold -q --archive d
}

@test "archive: a lead without an id, or with one that others have, files nothing, and the first five are named" {
	printf 'Record ID,Email\n1,a\n,b\n1,c\nn/a,d\n1,e\n2,f\n1,g\n1.23457E+14,h\n' >1.csv
	fails night 2026-03-01 1.csv
	[ ! -e d ]
	cat >want <<-'E'
		leadfold: 1.csv:3: the lead has no id, so the archive can't know it again
		leadfold: 1.csv:4: a row above has this id, too: '1'
		leadfold: 1.csv:5: the lead has no id, so the archive can't know it again
		leadfold: 1.csv:6: a row above has this id, too: '1'
		leadfold: 1.csv:8: a row above has this id, too: '1'
	E
	head -5 err | cmp - want
	says 'and 1 more row'
	printf 'Record ID,Email\n1,a\n1 ,c\n2,f\n 1,g\n' >1.csv
	fails night 2026-03-01 1.csv
	night 2026-03-01 1.csv --repeats first 2>err
	grep -q '2 rows repeat an id; the first row of each was taken' err
	leadfold -q --archive d >out
	printf 'Record ID,Email\n1,a\n2,f\n' | cmp - out
	rm -r d
	night 2026-03-01 1.csv --repeats last
	leadfold -q --archive d >out
	printf 'Record ID,Email\n 1,g\n2,f\n' | cmp - out
	printf 'Name,Email\nx,y\n' >2.csv
	fails night 2026-03-02 2.csv
	says 'no column is the lead'
	night 2026-03-02 2.csv -e 'field id "Name"' --accept
}

@test "archive: rows that are empty, or the header again, are no leads; those the agreement ignores are" {
	printf 'Record ID,Email\n1,a\n,\n\nRecord ID,Email\n2,b\n' >1.csv
	night 2026-03-01 1.csv -e 'ignore when email = "a"'
	leadfold -q --archive d -e 'ignore when email = "a"' >out
	printf 'Record ID,Email\n1,a\n2,b\n' | cmp - out
}

@test "archive: columns that change by themselves are left out from then on, until it is said otherwise" {
	printf 'Record ID,Days since,Status\n1,5,OPEN\n' >1.csv
	printf 'Record ID,Days since,Status\n1,6,OPEN\n' >2.csv
	printf 'Record ID,days_since,Status\n1,7,WON\n' >3.csv
	night 2026-03-01 1.csv
	night 2026-03-02 2.csv --except 'Days since' 2>err
	grep -q "column 'Days since' is gone" err
	night 2026-03-03 3.csv
	leadfold -q --archive d >out
	printf 'Record ID,Status\n1,WON\n' | cmp - out
	[ "$(grep -c ^except, d/2026-03.csv)" -eq 1 ]
	night 2026-03-04 3.csv --except none 2>err
	grep -q "column 'days_since' is back" err
	same 3.csv leadfold -q --archive d
	fails night 2026-03-05 3.csv --except Stauts
	says "--except: no column 'Stauts'; did you mean 'Status'?"
	fails night 2026-03-05 3.csv --except 'Status, Record ID'
	says "'Record ID' is the leads' id"
	leadfold -q --archive d --check
}

@test "archive: a column that changed in over a third of the leads is noted" {
	awk 'BEGIN { print "Record ID,Days"; for (i = 1; i <= 30; i++) print i "," i }' >1.csv
	awk 'BEGIN { print "Record ID,Days"; for (i = 1; i <= 30; i++) print i "," (i > 10 ? i : i + 1) }' >2.csv
	awk 'BEGIN { print "Record ID,Days"; for (i = 1; i <= 30; i++) print i "," (i > 11 ? i : i + 2) }' >3.csv
	night 2026-03-01 1.csv
	night 2026-03-02 2.csv 2>err
	run ! grep -q "changed in 10 leads of" err
	night 2026-03-03 3.csv 2>err
	grep -q "column 'Days' changed in 11 leads of the 30 leads that stayed" err
}

@test "archive: a void night does not count, and what it changed for good is dated by the next" {
	for n in 1 2 3 4; do small $n >$n.csv; done
	printf 'Record ID,Email,Status\n2,b@x,HALF\n3,c@x,NEW\n' >3.csv
	printf 'Record ID,Email,Status\n1,a@x,S4\n2,b@x,OPEN\n3,c@x,NEW\n' >4.csv
	printf 'Record ID,Email,Status\n1,a@x,S4\n2,b@x,WON\n3,c@x,NEW\n' >5.csv
	for n in 1 2 3 4 5; do night 2026-03-0$n $n.csv --accept; done
	leadfold --archive d --void 3 2>err
	grep -q 'night 3 (2026-03-03) is void' err
	same 2.csv as_of 2026-03-03
	same 4.csv as_of 2026-03-04
	same 5.csv as_of 2026-03-05
	history -w 'at is present' >out
	cat >want <<-'E'
		lead_id,column,old,new,after,at
		1,Status,S1,S2,2026-03-01,2026-03-02
		3,,absent,present,2026-03-02,2026-03-04
		3,Record ID,,3,2026-03-02,2026-03-04
		3,Email,,c@x,2026-03-02,2026-03-04
		3,Status,,NEW,2026-03-02,2026-03-04
		1,Status,S2,S4,2026-03-02,2026-03-04
		2,Status,OPEN,WON,2026-03-04,2026-03-05
	E
	cmp out want
	[ "$(leadfold -q --archive d --nights | cut -d, -f 1,8)" = $'night,void\n1,\n2,\n3,void\n4,\n5,' ]
	fails leadfold --archive d --void 3
	says 'that night is void already'
	fails leadfold --archive d --void 6
	says 'd has nights 1 to 5'
	leadfold -q --archive d --check
}

@test "archive: a wrong last night is taken back and filed again, of an earlier month, too" {
	small 1 >1.csv
	small 2 >2.csv
	small 3 >3.csv
	night 2026-03-01 1.csv
	night 2026-05-02 2.csv # April was meant
	fails night 2026-04-02 2.csv
	says '--void 2 takes a wrong night back'
	leadfold -q --archive d --void 2
	same 1.csv leadfold -q --archive d
	night 2026-04-02 2.csv
	night 2026-06-03 3.csv
	same 1.csv as_of 2026-04-01
	same 2.csv as_of 2026-04-02
	same 2.csv as_of 2026-05-05
	same 3.csv leadfold -q --archive d
	[ "$(history -w 'at is present' -c old,new,after,at | sed 1d)" = $'S1,S2,2026-03-01,2026-04-02\nS2,S3,2026-04-02,2026-06-03' ]
	[ "$(ls d)" = $'2026-03.csv\n2026-05.csv\n2026-06.csv\nbase.csv' ]
}

@test "archive: the first night may be void, and even all of them" {
	printf 'Record ID,Email,Status\n1,a@x,S1\n2,b@x,OPEN\n9,gone,BEFORE\n' >1.csv
	small 2 >2.csv
	printf 'Record ID,Email,Status\n1,a@x,S2\n2,b@x,OPEN\n9,gone,BEFORE\n' >3.csv
	night 2026-03-01 1.csv
	night 2026-03-02 2.csv --accept
	night 2026-03-03 3.csv
	leadfold -q --archive d --void 1
	fails as_of 2026-03-01
	history >out
	cat >want <<-'E'
		lead_id,column,old,new,after,at
		1,,absent,present,,
		1,Record ID,,1,,
		1,Email,,a@x,,
		1,Status,,S2,,
		2,,absent,present,,
		2,Record ID,,2,,
		2,Email,,b@x,,
		2,Status,,OPEN,,
		9,,absent,present,2026-03-02,2026-03-03
		9,Record ID,,9,2026-03-02,2026-03-03
		9,Email,,gone,2026-03-02,2026-03-03
		9,Status,,BEFORE,2026-03-02,2026-03-03
	E
	cmp out want
	leadfold -q --archive d --void 3
	same 2.csv leadfold -q --archive d
	leadfold -q --archive d --void 2
	fails leadfold --archive d
	says 'all its nights are void'
	fails history
	leadfold -q --archive d --check
	night 2026-03-02 1.csv
	same 1.csv leadfold -q --archive d
}

@test "archive: what changed since a date: leads with a change later than that" {
	four_nights
	leadfold --archive d --changed-since 2026-04-03 -c record_id </dev/null >out 2>err
	printf 'Record ID\n1\n"2, or so"\n3\n' | cmp - out
	grep -q '1 more lead changed since 2026-04-03 and is not there any more' err
	leadfold -q --archive d --changed-since 2026-03-01 --as-of 2026-03-02 -c record_id </dev/null >out
	printf 'Record ID\n1\n3\n' | cmp - out
	[ "$(leadfold -q --archive d --changed-since 2026-04-04 </dev/null | wc -l)" -eq 1 ]
	fails leadfold --archive d --changed-since 2026-04-04 --as-of 2026-04-03
	says '--changed-since 2026-04-04 is later than --as-of 2026-04-03'
}

@test "archive: months and dates are those of the agreement's zone, over a change of the clock, too" {
	zone='timezone "Europe/Berlin"'
	for n in 1 2 3 4; do small $n >$n.csv; done
	night '2026-02-28 23:30' 1.csv -e "$zone"
	night 2026-02-28T23:30:00Z 2.csv -e "$zone" # which is in March there
	night '2026-10-25 02:30' 3.csv -e "$zone"
	night 2026-10-25T01:30:00Z 4.csv -e "$zone" # the second 02:30
	[ "$(ls d)" = $'2026-02.csv\n2026-03.csv\n2026-10.csv\nbase.csv' ]
	[ "$(grep -h ^night, d/* | cut -d, -f3)" = \
		$'2026-02-28T23:30:00+01:00\n2026-03-01T00:30:00+01:00\n2026-10-25T02:30:00+02:00\n2026-10-25T02:30:00+01:00' ]
	[ "$(history -e "$zone" -w 'at is present' -c after,at | sed 1d)" = \
		$'2026-02-28,2026-03-01\n2026-03-01,2026-10-25\n2026-10-25,2026-10-25' ]
	same 1.csv leadfold -q --archive d -e "$zone" --as-of 2026-02-28
	same 2.csv leadfold -q --archive d -e "$zone" --as-of 2026-03-01
}

@test "archive: now is that night, unless it is said otherwise" {
	printf 'Record ID,Create Date\n1,2026-02-01\n' >1.csv
	night 2026-03-01 1.csv
	unset LEADPIPE_NOW
	leadfold -q --archive d -w 'age(created_at) = 28 days' >out
	[ "$(wc -l <out)" -eq 2 ]
	leadfold -q --archive d --now 2026-03-02 -w 'age(created_at) = 28 days' >out
	[ "$(wc -l <out)" -eq 1 ]
}

@test "archive: a file's own time is the night's, and standard input needs one" {
	small 1 >1.csv
	touch -d '2026-03-08T02:00:11.7Z' 1.csv
	leadfold -q --archive d 1.csv
	[ "$(grep ^night, d/2026-03.csv | cut -d, -f 3,7)" = 2026-03-08T02:00:11Z,1.csv ]
	fails leadfold --archive d - <1.csv
	says 'standard input has no time of its own; say when it was exported: leadfold --archive d --at TIME -'
	small 2 | leadfold -q --archive d --at 2026-03-09 -
	[ "$(grep ^night,2 d/2026-03.csv | cut -d, -f 3,7)" = 2026-03-09,- ]
	fails leadfold --archive d < <(small 2)
	says 'something is waiting on standard input'
	says 'to file it: leadfold --archive d --at TIME -; to read the archive: leadfold --archive d </dev/null'
	fails leadfold --archive d <1.csv
	printf '%s\n' 2026-03-08 2026-03-09 >days
	for how in '--as-of' '--changed-since' '--history --as-of'; do
		# shellcheck disable=SC2086
		while read -r day; do leadfold -q --archive d $how "$day" -o "$day.csv" && echo "$day"; done <days | cmp - days
		# shellcheck disable=SC2002,SC2086
		cat days | while read -r day; do leadfold -q --archive d $how "$day" -o "$day.csv" && echo "$day"; done | cmp - days
	done
	[ ! -s out ]
	leadfold -q --archive d </dev/null >out
	leadfold -q --archive d <&- >out2
	cmp out out2
	sleep 30 | leadfold -q --archive d >out2 & # a pipe that says nothing
	wait $!
	cmp out out2
}

@test "archive: modes and options that do not go together" {
	small 1 >1.csv
	night 2026-03-01 1.csv
	echo 'agreement "Empty"' >empty.agreement
	fails leadfold -a empty.agreement 1.csv
	says "the agreement has neither a 'fold' nor a 'same lead' statement"
	fails leadfold --archive d --nights --history
	says '--nights and --history are two different outputs'
	fails leadfold --archive d --nights 1.csv
	says "--nights reads no leads; leave '1.csv' out"
	fails leadfold --archive d --history 1.csv
	says "--history reads the archive alone; leave '1.csv' out"
	fails leadfold --archive d --as-of 2026-03-01 1.csv
	says '--as-of is for reading an archive, and 1.csv is none'
	fails leadfold --archive d --at 2026-03-01
	says 'name the file that is to be filed, or -'
	fails leadfold --history
	says '--archive DIR'
	for option in '-w Status' '-o x' '--ragged skip' '-c Email' '--split Email' --changes; do
		# shellcheck disable=SC2086
		fails leadfold --archive d --at 2026-03-02 $option 1.csv
	done
	[ ! -e x ]
	fails leadfold --archive 1.csv --nights
	says '1.csv: not a directory'
	ln -s nowhere link
	fails leadfold --archive link --at 2026-03-01 1.csv
	says 'link: no such file or directory'
	fails leadfold --archive nowhere
	says 'nowhere: there is no such archive; its first night makes it'
	fails leadfold --archive d -o d/base.csv
	says 'would overwrite d/base.csv'
	fails leadfold --archive d -o d/2026-03.csv
	says 'would overwrite d/2026-03.csv'
	mkdir e
	echo mine >e/base.csv
	fails leadfold --archive e --at 2026-03-01 1.csv
	says 'e/base.csv: this file belongs to no archive'
	[ "$(cat e/base.csv)" = mine ]
}

@test "archive: its rows come out as any other rows" {
	small 1 >1.csv
	night 2026-03-01 1.csv
	[ "$(leadfold -q --archive d -d ';' | tail -1)" = '2;b@x;OPEN' ]
	[ "$(leadfold -q --archive d -t -c Email | tail -1)" = b@x ]
	[ "$(leadfold -q --archive d -f json -w 'status = "OPEN"' | tr -d '\n')" = '[{"Record ID": "2", "Email": "b@x", "Status": "OPEN"}]' ]
	leadfold -q --archive d -o out.csv
	cmp out.csv 1.csv
	leadfold -q --archive d | leadscore -q -c email >out
	[ "$(tail -1 out)" = b@x ]
	env -i PATH="$PATH" leadfold -q --archive d >out
	cmp out 1.csv
	fails leadfold -q --archive d --where nope=1
	[ ! -s out ]
}

@test "archive: exports that exist become nights, by the dates in their names" {
	for n in 1 2 3; do small $n >export-2026-03-0$n.csv; done
	small 4 >leads_20260304T0200.csv
	small 5 >'2026.03.05 02-00-11 leads v2.csv'
	leadfold --archive d --snapshots -- *.csv 2>err
	[ "$(leadfold -q --archive d --nights | cut -d, -f 1,2,9)" = 'night,at,file
1,2026-03-01,export-2026-03-01.csv
2,2026-03-02,export-2026-03-02.csv
3,2026-03-03,export-2026-03-03.csv
4,2026-03-04T02:00:00Z,leads_20260304T0200.csv
5,2026-03-05T02:00:11Z,2026.03.05 02-00-11 leads v2.csv' ]
	same export-2026-03-02.csv as_of 2026-03-02
	cp -r d before
	leadfold -q --archive d --snap -- *.csv # again
	diff -r d before
	small 0 >export_06.03.2026.csv
	leadfold -q --archive d --snapshots export_06.03.2026.csv
	same export_06.03.2026.csv as_of 2026-03-06
	leadfold -q --archive d --void 6
	small 6 >leads-2026-03-06.csv
	cp leads-2026-03-06.csv other20260306.csv
	fails leadfold --archive d --snapshots leads-2026-03-06.csv other20260306.csv
	says 'have the same date in their names, 2026-03-06'
	fails leadfold --archive d --snapshots leads-2026-03-06.csv leads-12345678.csv leads-2026-13-01.csv
	says 'leads-12345678.csv: no date like 2026-03-08 is in its name'
	says 'leads-2026-13-01.csv: no date'
	printf 'Record ID\n1\n1\n' >leads-2026-03-07.csv
	fails leadfold --archive d --snapshots leads-2026-03-07.csv leads-2026-03-06.csv
	says 'leads-2026-03-07.csv is not filed, and none after it; 1 before it are'
	same leads-2026-03-06.csv leadfold -q --archive d
}
