# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfunnel --yoy: figures beside those of a year before.
load common

road() {
	cat >a.agreement <<-'END'
		stage lead at created_at
		stage mql at mql_at
		stage sal at sal_at
		stage won at won_at value amount
		exit lost at lost_at
		handover mql to sal
	END
}

yoy() { # options
	leadfunnel -q -a a.agreement --yoy "$@"
}

# Every year alike: 40 leads, one every 9 days, each won 150 days later; handed over at once and answered a
# day later.
steady() {
	awk 'BEGIN {
		print "created_at,mql_at,sal_at,won_at,amount,lost_at"
		split("31 28 31 30 31 30 31 31 30 31 30 31", month, " ")
		for (year = 2023; year <= 2026; year++)
			for (i = 0; i < 40; i++)
				printf "%s 10:00,%s 10:00,%s 10:00,%s 10:00,100,\n", date(year, i * 9), date(year, i * 9), date(year, i * 9 + 1), date(year, i * 9 + 150)
	}
	function date(y, d, m) {
		if (d >= 365) { y++; d -= 365 }
		for (m = 1; d >= month[m]; m++) d -= month[m]
		return sprintf("%d-%02d-%02d", y, m, d + 1)
	}'
}

@test "yoy: by hand: an unfinished year beside the same days of the year before, seen then" {
	road
	cat >in.csv <<-'END'
		created_at,mql_at,sal_at,won_at,amount,lost_at
		2026-01-10 09:00,2026-01-11 09:00,2026-01-11 12:00,2026-03-01,1000,
		2026-02-10 09:00,2026-02-10 10:00,2026-02-10 15:00,,,
		2026-03-10 09:00,2026-03-11 09:00,,,,
		2026-04-10 09:00,,,,,2026-05-01
		2025-01-10 09:00,2025-01-11 09:00,2025-01-11 10:00,2025-03-01,499.995,
		2025-02-10 09:00,2025-02-10 10:00,2025-08-10 15:00,2025-09-01,700,
		2025-07-01 12:00,,,,,
		2025-07-02 00:00,2025-07-02 12:00,2025-07-02 14:00,2025-12-31 23:59:59,9000,
		2025-03-01 09:00,2025-03-01 09:00,2025-03-02 09:00,2026-01-05,100,
	END
	yoy --now 2026-07-01 in.csv >out
	diff - out <<-'END'
		period,figure,value,before,change,low95,high95,outside_chance,why_not
		2025,lead_to_sales_conversion,0.600000,,,,,,no leads a year before
		2025,lead_qualification_rate,0.800000,,,,,,no leads a year before
		2025,lead_response_time,13.00,,,,,,no leads a year before
		2025,lead_unanswered_share,0.000000,,,,,,no leads a year before
		2025,lead_to_sales_revenue,10200.00,,,,,,no leads a year before
		2026,lead_to_sales_conversion,0.250000,0.250000,0.000000,-0.493667,0.493667,,fewer than 20 leads
		2026,lead_qualification_rate,0.750000,0.750000,0.000000,-0.493667,0.493667,,fewer than 20 leads
		2026,lead_response_time,4.00,12.50,-8.50,,,,fewer than 20 leads
		2026,lead_unanswered_share,0.333333,0.333333,0.000000,-0.533465,0.533465,,fewer than 20 leads
		2026,lead_to_sales_revenue,1000.00,500.00,500.01,,,,fewer than 20 leads
	END
	leadfunnel -a a.agreement --yoy --now 2026-07-01 in.csv 2>&1 >out |
		grep -q '2026 has not ended: it is seen as of 2026-07-01, and beside it 2025 as of 2025-07-01$'
}

@test "yoy: an unfinished year of a steady business shows no fall, and neither do its parts" {
	road
	steady >in.csv
	for now in 2026-03-01 2026-07-01 2026-10-31 2026-12-30 2026-12-31; do
		yoy --now $now in.csv | grep ^2026 >out
		[ "$(wc -l <out)" = 5 ]
		[ "$(cut -d, -f5 out | sort -u | tr '\n' ' ')" = "0.00 0.000000 " ]
		[ "$(cut -d, -f8 out | grep -c yes)" = 0 ]
	done
	yoy --now 2026-12-31 in.csv >out # the last year ended: all are whole, and alike
	[ "$(grep -c '^202[456].*,0.000000,-0' out)" = 9 ]
	yoy --cohort quarter --now 2026-08-20 in.csv | grep ^2026-Q3 | cut -d, -f5 | sort -u >out
	[ "$(tr '\n' ' ' <out)" = "0.00 0.000000 " ]
}

@test "yoy: 29 February is compared up to 28 February" {
	road
	cat >in.csv <<-'END'
		created_at,mql_at,sal_at,won_at,amount,lost_at
		2028-02-29 23:59,2028-02-29 23:59,,,,
		2027-02-28 23:59,,,,,
		2027-03-01 00:00,,,,,
		2027-02-01,,,2027-03-01 00:00,5,
	END
	yoy --now 2028-02-29 in.csv | grep -E '^2028,lead_(to_sales_c|q)' >out
	diff - out <<-'END'
		2028,lead_to_sales_conversion,0.000000,0.000000,0.000000,-0.657620,0.793451,,fewer than 20 leads
		2028,lead_qualification_rate,1.000000,0.000000,1.000000,-0.030547,1.000000,,fewer than 20 leads
	END
	# of the month, which has ended, the whole of the one before
	yoy --cohort month --now 2028-02-29 in.csv | grep ^2028-02,lead_to_sales_c | cut -d, -f3,4 >out
	[ "$(<out)" = 0.000000,0.000000 ]
	# and the other way: of a whole February of 29 days all are counted
	printf 'created_at,mql_at,sal_at,won_at,amount,lost_at\n2024-02-29 12:00,2024-02-29,,,,\n2025-02-03,,,,,\n' >in.csv
	[ "$(yoy --cohort month --now 2025-02-28 in.csv | grep ^2025-02,lead_q | cut -d, -f3-5)" = 0.000000,1.000000,-1.000000 ]
	[ "$(yoy --now 2025-02-28 in.csv | grep ^2025,lead_q | cut -d, -f3-5)" = 0.000000,, ]
}

@test "yoy: weeks stand beside the ISO week of the same number, the 53rd beside the 52nd" {
	road
	cat >in.csv <<-'END'
		created_at,mql_at,sal_at,won_at,amount,lost_at
		2025-12-24,2025-12-24,,,,
		2026-12-23,,,,,
		2027-01-01,2027-01-01,,,,
		2027-12-28,,,,,
	END
	yoy --cohort week --now 2028-06-30 in.csv | grep lead_q | cut -d, -f1,3,4 >out
	diff - out <<-'END'
		2025-W52,1.000000,
		2026-W52,0.000000,1.000000
		2026-W53,1.000000,1.000000
		2027-W52,0.000000,0.000000
	END
	# an unfinished one up to the same weekday: Friday 1 January 2027, Friday 26 December 2025
	[ "$(yoy --cohort week --now 2027-01-01 in.csv | grep ^2026-W53,lead_q | cut -d, -f3,4)" = 1.000000,1.000000 ]
	[ "$(yoy --cohort week --now '2026-12-22 12:00' in.csv | grep -c ^2026)" = 0 ]
	printf 'created_at,mql_at,sal_at,won_at,amount,lost_at\n2025-12-26,,,,,\n2027-01-01,,,,,\n' >in.csv
	[ "$(yoy --cohort week --now '2027-01-01' in.csv | grep ^2026-W53,lead_to_sales_c | cut -d, -f3,4)" = 0.000000,0.000000 ]
	printf 'created_at,mql_at,sal_at,won_at,amount,lost_at\n2025-12-27,,,,,\n2027-01-01,,,,,\n' >in.csv
	[ "$(yoy --cohort week --now '2027-01-01' in.csv | grep ^2026-W53,lead_to_sales_c | cut -d, -f3,4)" = 0.000000, ]
}

@test "yoy: without leads there is a header; of zero bytes, an error" {
	road
	echo created_at,mql_at,sal_at,won_at,amount,lost_at >in.csv
	[ "$(yoy in.csv)" = period,figure,value,before,change,low95,high95,outside_chance,why_not ]
	[ "$(yoy -f json in.csv)" = "[]" ]
	yoy -f table in.csv >out
	: >in.csv
	fails yoy in.csv
	[ ! -s out ]
}

@test "yoy: the same bytes whatever the number of threads and the order of rows" {
	road
	steady >steady.csv
	{
		cat steady.csv
		awk 'BEGIN {
			for (i = 0; i < 30000; i++) {
				m = 1 + i * 7 % 12; y = 2022 + i * 11 % 5
				printf "%d-%02d-%02d 08:%02d,%s,%s,%s,%d.%02d,%s\n", y, m, 1 + i % 28, i % 60,
					i % 3 ? y "-" sprintf("%02d-%02d 09:%02d", m, 1 + i % 28, i * 7 % 60) : "",
					i % 5 ? y "-" sprintf("%02d-28 1%d:%02d", m, i % 10, i % 60) : "",
					i % 11 ? "" : y + 1 "-01-15", i * 37 % 9999, i % 100, i % 13 ? "" : y "-12-30"
			}
		}'
	} >in.csv
	for period in week month quarter year; do
		yoy --cohort $period -j 1 in.csv >one
		[ "$(wc -l <one)" -gt 20 ]
		same one yoy --cohort $period -j 4 in.csv
		{ head -n 1 in.csv; sed 1d in.csv | shuf --random-source=in.csv; } >shuffled.csv
		same one yoy --cohort $period -j 4 shuffled.csv
	done
	grep -q ',yes,$' one
	yoy -f table -j 1 in.csv >one
	same one yoy -f table -j 4 shuffled.csv
}

@test "yoy: each stage and exit without a time is named" {
	cat >a.agreement <<-'END'
		stage lead at created_at
		stage mql when rating = "Hot"
		stage won at won_at
		exit lost when rating = "Cold"
	END
	printf 'created_at,rating,won_at\n2026-01-01,Hot,\n' >in.csv
	fails yoy in.csv
	says "--yoy looks into the past, and stage 'mql' has no 'at' to tell when it was"
	says "--yoy looks into the past, and exit 'lost' has no 'at' to tell when it was"
	[ ! -s out ]
}

@test "yoy: what the agreement does not say is left out, and told" {
	printf 'stage lead at created_at\nstage won at won_at\n' >a.agreement
	printf 'created_at,won_at\n2025-01-01,2025-05-05\n2026-01-01,\n' >in.csv
	leadfunnel -a a.agreement --yoy in.csv >out 2>err
	[ "$(cut -d, -f2 out | sort -u | tr '\n' ' ')" = "figure lead_to_sales_conversion " ]
	grep -q "the agreement has no 'handover' statement, so lead_qualification_rate and lead_response_time are left out" err
	grep -q "stage 'won' has no 'value', so lead_to_sales_revenue is left out" err
}

@test "yoy: what holds without a time is not reached, and told" {
	printf 'stage lead at created_at\nstage won when status = "Won" at won_at\nexit lost when status = "Lost" at lost_at\n' >a.agreement
	printf 'created_at,status,won_at,lost_at\n2026-01-01,Won,,\n2026-01-02,Won,2026-01-03,\n,Won,2026-01-03,\n2026-01-02,Lost,,\n' >in.csv
	leadfunnel -a a.agreement --yoy in.csv >out 2>err
	[ "$(sed -n 2p out)" = "2026,lead_to_sales_conversion,0.333333,,,,,,no leads a year before" ]
	grep -q '1 row where it holds without a time, and so is not reached yet: won$' err
	grep -q '1 row where it holds without a time, and so is not reached yet: lost$' err
	grep -q '1 row in no period, as their time of this stage is unknown: lead$' err
}

@test "yoy: for people: percent and points, arrows, and words for chance" {
	road
	steady | awk -F, 'BEGIN { OFS = "," } NR > 1 && /^2026/ && n++ % 2 { $4 = "" } { print }' >in.csv
	COLUMNS=200 yoy -f table --now 2026-12-31 in.csv >out
	grep -Eq '^2026 +conversion +30\.0% +60\.0% +↓ 30\.0 points +-48\.1 to -8\.2 +more than chance' out
	grep -Eq '^2026 +response time +24\.0 h +24\.0 h +0\.0 h$' out
	yoy -f table --color always --now 2026-12-31 in.csv | grep '↓' | grep -q $'\033\[31m'
	yoy -f markdown --now 2026-10-31 in.csv | grep -q 'has not ended'
}

@test "yoy: periods of all leads: options of the funnel are refused" {
	road
	steady >in.csv
	fails yoy --by amount --limit 2 in.csv
	says "--yoy has no use for --by; leave one of them out"
	says "--yoy has no use for --limit; leave one of them out"
	fails yoy --window soon in.csv
	says "--window: 'soon' is not a span; write it as '90 days'"
}

@test "yoy: with --window every lead has the same time, and who has not had it is left out on both sides" {
	road
	steady >in.csv
	leadfunnel -a a.agreement --yoy --window '150 days' --now 2026-12-31 in.csv 2>err >out
	[ "$(grep -c '^2026,.*,0.000000,-0.*,no,$' out)" = 3 ]
	[ "$(grep ^2026,lead_to_sales_c out | cut -d, -f3,4)" = 1.000000,1.000000 ]
	grep -q 'from 2026 on leads count that came in by 2026-08-03, and of the year before those that did by 2025-08-03$' err
	grep -q '16 rows too young for the window, in no count$' err
	# a day less, and none had time to be won
	[ "$(yoy --window '149 days' --now 2026-12-31 in.csv | grep ^2026,lead_to_sales_c | cut -d, -f3,4)" = 0.000000,0.000000 ]
	# the year before is over, and yet not for all its leads
	yoy --window '150 days' --now 2026-03-01 in.csv >out
	[ "$(grep ^2025,lead_to_sales_c out | cut -d, -f3)" = 1.000000 ]
	[ "$(grep -c ^2026 out)" = 0 ]
}

@test "yoy: a business that began within the year before has no verdict, and why is said" {
	road
	awk 'BEGIN {
		print "created_at,mql_at,sal_at,won_at,amount,lost_at"
		split("31 28 31 30 31 30 31 31 30 31 30 31", month, " ")
		for (d = 273; d < 730; d++)
			for (i = 0; i < 10; i++)
				printf "%s,,,%s,,\n", date(d), i < 3 ? date(d + 60) : ""
	}
	function date(d, y, m) {
		for (y = 2025; d >= 365; y++) d -= 365
		for (m = 1; d >= month[m]; m++) d -= month[m]
		return sprintf("%d-%02d-%02d", y, m, d + 1)
	}' >in.csv
	yoy --now 2026-12-31 in.csv | grep ^2026,lead_to_sales_c >out
	[[ $(<out) == 2026,lead_to_sales_conversion,0.2*,0.1*,,"it began late the year before: 0 of 920 leads in the first tenth" ]]
	COLUMNS=200 yoy -f table --now 2026-12-31 in.csv | grep -q 'it began late the year before: 0 of 920 leads in the first tenth$'
}
