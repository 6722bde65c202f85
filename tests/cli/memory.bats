# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# One allocation that fails, whichever it is: the run ends with 2 and says so, or it does not matter.
load common

setup_file() {
	# shellcheck disable=SC2086 # "ccache cc" is two words
	${CC:-cc} -O1 -fno-builtin -shared -fPIC -o "$BATS_FILE_TMPDIR/failing.so" "$ROOT/tests/failing_malloc.c"
	# shellcheck disable=SC2086
	${CC:-cc} -O1 -D_GNU_SOURCE -o "$BATS_FILE_TMPDIR/timer" "$ROOT/tests/bench/timer.c"
}

# Fails each allocation of a command in turn. What it says after that: the same as without, or that there was no memory.
each_allocation() { # at least so many must end the run, command ...
	local least=$1 shim=$BATS_FILE_TMPDIR/failing.so i n rc ended=0 line
	shift
	COUNT_TO=count LD_PRELOAD=$shim "$@" >want
	n=$(<count)
	for ((i = 1; i <= n; i++)); do
		rc=0
		FAIL_AT=$i LD_PRELOAD=$shim "$@" >got 2>err || rc=$?
		if [ $rc -eq 0 ]; then
			cmp got want || { echo "allocation $i of $n"; return 1; }
			continue
		fi
		((ended += 1))
		# 127: the loader of shared libraries ended the run itself
		[[ $rc =~ ^(2|127)$ ]] && grep -Eq 'out of memory|failed to allocate|cannot allocate memory' err || { echo "allocation $i of $n: exit $rc"; cat err; return 1; }
		# not one line that the whole run hasn't
		while IFS= read -r line || [ -n "$line" ]; do
			[[ $line == '"'*'out of memory' ]] || grep -qxF -- "$line" want || { echo "allocation $i of $n: $line"; return 1; }
		done <got
	done
	[ "$ended" -ge "$least" ] || { echo "only $ended of $n ended the run"; return 1; }
}

@test "memory: holidays of an iCalendar file are all there, or the run ends" {
	sanitized "memory is not the tool's"
	cat >days.ics <<-'END'
		BEGIN:VCALENDAR
		VERSION:2.0
		BEGIN:VEVENT
		UID:day
		SUMMARY:Second Thursday\, in M
		 arch
		DTSTART;VALUE=DATE:20240314
		RRULE:FREQ=YEARLY;BYMONTH=3;BYD
		 AY=2TH
		EXDATE;VALUE=DATE:20250313
		END:VEVENT
		BEGIN:VEVENT
		UID:day
		SUMMARY:moved
		DTSTART;VALUE=DATE:20270312
		RECURRENCE-ID;VALUE=DATE:20270311
		END:VEVENT
		BEGIN:VEVENT
		UID:two
		SUMMARY:Two days
		DTSTART;VALUE=DATE:20260316
		DURATION:P2D
		RDATE;VALUE=DATE:20260323
		END:VEVENT
		BEGIN:VEVENT
		UID:party
		SUMMARY:Party
		DTSTART:20260320T180000Z
		END:VEVENT
		END:VCALENDAR
	END
	cat >a.agreement <<-'END'
		timezone "Europe/Berlin"
		stage mql at mql_at
		stage sal at sal_at
		calendar office
		    hours mon-fri 09:00-17:00
		    holidays "days.ics"
		sla accept from mql to sal within 1 office day
	END
	printf 'id,mql_at,sal_at\n1,2024-03-13 10:00,\n2,2025-03-12 10:00,\n3,2026-03-11 10:00,\n4,2026-03-13 10:00,\n5,2026-03-20 10:00,\n6,2027-03-10 10:00,\n' >in.csv
	each_allocation 100 leadsla -a a.agreement --now 2027-12-31 -c id,accept_due in.csv
	[ "$(cut -dT -f1 want | paste -sd' ')" = 'id,accept_due 1,2024-03-15 2,2025-03-13 3,2026-03-13 4,2026-03-18 5,2026-03-25 6,2027-03-11' ]
}

@test "memory: holidays of a CSV, side tables, lists and patterns are whole, or the run ends" {
	sanitized "memory is not the tool's"
	printf 'domain,owner\nacme.example,"Ann; or\nBob"\nb.example,Cyd\n' >t.csv
	printf 'acme.example\n' >list.txt
	printf 'date,division\n2026-03-12,north\n2026-03-13,south\n' >days.csv
	cat >a.agreement <<-'END'
		timezone "Europe/Berlin"
		table t "t.csv" by domain = domain(email)
		calendar office
		    hours mon-fri 09:00-17:00
		    holidays "days.csv" when division ~ "^n"
		score s
		    +1 when t.owner is present
		    +2 when domain(email) in file "list.txt"
		    +4 when email ~ "^[a-zß]+@(acme|foo)[.]"
		    +8 when lower(email) contains "ß"
		    +16 when office(at, "2026-03-13 12:00") = "10 hours"
	END
	printf 'email,at\nx@acme.example,2026-03-11 10:00\nẞ@b.example,2026-03-11 09:00\n' >in.csv
	each_allocation 100 leadscore -a a.agreement -c s,t.owner in.csv
	[ "$(sed 1d want | paste -sd' ')" = '23,"Ann; or Bob" 9,Cyd' ]
}

@test "memory: --changes writes no row that is none" {
	sanitized "memory is not the tool's"
	cat >a.agreement <<-'END'
		timezone "Europe/Berlin"
		stage mql at mql_at
		stage sal at sal_at
		field accept_due "Due By"
		sla accept from mql to sal within 1 day
	END
	printf 'id,mql_at,sal_at,Due By,accept_hours,accept_status,accept_answer\n1,2026-03-11 10:00,,2026-03-12T09:00:00Z,1,met,\n2,2026-03-11 10:00,2026-03-11 12:00,2026-03-12T09:00:00Z,2.0,met,sal\n' >in.csv
	each_allocation 100 leadsla -a a.agreement --changes in.csv
	[ "$(cut -d, -f1,2,4 want | paste -sd' ')" = 'id,Due By,accept_status 1,2026-03-12T09:00:00Z,overdue' ]
}

# The most memory, in kB, that a command had. What starts it has little itself, for that counts, too.
peak_of() { # command ...
	rm -f peak
	"$BATS_FILE_TMPDIR/timer" peak "$@" >/dev/null && awk '{ print int($2 * 1024) }' peak
}

@test "memory: little is measured as little" {
	kb=$(peak_of true)
	[ "$kb" -gt 100 ] && [ "$kb" -lt 4000 ] || { echo "true: $kb kB"; return 1; }
}

# So many kB are enough for a command that writes rows, on one thread and on two; each further one takes up to 4 MB.
enough() { # kB, command ...
	local most=$1 j kb
	shift
	for j in 1 2 4; do
		kb=$(peak_of "$@" -q -j $j)
		[ "$kb" -gt 1000 ] && [ "$kb" -le $((most + (j > 2 ? j - 2 : 0) * 4096)) ] || { echo "$* -j $j: $kb kB"; return 1; }
	done
}

# However the rows are written.
stays_within() { # kB, agreement, file
	local options
	for options in '' -x '-f json' '-f tsv' --excel-safe; do
		# shellcheck disable=SC2086
		enough "$1" leadscore -a "$2" $options "$3"
	done
}

@test "memory: 16 MB are enough for rows of one byte, for sixty scores, and for hundreds of columns" {
	sanitized "memory is not the tool's"
	printf 'score s\n    +10 when v > 4 "more than four"\n' >one.agreement
	awk 'BEGIN { for (i = 0; i < 60; i++) printf "score s%d\n    +%d when v > %d\n", i, 10 + i, i % 9 }' >sixty.agreement
	awk 'BEGIN { print "v"; for (i = 0; i < 1000000; i++) print 1 + i % 9 }' >narrow.csv
	head -n 200001 narrow.csv >fewer.csv
	awk 'BEGIN {
		for (r = 0; r <= 4000; r++)
			for (c = 1; c <= 1000; c++)
				printf "%s%s", r ? c % 9 : c == 1 ? "v" : "c" c, c < 1000 ? "," : "\n"
	}' >wide.csv
	stays_within 16384 one.agreement narrow.csv
	stays_within 16384 sixty.agreement fewer.csv
	stays_within 16384 one.agreement wide.csv
	stays_within 16384 sixty.agreement wide.csv
	cut -d, -f1-500 wide.csv >half.csv
	stays_within 16384 one.agreement half.csv
	stays_within 16384 sixty.agreement half.csv
}

@test "memory: and three times the longest record" {
	sanitized "memory is not the tool's"
	printf 'score s\n    +10 when v > 4\n' >a.agreement
	{ printf 'v,text\n1,a\n2,"'; head -c 50000000 /dev/zero | tr '\0' x; printf '"\n3,b\n'; } >giant.csv
	stays_within $((16384 + 3 * 50000000 / 1024)) a.agreement giant.csv
}

@test "memory: 16 MB are enough for the rows of every tool, compressed, with line breaks, by a slow pipe, too" {
	sanitized "memory is not the tool's"
	cat >a.agreement <<-'END'
		score s
		    +10 when v > 4 "more than four"
		bant need yes when v > 3
		stage a at d
		stage b at e
		calendar office
		    hours mon-fri 09:00-17:00
		sla s from a to b within 2 office hours
		route all to "Ann"
	END
	export LEADPIPE_AGREEMENT=$PWD/a.agreement
	awk 'BEGIN { print "id,v,d,e"; for (i = 0; i < 200000; i++) printf "%d,%d,2026-10-%02d,2026-10-%02d\n", i, i % 9, 1 + i % 28, 1 + i % 28 }' >in.csv
	awk 'BEGIN { print "v,text,d,e"; for (i = 0; i < 100000; i++) printf "%d,\"line one,\nline \"\"two\"\"\n%d\",2026-10-%02d,\n", i % 9, i, 1 + i % 28 }' >lines.csv
	gzip -k in.csv
	zstd -q in.csv
	for tool in leadscore leadbant leadsla; do
		for file in in.csv in.csv.gz in.csv.zst lines.csv; do enough 16384 $tool $file; done
		enough 16384 $tool -f json in.csv
		enough 16384 $tool -c v in.csv
		enough 16384 bash -c "{ head -n 100000 in.csv; sleep 0.1; tail -n +100001 in.csv; } | $tool \"\$@\"" slowly
	done
	for options in '' --dry-run '-s owners.ledger'; do
		# shellcheck disable=SC2086
		enough $((16384 + 40 * 200000 / 1024)) leadroute $options in.csv
	done
}
