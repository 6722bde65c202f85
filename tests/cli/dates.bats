# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Dates and moments: which of the two a cell is, what a column of whole days is, and what becomes of either.
load common

@test "a date is printed as one, a moment with its clock, and both come back" {
	printf 'id,at\n1,2026-03-01\n2,2026-03-01 00:00\n3,01.03.2026 09:30\n' >in.csv
	printf 'timezone "Europe/Berlin"\nfield t\n    otherwise date(at)\nfield u\n    otherwise t + 31 days\n' >a
	leadscore -q --now 2026-06-01 -a a -c id,t,u in.csv >out
	diff - out <<-'END'
		id,t,u
		1,2026-03-01,2026-04-01
		2,2026-03-01T00:00:00+01:00,2026-04-01T01:00:00+02:00
		3,2026-03-01T09:30:00+01:00,2026-04-01T10:30:00+02:00
	END
	sed 's/,t,u$/,at,u/' out | leadscore -q --now 2026-06-01 -a a -c id,t >again
	diff <(cut -d, -f1,2 out) again
}

@test "names of periods are in the order of the periods, and are neither times nor numbers" {
	printf 'id,a,b\n1,2025-12-31,2026-01-01\n2,2026-03-01,2026-03-31\n3,2026-10-01,2026-09-30\n4,,2026-01-01\n' >in.csv
	for unit in month quarter year; do
		[ "$(leadscore -q -e 'year begins 1 October' -w "$unit(a) < $unit(b)" -c id in.csv | tail -n +2 | tr '\n' ' ')" = \
			"$([ $unit = year ] || echo '1 ')" ]
		[ "$(leadscore -q -e 'year begins 1 October' -w "$unit(a) > $unit(b)" -c id in.csv | tail -n +2)" = 3 ]
	done
	fails leadscore -w 'month(a) = 2026-03' in.csv
	says "'month(a)' is a text, and a time is wanted here; compare it with a text in quotes"
	fails leadscore -w 'month(a) < id' in.csv
	says 'are these numbers or times?'
}

@test "arithmetic: whole days from a date are a date, and so are the greatest, the least and the first there is" {
	printf 'a,b\n2026-03-28,2026-03-27\n2026-03-28 12:00,2026-03-27 12:00\n2026-03-28,2026-03-28 12:00\n' >in.csv
	cat >a <<-'END'
		timezone "Europe/Berlin"
		field next
		    otherwise date(a) + 2 days
		field last
		    otherwise date(a) - 1 week
		field half
		    otherwise date(a) + 36 hours
		field most
		    otherwise max(date(a), date(b))
		field either
		    otherwise coalesce(date(b), date(a))
		field apart
		    otherwise date(b) - date(a)
	END
	leadscore -q --now 2026-06-01 -a a -c next,last,half,most,either,apart in.csv >out
	diff - out <<-'END'
		next,last,half,most,either,apart
		2026-03-30,2026-03-21,2026-03-29T13:00:00+02:00,2026-03-28,2026-03-27,-1 day
		2026-03-30T13:00:00+02:00,2026-03-21T12:00:00+01:00,2026-03-30T01:00:00+02:00,2026-03-28T12:00:00+01:00,2026-03-27T12:00:00+01:00,-1 day
		2026-03-30,2026-03-21,2026-03-29T13:00:00+02:00,2026-03-28T12:00:00+01:00,2026-03-28T12:00:00+01:00,0 days
	END
}

@test "comparison: a day holds all its moments, the first one too, and a midnight is no whole day" {
	printf 'at\n2026-01-31\n2026-01-31 00:00\n2026-01-31 23:59:59.999999\n2026-02-01 00:00\n2026-02-01\n2025-12-31 23:59:59\n' >in.csv
	holds() { leadscore -q --now 2026-06-01 -e 'field t "at"' -w "$1" -c at in.csv | tail -n +2 | paste -sd';'; }
	[ "$(holds 'date(at) <= 2026-01-31')" = '2026-01-31;2026-01-31 00:00;2026-01-31 23:59:59.999999;2025-12-31 23:59:59' ]
	[ "$(holds 'date(at) > 2026-01-31')" = '2026-02-01 00:00;2026-02-01' ]
	[ "$(holds 'date(at) >= 2026-02-01')" = '2026-02-01 00:00;2026-02-01' ]
	[ "$(holds 'date(at) = 2026-01')" = '2026-01-31;2026-01-31 00:00;2026-01-31 23:59:59.999999' ]
	[ "$(holds 'date(at) in (2026-01-31)')" = '2026-01-31;2026-01-31 00:00;2026-01-31 23:59:59.999999' ]
	[ "$(holds 'date(at) = "2026-01-31 00:00"')" = '2026-01-31;2026-01-31 00:00' ]
	[ "$(holds 'date(at) > "2026-01-31 00:00"')" = '2026-01-31 23:59:59.999999;2026-02-01 00:00;2026-02-01' ]
}

@test "the same day is not reversed, whichever of the two is a date" {
	printf 'stage mql at m\nstage sal at s\nsla accept from mql to sal\n    within 2 days\n' >a
	printf 'm,s\n2026-03-02 17:00,2026-03-02\n2026-03-02,2026-03-02 09:00\n2026-03-02,2026-03-02\n2026-03-02 17:00,2026-03-02 16:00\n' >in.csv
	leadsla -q --now 2026-04-01 -a a -c accept_due,accept_hours,accept_status in.csv >out
	diff - out <<-'END'
		accept_due,accept_hours,accept_status
		2026-03-04T17:00:00Z,0.00,met
		2026-03-04,0.00,met
		2026-03-04,0.00,met
		,,reversed
	END
	leadfunnel --now 2026-04-01 -a a in.csv 2>err >out
	grep -q '^sal,4,.*,0.00,' out
	grep -q '1 row whose time lies before that of an earlier stage: sal' err
}

@test "whole-day: the date as it is written, in every zone, for cohorts and clocks alike" {
	printf 'id,Close Date,closed_ms\n1,2026-03-01T00:00:00Z,1772323200000\n2,2026-03-31T00:00:00.000+00:00,1774915200000\n' >in.csv
	for zone in America/New_York Europe/Berlin Asia/Tokyo UTC; do
		printf 'timezone "%s"\nstage won at `Close Date`\ndates whole-day in `Close Date`, closed_ms\n' $zone >a
		printf 'field d\n    otherwise date(`Close Date`)\nfield e\n    otherwise date(closed_ms)\n' >>a
		leadscore --now 2026-04-02 -a a -c d,e in.csv >out 2>err
		diff - out <<-'END'
			d,e
			2026-03-01,2026-03-01
			2026-03-31,2026-03-31
		END
		[ ! -s err ]
		leadfunnel -q --now 2026-04-02 -a a --cohort month in.csv | grep -q '^2026-03,won,2,'
		printf 'sla x from won to e\n    within 1 day\n' >>a
		[ "$(leadsla -q --now 2026-04-02 -a a -c x_due in.csv | tail -1)" = 2026-04-01 ]
	done
}

@test "whole-day and orders speak of columns, of fields and of columns of a table" {
	printf 'id,signed,begun\n1,3/4/2026,3/4/2026\n' >in.csv
	printf 'id,start,end\n1,2026-05-01T00:00:00Z,3/4/2026\n' >deals.csv
	cat >a <<-'END'
		timezone "America/New_York"
		dates day-first
		dates month-first in signed_on, deal.end
		dates whole-day in deal.start
		missing "3/4/2026" in deal.end
		field signed_on "signed"
		table deal "deals.csv" by id = id
		field a
		    otherwise date(signed_on)
		field b
		    otherwise date(begun)
		field c
		    otherwise date(deal.start)
		field d
		    otherwise date(deal.end)
	END
	[ "$(leadscore -q -a a -c a,b,c,d in.csv | tail -1)" = 2026-03-04,2026-04-03,2026-05-01, ]
	sed -i /missing/d a
	[ "$(leadscore -q -a a -c a,b,c,d in.csv | tail -1)" = 2026-03-04,2026-04-03,2026-05-01,2026-03-04 ]
	fails leadscore -q -a a -e 'dates day-first' -e 'field signed_on "x"' -e 'dates whole-day in nowhere' -c a in.csv
	says "no column 'nowhere'"
}

@test "a column whose times are midnights is noted, with the statement to add" {
	noted() { leadscore --now 2026-06-01 -a a -c t -j "${1:-1}" in.csv 2>&1 >/dev/null | grep midnights || :; }
	printf 'field t\n    otherwise coalesce(date(`Close Date`), date(made))\n' >a
	printf 'Close Date,made\n2026-03-01T00:00:00Z,\n,2026-03-02\n,\n' >in.csv
	[ "$(noted)" = 'leadscore: Close Date (1): the times of day are midnights; if they mean whole days, add to the agreement: dates whole-day in `Close Date`' ]
	printf 'Close Date,made\n2026-03-01T00:00:00Z,\n2026-03-01T00:00:01Z,\n,1772323200000\n' >in.csv
	[ "$(noted)" = 'leadscore: made (1): the times of day are midnights; if they mean whole days, add to the agreement: dates whole-day in made' ]
	# nine in ten, of 20 or more
	{ echo Close Date,made && yes 2026-03-01T00:00-05:00, | head -18 && yes '2026-03-01 8:15,' | head -2; } >in.csv
	for j in 1 4; do noted $j | grep -qF 'Close Date (18 of 20): '; done
	sed -i 2d in.csv
	[ -z "$(noted)" ] # 17 of 19
	{ echo Close Date,made && yes 2026-03-01T00:00Z, | head -170 && yes '2026-03-01 8:15,' | head -20; } >in.csv
	[ -z "$(noted)" ] # 170 of 190
	# dates have no time of day
	printf 'Close Date,made\n2026-03-01,\n' >in.csv
	[ -z "$(noted)" ]
	printf 'Close Date,made\n2026-03-01T00:00:00Z,2026-03-01 12:00 AM\n' >in.csv
	printf 'field t\n    otherwise max(date(`Close Date`), date(made))\ndates whole-day in made\n' >a
	[ "$(noted | grep -c "^leadscore: Close Date (1): ")" = 1 ]
	[ -z "$(leadscore -q --now 2026-06-01 -a a -c t in.csv 2>&1 >/dev/null)" ]
}

@test "a year 1 is missing, however it is written, and 1970 and 1899 are dates" {
	printf 'at\n0001-01-01T00:00:00\n0001-01-01\n1/1/0001\n1/1/0001 12:00:00 AM\n0001-01-01T05:00:00Z\n0000-00-00\n' >in.csv
	printf 'field t\n    otherwise date(at)\n' >a
	leadscore --strict --now 2026-06-01 -a a -w 'not (date(at) is present)' -c t,at in.csv >out 2>err
	[ "$(grep -c '^,' out)" = 6 ]
	[ ! -s err ]
	[ "$(leadscore -q -e 'stage x when created_at is missing' -w 'created_at is missing' -c at -e 'field created_at "at"' in.csv | wc -l)" = 7 ]
	printf 'at\n1970-01-01\n1899-12-30\n' >in.csv
	[ "$(leadscore -q -e 'field t
    otherwise date(at)' -c t in.csv | paste -sd,)" = t,1970-01-01,1899-12-30 ]
}

@test "what is printed at the ends of the years can be read again" {
	printf 'at\n9999-12-31T23:59:59Z\n9999-12-31\n0002-01-01T00:00:00Z\n' >in.csv
	for zone in America/New_York Pacific/Kiritimati; do
		leadscore -q -e "timezone \"$zone\"" -e 'field t
    otherwise date(at)' -c t in.csv >out
		leadscore -q --strict -e "timezone \"$zone\"" -e 'field u
    otherwise date(t)' -c u out | diff - <(sed '1s/t/u/' out)
	done
}

@test "--now: a date is its whole day, a midnight is a moment" {
	printf 'at\n2026-05-31 23:59\n2026-06-01\n2026-06-01 00:00\n2026-06-01 18:00\n' >in.csv
	reached() { leadfunnel -q --now "$1" -a a in.csv | sed -n 's/^x,\([0-9]*\),.*/\1/p'; }
	printf 'stage x at at\n' >a
	[ "$(reached 2026-06-01)" = 4 ]
	[ "$(reached '2026-06-01 00:00')" = 3 ]
	[ "$(reached '2026-05-31 23:59:59.999999')" = 1 ]
	[ "$(reached 06/01/2026)" = '' ] || [ "$(reached '1 Jun 2026')" = 4 ]
	[ "$(reached '1 Jun 2026')" = 4 ]
}

@test "dates: numbers that may count days or seconds are no dates, and the note says of which day" {
	printf '%s\n' id,created,converted 1,45292,1767225600 2,45300.75,1767225601 3,2026-01-05,1767225600000 >in.csv
	leadscore -w 'created < 2030-01-01 or converted < 2030-01-01' -c id in.csv 2>err >out.csv
	[ "$(<out.csv)" = $'id\n3' ]
	grep -qx "leadscore: created: 2 cells are not times, first line 2: '45292', which may be a spreadsheet's number for 2024-01-01: give the column the format of dates before it is exported" err
	grep -qx "leadscore: converted: 2 cells are not times, first line 2: '1767225600', which may be seconds since 1970, and 2026-01-01: with 000 behind them they are read" err
	for cell in 452920 1200 29999 60000 45292% 17672256000 999999999 12.34; do
		printf 'id,created\n1,%s\n2,2026-01-05\n' "$cell" >in.csv
		leadscore -w 'created < 2030-01-01' in.csv 2>err >out.csv
		grep -q "not a time, line 2: '$cell'$" err
	done
}
