# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What leadsla says of leads, one by one and all together.
load common

setup_file() {
	export agreement=$BATS_FILE_TMPDIR/a.agreement
	cat >"$agreement" <<-'END'
		timezone "Europe/Berlin"
		dates day-first
		missing "" "null" "n/a" "-"
		ignore when domain(email) = "nordlicht.example"
		stage inquiry at create_date
		stage mql at mql_at
		stage sal at accepted_at
		stage sql at sql_at
		stage won at won_at
		exit recycled at recycled_at
		exit lost at lost_at
		exit disqualified at disqualified_at
		handover mql to sal
		field region
		    "DACH" when country in ("DE", "AT", "CH")
		    otherwise "rest"
		calendar office when region = "DACH"
		    hours mon-thu 09:00-12:30 13:30-17:30, fri 09:00-16:00
		calendar office
		    hours mon-fri 09:00-17:00
		sla accept from mql to sal or recycled or disqualified
		    within 4 office hours when employees >= 200
		    within 2 office days
		    warn at 75%
		sla contact from sal to first_contact_at or sql
		    within 1 day
		    warn at 50%
		    pause when country in ("NL", "GB")
		benchmark compliance of accept 45%
		benchmark backlog 10%
	END
	export small=$BATS_FILE_TMPDIR/small.agreement
	cat >"$small" <<-'END'
		timezone "Europe/Berlin"
		stage mql at m
		stage sal at s
		exit lost at l
		sla accept from mql to sal
		    within 2 days
		    warn at 75%
		    pause when state = "hold"
	END
	head="handed_over,met,late,waiting,warning,overdue,paused,withdrawn,reversed,compliance,median_hours,p90_hours"
	export head=$head,backlog,backlog_rate,oldest_hours,age_0_1,age_2_3,age_4_7,age_8_14,age_15,benchmark,verdict
	export moved=left_unanswered,left_reversed,reopened,closing,left_over,left_over_low95,left_over_high95,left_over_benchmark,left_over_verdict,left_over_why_not
	export further=compliance_low95,compliance_high95,compliance_benchmark,compliance_verdict,compliance_why_not,backlog_low95,backlog_high95,backlog_benchmark,backlog_verdict,backlog_why_not
}

sla() {
	leadsla -q -a "$agreement" "$@"
}

as_report() { # the rows of a trend that end at a date, on standard input, as a report has them
	grep "^$1" | cut -d, -f"2-$((1 + $(sla --report "${@:2}" | sed -n 1p | tr , '\n' | wc -l)))"
}

column() { # of a report on standard input, its cells in a line
	awk -F, -v name="$1" 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) c = i; next } { printf "%s%s", s, $c; s = " " } END { print "" }'
}

# Eight leads, one of each status on 10 March 2026 at noon, and one that is no MQL.
eight() {
	cat >in.csv <<-'END'
		id,m,s,l,state
		met,2026-03-05 12:00,2026-03-06 12:00,,
		late,2026-03-05 12:00,2026-03-08 12:00,,
		waiting,2026-03-10 10:00,,,
		warning,2026-03-08 20:00,,,
		overdue,2026-03-07 12:00,,,
		paused,2026-03-06 12:00,,,hold
		withdrawn,2026-03-05 12:00,,2026-03-06 12:00,
		reversed,2026-03-05 12:00,2026-03-04 12:00,,
		nobody,,,,
	END
	export LEADPIPE_NOW='2026-03-10 12:00' LEADPIPE_AGREEMENT=$small
}

@test "leadsla: each clock adds when it is due, its hours, and how it stands" {
	eight
	leadsla -q -c id,accept_due,accept_hours,accept_status in.csv >out
	diff out - <<-'END'
		id,accept_due,accept_hours,accept_status
		met,2026-03-07T12:00:00+01:00,24.00,met
		late,2026-03-07T12:00:00+01:00,72.00,late
		waiting,2026-03-12T10:00:00+01:00,2.00,waiting
		warning,2026-03-10T20:00:00+01:00,40.00,warning
		overdue,2026-03-09T12:00:00+01:00,72.00,overdue
		paused,,96.00,paused
		withdrawn,2026-03-07T12:00:00+01:00,24.00,withdrawn
		reversed,,,reversed
		nobody,,,
	END
	leadsla -q in.csv | head -1 >out
	[ "$(<out)" = id,m,s,l,state,accept_due,accept_hours,accept_status,accept_answer ]
	sla "$leads" >out
	appended "$leads" out 8
	[ "$(head -1 out | grep -o 'accept_due.*')" = accept_due,accept_hours,accept_status,accept_answer,contact_due,contact_hours,contact_status,contact_answer ]
}

@test "leadsla: columns that are there are replaced where they stand, so a second run changes nothing" {
	eight
	printf 'accept_status,m,s,accept_hours,state,l\nold,2026-03-08 20:00,,old,,\n' >place.csv
	[ "$(leadsla -q place.csv | tail -1)" = 'warning,2026-03-08 20:00,,40.00,,,2026-03-10T20:00:00+01:00,' ]
	unset LEADPIPE_AGREEMENT
	export LEADPIPE_NOW=2026-10-31
	sla "$leads" >once
	same once leadsla -q -a "$agreement" once
	sla -j 4 --now '2026-09-01 10:00' once >other
	same other leadsla -q -a "$agreement" --now '2026-09-01 10:00' other
	run ! cmp -s once other
}

@test "leadsla: -w and -c know a clock's columns by name, and so do conditions elsewhere" {
	eight
	[ "$(leadsla -q -c id -w 'accept_status = "overdue" or accept_hours > 80' in.csv | tr '\n' ' ')" = 'id overdue paused ' ]
	[ "$(leadsla -q -c id -w 'accept_due < 2026-03-08' in.csv | tr '\n' ' ')" = 'id met late withdrawn ' ]
	[ "$(leadsla -q -c id -w 'accept_status is missing' in.csv | tr '\n' ' ')" = 'id nobody ' ]
	cp "$small" a.agreement
	printf 'score urgency\n    +1 when accept_status in ("warning", "overdue")\n    +1 per accept_hours / 24\n' >>a.agreement
	[ "$(leadscore -q -a a.agreement -c id,urgency in.csv | tr '\n' ' ')" = 'id,urgency met,1 late,3 waiting,0 warning,2 overdue,4 paused,4 withdrawn,1 reversed,0 nobody,0 ' ]
	leadsla -q -a a.agreement in.csv | leadscore -q -a a.agreement -c id,urgency >piped
	same piped leadscore -q -a a.agreement -c id,urgency in.csv
}

@test "leadsla: with leadscore and leadbant in a pipe, in any order, the columns are the same" {
	sla "$leads" | leadscore -q -a "$nordlicht" | sed 's/\r//' >a
	leadscore -q -a "$nordlicht" "$leads" | sla -c Email,accept_due,accept_hours,accept_status,contact_status,fit,score >b
	leadscore -q -a "$nordlicht" -c Email,accept_due,accept_hours,accept_status,contact_status,fit,score a >c
	cmp b c
	sla "$leads" | leadbant -q -a "$nordlicht" | sla >d
	sla "$leads" | leadbant -q -a "$nordlicht" >e
	cmp d e
}

@test "leadsla: --report is one row a clock, of these columns and figures" {
	eight
	leadsla -q --report in.csv >out
	[ "$(head -1 out)" = "sla,$head,$further" ]
	[ "$(sed 1d out | cut -d, -f1-23)" = accept,8,1,1,1,1,1,1,1,1,0.333333,48.00,67.20,4,0.500000,96.00,1,2,1,0,0,, ]
	leadsla -q --report --by state in.csv | cut -d, -f1-24 >out
	diff out - <<-END
		state,sla,$head
		,accept,7,1,1,1,1,1,0,1,1,0.333333,48.00,67.20,3,0.428571,72.00,1,2,0,0,0,,
		hold,accept,1,0,0,0,0,0,1,0,0,,,,1,1.000000,96.00,0,0,1,0,0,,
		(all),accept,8,1,1,1,1,1,1,1,1,0.333333,48.00,67.20,4,0.500000,96.00,1,2,1,0,0,,
	END
	leadsla -q --report --last '73 hours' in.csv >out
	[ "$(head -1 out)" = "sla,$head,backlog_before,$further" ]
	[ "$(sed 1d out | cut -d, -f1-24)" = accept,3,0,0,1,1,1,0,0,0,0.000000,,,3,1.000000,72.00,1,2,0,0,0,,,1 ]
	leadsla -q --report --last '3 days' in.csv >out # what began 3 days ago to the second is over
	[ "$(sed 1d out | cut -d, -f1-24)" = accept,2,0,0,1,1,0,0,0,0,,,,2,1.000000,40.00,1,1,0,0,0,,,2 ]
	[ "$(leadsla -q --trend day --since 2026-03-10 in.csv | head -1)" = "at,sla,$head,$further,opening,came_in,answered_sal,answered_later,$moved" ]
}

@test "leadsla: a clock nobody started, or before the first lead: counts of nothing, no rates" {
	eight
	leadsla --now 2026-03-01 --report in.csv >out 2>err
	[ "$(sed 1d out | cut -d, -f1-23)" = accept,0,0,0,0,0,0,0,0,0,,,,0,,,0,0,0,0,0,, ]
	[ "$(leadsla -q --now 2026-03-01 --backlog in.csv)" = id,m,s,l,state,accept_due,accept_hours,accept_status,accept_answer ]
	[ "$(leadsla -q --now 2026-03-01 -w 'accept_status is present' in.csv | wc -l)" = 1 ]
	[ "$(leadsla -q --now 2026-03-01 --trend week in.csv | sed 1d | cut -d, -f1-24)" = 2026-03-01,accept,0,0,0,0,0,0,0,0,0,,,,0,,,0,0,0,0,0,, ]
	head -1 in.csv >none.csv
	[ "$(leadsla -q --report none.csv | sed 1d | cut -d, -f1-23)" = accept,0,0,0,0,0,0,0,0,0,,,,0,,,0,0,0,0,0,, ]
	[ "$(leadsla -q --report --by state none.csv | sed 1d | cut -d, -f1-24)" = '(all),accept,0,0,0,0,0,0,0,0,0,,,,0,,,0,0,0,0,0,,' ]
	[ "$(leadsla none.csv 2>/dev/null)" = id,m,s,l,state,accept_due,accept_hours,accept_status,accept_answer ]
	for format in table markdown html json tsv; do
		leadsla -q --report -f $format none.csv >out
		[ -s out ]
		leadsla -q --trend month -f $format none.csv >out
		[ -s out ]
	done
	fails leadsla --report </dev/null
	says 'no header: the input is empty'
	unset LEADPIPE_AGREEMENT
	leadsla -q --report --allow-empty </dev/null | grep -q '^accept,0,'
	[ "$(leadsla -q --backlog --allow-empty </dev/null)" = '' ]
}

@test "leadsla: handed_over and the backlog are the sums of their parts, of all groups too" {
	sla --report --by 'region,month(mql_at)' --last '200 days' "$leads" >out
	[ "$(head -1 out)" = "region,month(mql_at),sla,$head,backlog_before,$further" ]
	[ "$(rows out)" -gt 20 ]
	awk -F, 'NR == 1 { next }
		$4 != $5 + $6 + $7 + $8 + $9 + $10 + $11 + $12 { print "parts:", $0; bad = 1 }
		$16 != $7 + $8 + $9 + $10 || $16 != $19 + $20 + $21 + $22 + $23 { print "backlog:", $0; bad = 1 }
		$4 && sprintf("%.6f", $16 / $4) != $17 { print "rate:", $0; bad = 1 }
		$1 == "(all)" { all[$3] = $4 " " $16 " " $26; next }
		{ n[$3] += $4; b[$3] += $16; before[$3] += $26 }
		END { for (s in n) if (all[s] != n[s] " " b[s] " " before[s]) { print s, all[s], n[s], b[s], before[s]; bad = 1 }
			exit bad || !n["accept"] }' out
}

@test "leadsla: --last leaves out what started earlier; with backlog_before the backlog is whole" {
	whole=$(sla --report "$leads" | column backlog)
	for last in '1 day' '12 hours' '30 days' '90 days' '1000 days'; do
		sla --report --last "$last" "$leads" >out
		paste <(column backlog <out | tr ' ' '\n') <(column backlog_before <out | tr ' ' '\n') | awk '{ printf "%s%d", s, $1 + $2; s = " " }' >sum
		[ "$(<sum)" = "$whole" ]
	done
	[ "$(column backlog_before <out)" = '0 0' ]
	diff <(cut -d, -f1-23,25- out) <(sla --report "$leads")
	[ "$(sla --last '90 days' "$leads")" = "$(sla --report --last '90 days' "$leads")" ]
}

# Every lead of the backlog, with the earliest due time and start among the clocks that wait.
@test "leadsla: --backlog is the leads that wait, as many as the report says in every group" {
	sla --backlog "$leads" >backlog
	sla "$leads" >all
	[ "$(head -1 all)" = "$(head -1 backlog)" ]
	waits='accept_status in ("waiting", "warning", "overdue", "paused") or contact_status in ("waiting", "warning", "overdue", "paused")'
	diff <(sort backlog) <(sla -w "$waits" "$leads" | sort)
	[ "$(rows backlog)" -gt 50 ]
	for clock in accept contact; do
		for country in DE GB NL US; do
			n=$(sla --backlog -w "country = \"$country\" and ${clock}_status in (\"waiting\", \"warning\", \"overdue\", \"paused\")" "$leads" | sed 1d | wc -l)
			want=$(sla --report --by country "$leads" | awk -F, -v c=$country -v s=$clock '$1 == c && $2 == s { print $15 }')
			[ "$n" = "$want" ] || { echo "$clock $country: $n, not $want"; false; }
		done
	done
	only=$(grep -v '^sla contact' "$agreement" | awk '/^    (within 1 day|warn at 50%|pause)/ { next } 1')
	echo "$only" >one.agreement
	for last in '20 days' '100 days'; do
		n=$(leadsla -q -a one.agreement --backlog --last "$last" "$leads" | sed 1d | wc -l)
		[ "$n" = "$(leadsla -q -a one.agreement --report --last "$last" "$leads" | column backlog)" ]
		[ "$n" -gt 5 ]
	done
}

@test "leadsla: --backlog begins with what was due first; paused leads follow, the longest waiting first; ties as they came" {
	cat >in.csv <<-'END'
		id,m,s,l,state
		a,2026-03-09 12:00,,,
		b,2026-03-05 12:00,,,hold
		c,2026-03-02 12:00,,,
		d,2026-03-09 12:00,,,
		e,2026-03-04 12:00,,,hold
		f,2026-03-08 12:00,,,
		g,2026-03-01 12:00,2026-03-02 12:00,,
		h,2026-03-05 12:00,,,hold
	END
	order() { leadsla -q -a "$small" --now '2026-03-10 10:00' --backlog -c id "$@" in.csv | tr '\n' ' '; }
	[ "$(order)" = 'id c f a d e b h ' ]
	[ "$(order -j 4)" = 'id c f a d e b h ' ]
	[ "$(order --last '3 days')" = 'id f a d ' ]
	[ "$(order -w 'state = "hold"')" = 'id e b h ' ]
	# of two clocks that are paused, the one that has waited longer
	printf 'id,m,s,n,state\nb,2026-03-06 12:00,,,hold\na,2026-03-05 12:00,,2026-03-08 12:00,hold\n' >in.csv
	{ cat "$small"; printf 'sla note from n to s\n    within 2 days\n    pause when state = "hold"\n'; } | sed 's/^exit lost at l/exit lost when state = "lost"/' >two.agreement
	[ "$(leadsla -q -a two.agreement --now 2026-03-10 --backlog -c id in.csv | tr '\n' ' ')" = 'id a b ' ]
	sla --backlog -c accept_due,accept_status,contact_due,contact_status "$leads" | awk -F, -v OFS=, '
		NR > 1 { due = ""
			if ($2 ~ /^(waiting|warning|overdue|paused)$/) due = $1
			if ($4 ~ /^(waiting|warning|overdue)$/ && (due == "" || $3 < due)) due = $3
			print due == "" ? "z" : due }' >dues
	sort -c dues
	grep -q z dues
}

@test "leadsla: the last row of a trend is the report, and each other row the report of its date" {
	for period in month week quarter; do
		sla --trend $period "$leads" >trend
		last=$(tail -1 trend | cut -d, -f1)
		[ "$last" = 2026-10-31 ]
		diff <(as_report "$last" "$leads" <trend) <(sla --report "$leads" | sed 1d)
		n=0
		for at in $(sed 1d trend | cut -d, -f1 | sort -u); do
			diff <(as_report "$at" "$leads" <trend) <(sla --now "$at" --report "$leads" | sed 1d) || { echo "$period $at"; false; }
			((n += 1))
		done
		[ $n -ge 4 ]
	done
	sla --trend day --since 2026-10-20 --by region --last '30 days' "$leads" >trend
	[ "$(sed 1d trend | cut -d, -f1 | sort -u | wc -l)" = 12 ]
	for at in 2026-10-20 2026-10-25 2026-10-30; do
		diff <(as_report "$at" --by region --last '30 days' "$leads" <trend | sort) <(sla --now $at --report --by region --last '30 days' "$leads" | sed 1d | sort)
	done
}

@test "leadsla: weeks of a trend share no day, of dates neither" {
	printf 'm,s,l,state\n' >in.csv
	for day in 01 02 03 04 05 06 07 08; do printf '2026-03-%s,,,\n' $day; done >>in.csv
	[ "$(leadsla -q -a "$small" --now 2026-03-08 --trend week --last '7 days' in.csv | sed 1d | cut -d, -f1,3 | tr '\n' ' ')" = '2026-03-01,1 2026-03-08,7 ' ]
	[ "$(leadsla -q -a "$small" --now '2026-03-08 12:00' --report --last '1 day' in.csv | column handed_over)" = 1 ]
	[ "$(leadsla -q -a "$small" --now '2026-03-08 12:00' --report --last '1 day' in.csv | column backlog_before)" = 7 ]
	sed -i '2,$s/,/ 12:00,/' in.csv
	[ "$(leadsla -q -a "$small" --now '2026-03-08 12:00' --report --last '7 days' in.csv | column handed_over)" = 7 ]
}

@test "leadsla: each benchmark has its own verdict, and why there is none" {
	sla --report "$leads" >out
	for column in compliance_benchmark=0.450000 compliance_verdict=at backlog_benchmark=0.100000 backlog_verdict=over compliance_why_not= backlog_why_not= verdict=at; do
		[ "$(column ${column%=*} <out)" = "${column#*=} " ]
	done
	[ "$(column backlog_low95 <out)" = '0.156091 0.018917' ]
	sla --report -w 'country = "NL" and mql_at < 2026-04-01' "$leads" >out
	[ "$(column compliance_why_not <out)" = 'fewer than 20 leads ' ]
	sla --report -f table "$leads" >out
	grep -Eq '^ +623 +115 +18\.5% +over ' out
	grep -Eq '^291 +217 +112 +46\.9% +43\.0–50\.9% +at ' out
}

@test "leadsla: a trend begins with the first lead, or with the period of --since; at is its last day" {
	sla --trend month "$leads" >whole
	[ "$(sed 1d whole | cut -d, -f1 | uniq | tr '\n' ' ')" = '2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 2026-06-30 2026-07-31 2026-08-31 2026-09-30 2026-10-31 ' ]
	sla --trend month --since 2026-06-15 "$leads" >since
	diff <(sed 1d since) <(sed '1,/^2026-05-31,contact/d' whole)
	[ "$(sla --trend quarter --since 2025-11-05 "$leads" | sed 1d | cut -d, -f1 | uniq | tr '\n' ' ')" = '2025-12-31 2026-03-31 2026-06-30 2026-09-30 2026-10-31 ' ]
	[ "$(sla --trend week --since 2026-10-14 "$leads" | sed 1d | cut -d, -f1 | uniq | tr '\n' ' ')" = '2026-10-18 2026-10-25 2026-10-31 ' ]
	[ "$(sla --trend day --since 2027-01-01 "$leads" | sed 1d | cut -d, -f1 | uniq)" = 2026-10-31 ]
}

@test "leadsla: a trend looks into the past, so it wants the times of stages and exits" {
	cat >a.agreement <<-'END'
		stage mql at m
		stage sal at s
		stage won when state = "won"
		exit lost when state = "lost"
		sla accept from mql to sal within 1 day
	END
	printf 'm,s,state\n2026-03-05 12:00,,won\n2026-03-05 12:00,,lost\n' >in.csv
	fails leadsla -a a.agreement --trend month in.csv
	[ "$output" = "leadsla: a.agreement:3:7: --trend looks into the past, and stage 'won' has no 'at' to tell when it was
    stage won when state = \"won\"
          ^^^
leadsla: a.agreement:4:6: --trend looks into the past, and exit 'lost' has no 'at' to tell when it was
    exit lost when state = \"lost\"
         ^^^^" ]
	[ ! -s out ]
	leadsla -a a.agreement --report in.csv >out 2>err
	[ "$(sed 1d out | cut -d, -f1-23)" = accept,2,0,2,0,0,0,0,0,0,0.000000,,,0,0.000000,,0,0,0,0,0,, ]
	grep -q '^leadsla: 2 .*that moved on at an unknown time: late if overdue by now, and in no response time: accept' err
	leadsla -q -a a.agreement --report -f table in.csv >out
	[ "$(grep -c 'by month' out)" = 0 ]
}

@test "leadsla: --by takes spellings together, with what is missing last; --exact keeps them apart" {
	printf 'm,s,l,state,Account Owner\n2026-03-10 10:00,,,,Ann\n2026-03-10 10:00,,,,ann \n2026-03-10 10:00,,,,Ann\n2026-03-10 10:00,,,,\n2026-03-10 10:00,,,,Bob\n2026-03-10 10:00,,,,Bob\n' >in.csv
	by() { leadsla -q -a "$small" --now 2026-03-10 --report "$@" in.csv | cut -d, -f1-3; }
	[ "$(by --by 'Account Owner' | tr '\n' ' ')" = 'Account Owner,sla,handed_over Ann,accept,3 Bob,accept,2 ,accept,1 (all),accept,6 ' ]
	[ "$(by --by '`Account Owner`' | tr '\n' ' ')" = "$(by --by 'Account Owner' | tr '\n' ' ')" ]
	[ "$(by --by 'account_owner' | sed 1d)" = "$(by --by 'Account Owner' | sed 1d)" ]
	[ "$(by --by 'Account Owner' --exact | sed 1d | cut -d, -f3 | tr '\n' ' ')" = '2 2 1 1 6 ' ]
	# shellcheck disable=SC2016
	[ "$(by --by '`Account Owner` is present, state' | tr '\n' ' ')" = '`Account Owner` is present,state,sla yes,,accept no,,accept (all),(all),accept ' ]
	[ "$(sla --by 'month(mql_at)' "$leads" | cut -d, -f1 | uniq | tr '\n' ' ')" = 'month(mql_at) 2026-01 2026-02 2026-03 2026-04 2026-05 2026-06 2026-07 2026-08 2026-09 2026-10  (all) ' ]
	[ "$(sla --by 'country,region' "$leads" | tail -1 | cut -d, -f1-3)" = '(all),(all),contact' ]
	diff <(sla --by 'country,region' "$leads" | tail -2 | cut -d, -f3-) <(sla --report "$leads" | tail -2)
}

@test "leadsla: a verdict needs 20 leads and an interval that leaves the benchmark out" {
	many() { # met, late
		{ echo m,s,l,state; for ((i = 0; i < $1; i++)); do echo 2026-03-01,2026-03-02,,; done; for ((i = 0; i < $2; i++)); do echo 2026-03-01,2026-03-09,,; done; } >in.csv
	}
	verdict() { # benchmark
		leadsla -q -a "$small" -e "benchmark $1" --now 2026-03-10 --report in.csv >out
		paste -d ' ' <(column benchmark <out) <(column verdict <out)
	}
	many 19 0
	[ "$(verdict 'compliance of accept 50%')" = '0.500000 ' ]
	many 20 0 # Wilson: from 0.8389
	[ "$(verdict 'compliance of accept 83.88%')" = '0.838800 over' ]
	[ "$(verdict 'compliance of accept 83.9%')" = '0.839000 at' ]
	many 0 20 # to 0.1611
	[ "$(verdict 'compliance of accept 16.1%')" = '0.161000 at' ]
	[ "$(verdict 'compliance of accept 16.2%')" = '0.162000 under' ]
	many 10 10 # 0.2993 to 0.7007
	[ "$(verdict 'compliance of accept 29.9%')" = '0.299000 over' ]
	[ "$(verdict 'compliance of accept 30%')" = '0.300000 at' ]
	[ "$(verdict 'compliance of accept 70%')" = '0.700000 at' ]
	[ "$(verdict 'compliance of accept 70.1%')" = '0.701000 under' ]
	[ "$(verdict 'backlog 10%')" = '0.100000 at' ] # 0 of 20
	[ "$(verdict 'backlog 17%')" = '0.170000 under' ]
}

@test "leadsla: the benchmark of the backlog is for clocks that start where the hand-over does" {
	[ "$(sla --report "$leads" | column benchmark)" = '0.450000 ' ]
	grep -v '^benchmark compliance' "$agreement" >a.agreement
	[ "$(leadsla -q -a a.agreement --report "$leads" | column benchmark)" = '0.100000 ' ]
	[ "$(leadsla -q -a a.agreement --report "$leads" | column verdict)" = 'over ' ]
	grep -v '^handover' a.agreement >b.agreement
	[ "$(leadsla -q -a b.agreement --report "$leads" | column benchmark)" = '0.100000 0.100000' ]
}

@test "leadsla: --check is 1 when a lead is overdue, 0 when none is, 2 on a mistake; rows come out all the same" {
	eight
	leadsla -q in.csv >want
	run -1 bash -c 'leadsla --check in.csv >got 2>err'
	cmp want got
	grep -qx 'leadsla: 1 lead is overdue' err
	run -0 leadsla -q --check -w 'accept_status != "overdue"' in.csv
	run -0 leadsla -q --check --now 2026-03-08 in.csv
	run -1 leadsla -q --check --report in.csv
	run -1 leadsla -q --check --backlog in.csv
	run -1 leadsla -q --check --trend month in.csv
	run -2 leadsla -q --check nowhere.csv
	rc=0
	leadsla -a "$agreement" -j 4 --now 2026-10-31 --check "$leads" >out 2>err || rc=$?
	[ $rc = 1 ]
	n=$(leadsla -q -a "$agreement" --now 2026-10-31 -w 'accept_status = "overdue" or contact_status = "overdue"' "$leads" | sed 1d | wc -l)
	grep -qx "leadsla: $n leads are overdue" err
}

@test "leadsla: --fail-when is 1 when it holds for a row of the report, which comes out all the same" {
	eight
	leadsla -q --report in.csv >want
	rc=0
	leadsla --fail-when 'compliance < 90%' in.csv >got 2>err || rc=$?
	[ $rc = 1 ]
	cmp want got
	grep -qx 'leadsla: --fail-when holds for 1 row of the report, first in row 1' err
	run -0 leadsla -q --fail-when 'compliance < 33%' in.csv
	run -1 leadsla -q --fail-when 'oldest_hours > 95 and sla = "accept" and age_2_3 = 2' in.csv
	run -0 leadsla -q --fail-when 'verdict = "under"' in.csv # there is no benchmark
	run -0 leadsla -q --fail-when 'backlog_before > 0' --last '5 days' in.csv
	run -1 leadsla -q --fail-when 'backlog_before > 0' --last '3 days' in.csv
	run -1 leadsla -q --fail-when 'state = "HOLD" and paused = 1' --by state in.csv
	run -0 leadsla -q --fail-when 'compliance < 90%' --now 2026-03-01 in.csv # nothing to keep: no ratio
	unset LEADPIPE_AGREEMENT LEADPIPE_NOW
	export LEADPIPE_NOW=2026-10-31
	rc=0
	sla --trend month --fail-when 'at >= 2026-09-01 and handed_over > 500' "$leads" >out 2>err || rc=$?
	[ $rc = 1 ]
	run -0 leadsla -q -a "$agreement" --trend month --fail-when 'at > 2026-10-31' "$leads"
	run -1 leadsla -q -a "$agreement" --by 'month(mql_at)' --fail-when '`month(mql_at)` = "2026-03" and backlog > 0' "$leads"
	run -0 leadsla -q -a "$agreement" --by 'month(mql_at)' --fail-when '`month(mql_at)` = "2025-03"' "$leads"
	run -1 leadsla -q -a "$agreement" --fail-when 'backlog_rate > 1%' -f table "$leads"
}

@test "leadsla: --fail-when tells what it can't read in the report's cells" {
	eight
	for wanted in 'a number|state > 5' 'a time|date(state) > 2026-01-01' 'a span of time|state > 3 days'; do
		leadsla --by state --fail-when "${wanted#*|}" in.csv >out 2>err
		grep -qx "leadsla: state: [12] cells\? .* not .*, .*line [23]: '.*'" err || { cat err; false; }
		grep -q "${wanted%%|*}\|numbers\|times\|spans" err
		[ -s out ]
	done
	sed 's/hold/3\/4\/2026/' in.csv >dates.csv
	fails leadsla --by state --fail-when 'state > 2026-01-01' dates.csv
	says "leadsla: --fail-when: the report:3: state: '3/4/2026' may be 3 April or March 4"
	[ ! -s out ]
	mkdir there
	fails leadsla --by state --fail-when 'state > 2026-01-01' -o there/out.csv dates.csv
	[ "$(ls there)" = '' ]
}

@test "leadsla: --fail-when that can't be meant is 2 before anything is read" {
	eight
	for wrong in 'complianc < 90%' 'compliance' 'backlog_before > 0' 'at > 2026-01-01' 'state = "x"' 'median_hours > "x"' 'compliance <'; do
		fails leadsla --fail-when "$wrong" in.csv
		[ ! -s out ]
	done
}

@test "leadsla: a statement said on the command line" {
	printf 'Handed Over,Answered\n2026-03-05 12:00,2026-03-05 13:30\n2026-03-05 12:00,\n' >in.csv
	one() { leadsla -q --now '2026-03-05 16:00' "$@" -c x_due,x_hours,x_status in.csv | tail -2 | tr '\n' ' '; }
	# shellcheck disable=SC2016
	columns='stage in at `Handed Over`'
	[ "$(one -e "$columns" -e 'sla x from in to Answered within 1 hour')" = '2026-03-05T13:00:00Z,1.50,late 2026-03-05T13:00:00Z,4.00,overdue ' ]
	# shellcheck disable=SC2016
	[ "$(one -e 'stage in at handed_over' -e 'sla x from `Handed Over` to Answered within 6 hours warn at 50%')" = '2026-03-05T18:00:00Z,1.50,met 2026-03-05T18:00:00Z,4.00,warning ' ]
	[ "$(one -e 'stage in at handed_over' -e 'calendar desk hours mon-fri 15:00-17:00' -e 'sla x from handed_over to answered within 90 desk minutes')" = '2026-03-05T16:30:00Z,0.00,met 2026-03-05T16:30:00Z,1.00,waiting ' ]
	[ "$(leadsla -q -e 'sla x from handed_over to answered within 6 hours' in.csv | head -1)" = 'Handed Over,Answered,x_due,x_hours,x_status,x_answer' ]
}

@test "leadsla: an agreement without a clock says so; the built-in one has one" {
	printf 'mql when a = 1\n' >no.agreement
	printf 'a\n1\n' >in.csv
	fails leadsla -a no.agreement in.csv
	[ "$output" = "leadsla: no.agreement: the agreement has no 'sla' statement, so there is no clock to read" ]
	printf 'MQL At,Accepted At\n2026-10-28 10:00,2026-10-29 10:00\n2026-10-29 09:00,\n' >in.csv
	[ "$(leadsla -q --now '2026-10-30 22:00' -c accept_due,accept_hours,accept_status in.csv | tr '\n' ' ')" = 'accept_due,accept_hours,accept_status 2026-10-30T10:00:00Z,24.00,met 2026-10-31T09:00:00Z,37.00,warning ' ]
}

@test "leadsla: what can't go together is told" {
	eight
	for with in --report '--by state' '--trend month' '--fail-when backlog>3'; do
		# shellcheck disable=SC2086
		fails leadsla --backlog $with in.csv
		[ "$output" = "leadsla: --backlog and ${with%% *} are two different outputs; ask for one of them" ]
	done
	fails leadsla --since 2026-01-01 --report in.csv
	[ "$output" = 'leadsla: a run without --trend has no use for --since; add --trend month' ]
	fails leadsla --since 2026-01-01 in.csv
	[ "$output" = 'leadsla: a run without --trend has no use for --since; add --trend month' ]
}

@test "leadsla: tabs, semicolons, CRLF, headers with spaces come in and go out as they are" {
	cat >a.agreement <<-'END'
		stage mql at `MQL date`
		sla accept from mql to `First call` within 1 day
	END
	add() { leadsla -q -a a.agreement --now 2026-03-05 "$@" <in; }
	printf 'MQL date\tFirst call\n2026-03-01 10:00\t2026-03-01 11:00\n' >in
	[ "$(add -t)" = "$(printf 'MQL date\tFirst call\taccept_due\taccept_hours\taccept_status\taccept_answer\n2026-03-01 10:00\t2026-03-01 11:00\t2026-03-02T10:00:00Z\t1.00\tmet\tFirst call')" ]
	printf 'MQL date;First call\n2026-03-01 10:00;"2026-03-01 11:00"\n' >in
	[ "$(add -d ';')" = "$(printf 'MQL date;First call;accept_due;accept_hours;accept_status;accept_answer\n2026-03-01 10:00;"2026-03-01 11:00";2026-03-02T10:00:00Z;1.00;met;First call')" ]
	printf 'MQL date,First call\r\n2026-03-01 10:00,2026-03-01 11:00\r\n' >in
	printf 'MQL date,First call,accept_due,accept_hours,accept_status,accept_answer\r\n2026-03-01 10:00,2026-03-01 11:00,2026-03-02T10:00:00Z,1.00,met,First call\r\n' >want
	add | cmp - want
	add --backlog | cmp - <(head -1 want)
	printf 'MQL date,First call\r\n2026-03-05 10:00,\r\n2026-03-04 10:00,' >in
	printf 'MQL date,First call,accept_due,accept_hours,accept_status,accept_answer\r\n2026-03-04 10:00,,2026-03-05T10:00:00Z,38.00,overdue,\r\n2026-03-05 10:00,,2026-03-06T10:00:00Z,14.00,waiting,\r\n' >want
	add --backlog | cmp - want
	add --report | grep -q '^accept,2,0,0,1,0,1,'
}

@test "leadsla: empty rows and ignored ones pass through and are in no count" {
	printf 'id,m,s,l,state\n,,,,\nx,2026-03-05 12:00,,,test\ny,2026-03-05 12:00,,,\n' >in.csv
	export LEADPIPE_NOW=2026-03-10
	leadsla -a "$small" -e 'ignore when state = "test" "tests"' in.csv >out 2>err
	[ "$(tail -3 out | cut -d, -f6- | tr '\n' ' ')" = ',,, ,,, 2026-03-07T12:00:00+01:00,132.00,overdue, ' ]
	grep -q '1 row ignored: tests' err
	leadsla -q -a "$small" -e 'ignore when state = "test" "tests"' --report in.csv | grep -q '^accept,1,'
	[ "$(leadsla -q -a "$small" -e 'ignore when state = "test" "tests"' --backlog in.csv | wc -l)" = 2 ]
	run -0 leadsla -q -a "$small" -e 'ignore when state is missing or state = "test"' --check in.csv
}

@test "leadsla: without a terminal and an environment, the same" {
	sla --report "$leads" >want
	env -i "$(command -v leadsla)" -q --now 2026-10-31 -a "$agreement" --report "$leads" </dev/null | cmp - want
	sla "$leads" >want
	env -i "$(command -v leadsla)" -q --now 2026-10-31 -a "$agreement" <"$leads" | cmp - want
	(cat "$leads") | sla | cmp - want
	sla -f table --report "$leads" >out
	run ! grep -q $'\033' out
}

@test "leadsla: a report as JSON, TSV, markdown and tables says the same numbers" {
	sla --report --by region "$leads" >want.csv
	sla --report --by region -f tsv "$leads" | tr '\t' , | cmp - want.csv
	sla --report --by region -f json "$leads" >out.json
	sqlite3 :memory: "select count(*), sum(json_extract(value, '\$.handed_over')), max(json_extract(value, '\$.median_hours')) from json_each(readfile('out.json'))" >got
	awk -F, 'NR > 1 { n++; s += $3; if ($13 > m) m = $13 } END { print n "|" s "|" m + 0 }' want.csv >want
	diff <(sed 's/0*$//; s/\.$//' got) <(sed 's/0*$//; s/\.$//' want)
	for format in table markdown; do
		sla --report -f $format "$leads" >out
		for n in $(sla --report "$leads" | column handed_over); do grep -q "\b$n\b" out; done
	done
	sla --report -f html "$leads" >out
	grep -qi '</html>' out
}

@test "leadsla: the page has the report's figures, who waits longest, and no cell that runs" {
	cat >a.agreement <<-'X'
		agreement "Us & <them>"
		stage mql at m
		stage sal at s
		sla accept from mql to sal
		    within 1 day
	X
	{
		echo 'email,company,owner,m,s'
		printf '<script>alert(1)</script>@x.example,"A ""B"" & Söhne",=1+1,2026-08-%02d 09:00,\n' 3 4 5
		printf 'b%d@x.example,C,Ann,2026-09-01 09:00,2026-09-01 10:00\n' 1 2 3 4 5
	} >in.csv
	leadsla -q -a a.agreement --report -f html in.csv >page.html
	[ "$(head -c 15 page.html)" = '<!DOCTYPE html>' ]
	grep -q 'Us &amp; &lt;them&gt;' page.html
	grep -q '37.5% of all 8 handed over' page.html
	grep -q '5 of 8 met' page.html
	[ "$(grep -o '&lt;script&gt;alert(1)&lt;/script&gt;@x.example' page.html | wc -l)" = 3 ]
	grep -q 'A &quot;B&quot; &amp; Söhne' page.html
	[ "$(grep -ci '<script\|http:\|https:\| src=' page.html)" = 0 ]
	grep -q '<svg' page.html
	leadsla -q -j 4 -a a.agreement --report -f html in.csv | cmp - page.html
	leadsla -q -a a.agreement --trend week --by owner -f html in.csv | grep -q '</html>'
	# without times there is no curve, without leads nothing to draw
	leadsla -q -a a.agreement -e 'stage mql at m' -e 'stage sal at s' -e 'exit lost when owner = "x"' --report -f html in.csv >page.html
	[ "$(grep -c 'Backlog: leads that wait' page.html)" = 0 ]
	head -1 in.csv | leadsla -q -a a.agreement --report -f html >page.html
	grep -q 'nothing is answered yet' page.html
	grep -q '</html>' page.html
}

@test "pages: an export without leads is neither good nor bad on any of them" {
	head -1 "$leads" >in.csv
	while read -r command; do
		$command -q -a "$nordlicht" -f html in.csv >page.html
		grep -q '</html>' page.html
		! grep -E 'class="([a-z]+ )?(good|bad)"' page.html || { echo "$command"; false; }
	done <<-'END'
		leadsla --report
		leadsla --report --by country
		leadsla --trend week
		leadfunnel
		leadfunnel --cohort month --window 60d
		leadfunnel --eventual
		leadfunnel --yoy
		leadfunnel --lookback
		leadscore --summary
		leadbant --summary
		leadroute --report
		leadroute --dry-run
	END
	leadsla -q -a "$nordlicht" --report -f html in.csv >page.html
	grep -q 'no leads handed over' page.html
	grep -q 'nothing to judge yet' page.html
	# under 20 leads there is no verdict, and so no tone
	{ cat in.csv; sed 1d "$leads" | head -19; } | leadsla -q -a "$nordlicht" --report -f html >page.html
	! grep -E '<dd class="(good|bad)">' page.html
	leadsla -q -a "$nordlicht" --report -f html "$leads" | grep -E '<dd class="(good|bad)">'
}
