# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Opening hours as an agreement states them and expressions ask them.
load common

agree() { # the lines of an agreement, which says Berlin
	{ echo 'timezone "Europe/Berlin"'; cat; } >a.agreement
}

lead() { # mql_at, sal_at, region
	printf 'mql_at,sal_at,region\n%s,%s,%s\n' "$1" "$2" "${3-}" >in.csv
}

wait_is() { # what the field `wait` says for the lead
	leadscore -q -a a.agreement -c wait in.csv >got
	[ "$(sed 1d got)" = "$1" ] || { sed 1d got; return 1; }
}

@test "calendar: office(from, to) is the time it was open between, in a field, a condition and a score" {
	agree <<-'END'
		calendar office
		    hours mon-thu 09:00-12:30 13:30-17:30, fri 09:00-16:00
		field wait
		    otherwise office(mql_at, sal_at)
		score speed
		    +10 when office(mql_at, sal_at) <= 2 hours "fast"
		    +1 per office(mql_at, sal_at) / 1 hour "hours"
	END
	cat >in.csv <<-'END'
		mql_at,sal_at
		2026-11-20 15:00,2026-11-23 10:00
		2026-11-20 15:00,2026-11-23 10:00:01
		2026-11-23 10:00,2026-11-20 15:00
		2026-11-20 15:00,
		,2026-11-20 15:00
		2026-11-20,2026-11-21
		2026-11-20 12:00,2026-11-20
	END
	leadscore -q -a a.agreement -c wait,score in.csv >out
	diff out - <<-'END'
		wait,score
		2:00:00,12
		2:00:01,2
		-2:00:00,10
		,0
		,0
		7:00:00,7
		0 days,10
	END
	[ "$(leadscore -q -a a.agreement -w 'office(mql_at, sal_at) > 2 hours' in.csv | wc -l)" = 3 ]
}

@test "calendar: a lead is on the first calendar of that name whose condition holds, in that one's zone" {
	agree <<-'END'
		calendar office when region = "AMER"
		    timezone "America/Chicago"
		    hours mon-fri 08:30-17:30
		calendar office when region = "EMEA"
		    hours mon-fri 09:00-17:00
		field wait
		    otherwise office(mql_at, sal_at)
	END
	lead 2026-11-20T12:00Z 2026-11-20T16:00Z AMER
	wait_is 1:30:00
	lead 2026-11-20T12:00Z 2026-11-20T16:00Z EMEA
	wait_is 4:00:00
	lead 2026-11-20T12:00Z 2026-11-20T16:00Z APAC
	wait_is ''
}

@test "calendar: holidays, closed and open dates; a holiday file is read beside the agreement" {
	mkdir sub
	printf 'BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:Christmas\r\nDTSTART;VALUE=DATE:20201225\r\nDTEND;VALUE=DATE:20201227\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n' >sub/de.ics
	agree <<-'END'
		calendar office
		    hours    mon-fri 09:00-17:00
		    holidays "de.ics"
		    closed   2026-12-28..2026-12-31, 2027-01-04 12:00-13:00
		    open     2026-12-25 10:00-12:00, 2026-12-30 10:00-14:00
		field wait
		    otherwise office(mql_at, sal_at)
	END
	mv a.agreement sub
	for case in '2026-12-24|2026-12-25|8:00:00' '2026-12-25|2026-12-26|2:00:00' '2026-12-26|2026-12-30|0 days' \
		'2026-12-30|2026-12-31|4:00:00' '2027-01-01|2027-01-05|15:00:00' '2028-12-21|2028-12-28|1 day'; do
		IFS='|' read -r from to want <<<"$case"
		lead "$from" "$to"
		[ "$(leadscore -q -a sub/a.agreement -c wait in.csv | sed 1d)" = "$want" ] || { echo "$case"; false; }
	done
}

@test "calendar: holidays of a CSV, all rows or those that fit; notes are told" {
	cat >days.csv <<-'END'
		division;date;title
		north;23.11.2026;Fog Day
		south;24.11.2026;Sun Day
		;;
	END
	agree <<-'END'
		calendar office
		    hours mon-fri 09:00-17:00
		    holidays "days.csv" when division = "North"
		calendar all
		    hours mon-fri 09:00-17:00
		    holidays "days.csv"
		calendar none
		    hours mon-fri 09:00-17:00
		    holidays "days.csv" when division starts with "w"
		field wait
		    otherwise office(mql_at, sal_at) + all(mql_at, sal_at)
	END
	lead 2026-11-23 2026-11-26
	wait_is '1 day'
	leadscore -a a.agreement -w 'none(mql_at, sal_at) = 24 hours' in.csv >out 2>err
	[ "$(rows out)" = 1 ]
	grep -q 'no row of days.csv is chosen: no holidays' err
	printf 'Datum\n2026-11-23\n' >days.csv # no column is called date: the first
	agree <<-'END'
		calendar office
		    hours mon-fri 09:00-17:00
		    holidays "days.csv"
		field wait
		    otherwise office(mql_at, sal_at)
	END
	wait_is 16:00:00
}

@test "calendar: a file of holidays is read only when its calendar is asked, and by --fields" {
	agree <<-'END'
		calendar office
		    hours mon-fri 09:00-17:00
		    holidays "nowhere.ics"
		score speed
		    +1 when region = "x"
	END
	lead 2026-11-23 2026-11-26 x
	leadscore -q -a a.agreement in.csv >out
	fails leadscore -a a.agreement -w 'office(mql_at, sal_at) > 1 hour' in.csv
	says "a.agreement:4:14: 'nowhere.ics' can't be read: no such file or directory"
	fails leadscore -a a.agreement --fields in.csv
	says "'nowhere.ics' can't be read"
}

@test "calendar: -e says one in one line, and replaces the agreement's" {
	lead 2026-11-23 2026-11-24
	agree <<-'END'
		calendar office
		    hours mon-fri 09:00-17:00
		field wait
		    otherwise office(mql_at, sal_at)
	END
	wait_is 8:00:00
	leadscore -q -a a.agreement -e 'calendar office hours mon-fri 10:00-12:00 closed 2026-11-23 11:00-11:30' -c wait in.csv >got
	[ "$(sed 1d got)" = 1:30:00 ]
}

@test "calendar: nights, midnights and clock changes" {
	agree <<-'END'
		calendar office
		    hours mon-fri 22:00-06:00, sat-sun 00:00-24:00
		field wait
		    otherwise office(mql_at, sal_at)
	END
	lead '2026-11-23 23:00' '2026-11-24 07:00'
	wait_is 7:00:00
	lead '2026-10-25' '2026-10-26' # 25 hours
	wait_is 25:00:00
	lead '2026-03-29' '2026-03-30'
	wait_is 23:00:00
	lead '1965-01-01' '2026-03-30' # before the calendars begin
	wait_is ''
}

@test "calendar: the same answers whatever the number of threads" {
	agree <<-'END'
		calendar office when region = "r1"
		    timezone "America/Chicago"
		    hours mon-fri 08:30-17:30
		calendar office
		    hours mon-fri 09:00-17:00
		field wait
		    otherwise office(mql_at, sal_at)
	END
	awk 'BEGIN {
		print "mql_at,sal_at,region"
		for (i = 0; i < 60000; i++)
			printf "2026-%02d-%02d %02d:%02d,2026-%02d-%02d %02d:%02d,r%d\n", i % 12 + 1, i % 28 + 1, i % 24, i % 60,
				i % 7 + 5, i % 27 + 1, i % 23, i % 59, i % 3
	}' >in.csv
	leadscore -q -j 1 -a a.agreement -c wait,mql_at in.csv >one
	same one leadscore -q -j 4 -a a.agreement -c wait,mql_at in.csv
	[ "$(sort -u one | wc -l)" -gt 5000 ]
}

@test "calendar: a help desk's cases, Monday to Friday 9 to 5, as an independent program counts them" {
	events=$LEADPIPE_SHARED/data/helpdesk/helpdesk.csv
	[ -e "$events" ] || skip "no data in LEADPIPE_SHARED, $LEADPIPE_SHARED"
	awk -F, 'NR > 1 { sub(/\r$/, ""); if (!($1 in n)) begin[$1] = $3; else if (n[$1] == 1) next_at[$1] = $3; end[$1] = $3; n[$1]++ }
		END { print "case,begin,second,end"; for (c in n) print c "," begin[c] "," next_at[c] "," end[c] }' "$events" >cases.csv
	[ "$(rows cases.csv)" = 3804 ]
	cat >a.agreement <<-'END'
		calendar office
		    hours mon-fri 09:00-17:00
		field elapsed
		    otherwise (date(end) - date(begin)) / 1 second
		field open
		    otherwise office(begin, end) / 1 second
	END
	median() { sed 1d | sort -n | awk '{ x[NR] = $1 } END { printf "%.1f\n", (x[int((NR + 1) / 2)] + x[int((NR + 2) / 2)]) / 2 }'; }
	[ "$(leadscore -q -a a.agreement -c elapsed cases.csv | median)" = 339363.0 ]
	[ "$(leadscore -q -a a.agreement -c open cases.csv | median)" = 82607.5 ]
	[ "$(leadscore -q -a a.agreement -w 'date(second) - date(begin) > 4 hours' cases.csv | sed 1d | wc -l)" = 1758 ]
	[ "$(leadscore -q -a a.agreement -w 'office(begin, second) > 8 hours' cases.csv | sed 1d | wc -l)" = 1046 ]
}

@test "calendar: a closing time of 23:59 is noted, whatever it closes or opens, and a 24:00 is not" {
	agree <<-'END'
		calendar office
		    hours  mon-thu 00:00-23:59, fri 22:00-23:59
		    closed 2026-12-24 12:00-23:59
		    open   2026-12-26 10:00-24:00
		field wait
		    otherwise office(mql_at, sal_at)
	END
	lead '2026-03-02 23:00' '2026-03-03 01:00'
	leadscore -a a.agreement -c wait in.csv 2>err >out
	[ "$(sed 1d out)" = 1:59:00 ]
	[ "$(grep -c 'the minute before midnight is left out; the end of a day is written 24:00' err)" = 3 ]
	grep -q '^leadscore: a.agreement:3:20: .* 24:00: 00:00-24:00$' err
	grep -q '^leadscore: a.agreement:4:23: .* 24:00: 12:00-24:00$' err
	leadscore -q -a a.agreement in.csv 2>err >out
	[ ! -s err ]
}

@test "calendar: holidays that end before the year of what is measured are noted, for any -j, by every tool" {
	printf 'date\n2025-01-01\n2025-12-25\n' >h.csv
	agree <<-'END'
		stage mql at mql_at
		stage sal at sal_at
		calendar office when region = "old"
		    hours mon-fri 09:00-17:00
		    holidays "h.csv"
		calendar office
		    hours mon-fri 09:00-17:00
		sla accept from mql to sal
		    within 3 office days
	END
	note="a.agreement:4:10: the last holiday of 'office' is 2025-12-25, and times up to"
	lead '2025-12-22 10:00' '2025-12-23 10:00' old
	leadsla -a a.agreement --now 2025-12-24 in.csv 2>err >out
	run ! grep 'the last holiday' err
	lead '2025-12-30 10:00' '' old
	leadsla -a a.agreement --now 2025-12-31 in.csv 2>err >out # due in the next year
	grep -qF "$note 2026-01-02 are measured by it; add the holidays since then" err
	lead '2026-03-02 10:00' '' new
	leadsla -a a.agreement --now 2026-03-03 in.csv 2>err >out # not by that calendar
	run ! grep 'the last holiday' err
	{
		echo mql_at,sal_at,region
		for i in 1 2 3 4 5 6 7 8 9; do echo "2026-03-0$i 10:00,2026-03-1$i 10:00,old"; done
	} >in.csv
	for j in 1 4; do
		leadsla -j $j -a a.agreement in.csv 2>err >out
		grep -qF "$note 2026-03-19 are measured" err
		leadscore -j $j -a a.agreement -w 'office(mql_at, sal_at) > 1 hour' in.csv 2>err >out
		grep -qF "$note 2026-03-19 are measured" err
	done
}

@test "calendar: events of an .ics are chosen by what they say; what isn't chosen isn't looked at" {
	agree <<-'END'
		calendar office
		    hours mon-fri 09:00-17:00
		    holidays "h.ics" when WHEN
		field wait
		    otherwise office(mql_at, sal_at)
	END
	cat >h.ics <<-'END'
		BEGIN:VCALENDAR
		BEGIN:VEVENT
		SUMMARY:Carnival
		CATEGORIES:Regional\,Fun
		CATEGORIES:observance
		DESCRIPTION:Observance\nnot a "holiday"
		TRANSP:TRANSPARENT
		DTSTART;VALUE=DATE:20260302
		END:VEVENT
		BEGIN:VEVENT
		SUMMARY:New Holiday
		CATEGORIES:public
		STATUS:CONFIRMED
		DTSTART;TZID=Europe/Berlin:20260303T000000
		DURATION:P1D
		END:VEVENT
		BEGIN:VEVENT
		SUMMARY:Broken
		CATEGORIES:broken
		DTSTART:someday
		END:VEVENT
		BEGIN:VEVENT
		SUMMARY:No holiday after all
		CATEGORIES:public
		STATUS:CANCELLED
		DTSTART;VALUE=DATE:20260304
		END:VEVENT
		END:VCALENDAR
	END
	lead '2026-03-02 09:00' '2026-03-05 09:00'
	cp a.agreement said
	while IFS='|' read -r when hours; do
		sed "s/WHEN/$when/" said >a.agreement
		wait_is "$hours:00:00" || { echo "$when"; return 1; }
	done <<-'END'
		categories contains "public"|16
		categories contains "observance"|16
		categories = "regional,fun,observance"|16
		summary in ("Carnival", "New Holiday")|8
		description starts with "Observance"|16
		status is missing and categories != "broken"|16
		transp = "transparent"|16
		transp != "TRANSPARENT" and status is present|16
	END
	sed 's/WHEN/summary = "Christmas"/' said >a.agreement
	leadscore -a a.agreement -c wait in.csv 2>err >out
	grep -q 'no event of h.ics is chosen: no holidays' err
	sed 's/WHEN/categories != "public"/' said >a.agreement
	fails leadscore -a a.agreement -c wait in.csv
	says "leadscore: h.ics: event 'Broken': its DTSTART can't be read"
	sed 's/WHEN/number(summary) > 3/' said >a.agreement
	fails leadscore -a a.agreement -c wait in.csv
	says "h.ics:2: summary: not a number: 'Carnival'"
}
