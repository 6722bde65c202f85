# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# year begins 1 July: years and quarters everywhere, called after the year they end in.
load common

road() { # the statement about years
	{
		echo "$1"
		cat <<-'END'
			stage lead at created_at
			stage won at won_at value amount
			exit lost at lost_at
			sla accept from lead to won or lost
			    within 10 days
		END
	} >a.agreement
	cat >in.csv <<-'END'
		created_at,won_at,lost_at,amount
		2025-06-30 23:59,,,
		2025-07-01 00:00,2025-07-02,,10
		2025-09-30 23:59,,2025-10-01,
		2026-05-05 12:00,2026-06-30,,20
		2026-06-30 23:59,,,
		2026-07-01 00:00,,,
	END
}

@test "year begins: cohorts, in their order" {
	road 'year begins 1 July'
	leadfunnel -q -a a.agreement --cohort quarter in.csv | grep ',lead,' | cut -d, -f1-3 >out
	diff - out <<-'END'
		FY2025-Q4,lead,1
		FY2026-Q1,lead,2
		FY2026-Q4,lead,2
		FY2027-Q1,lead,1
		(all),lead,6
	END
	leadfunnel -q -a a.agreement --cohort year in.csv | grep ',lead,' | cut -d, -f1-3 >out
	diff - out <<-'END'
		FY2025,lead,1
		FY2026,lead,4
		FY2027,lead,1
		(all),lead,6
	END
}

@test "year begins: year() and quarter(), a text and in order" {
	road 'year begins 1 October'
	leadfunnel -q -a a.agreement --by 'year(created_at),quarter(created_at)' in.csv | grep ',lead,' | cut -d, -f1-4 >out
	diff - out <<-'END'
		FY2025,FY2025-Q3,lead,1
		FY2025,FY2025-Q4,lead,2
		FY2026,FY2026-Q3,lead,2
		FY2026,FY2026-Q4,lead,1
		(all),(all),lead,6
	END
	leadscore -q -a a.agreement -w 'year(created_at) = "FY2026"' -c amount in.csv | tail -n +2 | sort >out
	printf '\n\n20\n' | diff - out
	fails leadscore -a a.agreement -w 'year(created_at) >= 2026' in.csv
	says "'year(created_at)' is a text, and a number is wanted here; compare it with a text in quotes"
}

@test "year begins: year over year, and the trend of a backlog" {
	road 'year begins 1 July'
	leadfunnel -q -a a.agreement --yoy in.csv | cut -d, -f1 | uniq >out
	printf 'period\nFY2025\nFY2026\nFY2027\n' | diff - out
	leadfunnel -q -a a.agreement --yoy in.csv | grep 'FY2026,lead_to_sales_c' | cut -d, -f3,4 >out
	echo 0.500000,0.000000 | diff - out
	leadsla -q -a a.agreement --trend quarter in.csv | cut -d, -f1 >out
	grep -qx 2026-06-30 out
	sed -i 's/July/June/' a.agreement # its quarters end with August
	leadsla -q -a a.agreement --trend quarter in.csv | cut -d, -f1 >out
	grep -qx 2026-08-31 out
	[ "$(grep -cx 2026-06-30 out)" = 0 ]
}

@test "year begins: costs by such quarters, by months and by dates, and partials that add up" {
	road 'year begins 1 July'
	printf 'quarter,cost\nFY2025-Q4,1\nFY2026-Q1,2.50\nFY2027-Q1,4\nfy2026-q4,8\n' >quarters.csv
	printf 'month,cost\n2025-06,1\n2025-07,2\n2025-09,0.50\n2026-07,4\n2026-04,7\n2026-06,1\n' >months.csv
	leadfunnel -q -a a.agreement --cohort quarter --spend quarters.csv in.csv >by-quarters
	leadfunnel -q -a a.agreement --cohort quarter --spend months.csv in.csv >by-months
	cmp by-quarters by-months
	grep -q '^FY2026-Q1,lead,2,.*2\.50' by-quarters
	printf 'quarter,cost\n2026-Q1,1\n' >calendar.csv
	fails leadfunnel -a a.agreement --cohort quarter --spend calendar.csv in.csv
	says "calendar.csv:2: quarter: of a calendar year, and the agreement says 'year begins': '2026-Q1'; write it as FY2026-Q3 or FY2026"
	printf 'quarter,cost\n2026-Q9,1\n' >calendar.csv
	fails leadfunnel -a a.agreement --cohort quarter --spend calendar.csv in.csv
	says 'calendar.csv:2: quarter: neither a period nor a date'
	for said in 'year begins 1 January' '# nothing'; do
		road "$said"
		fails leadfunnel -a a.agreement --cohort quarter --spend quarters.csv in.csv
		says "quarters.csv:2: quarter: of a year that isn't the calendar's: 'FY2025-Q4'; say 'year begins 1 July', or the like, in the agreement"
	done
	road 'year begins 1 July'
	for i in 1 2; do
		awk -v i=$i 'NR == 1 || NR % 2 == i - 1' in.csv | leadfunnel -q -a a.agreement --cohort quarter --partial >$i.part
	done
	leadfunnel -q -a a.agreement --merge --spend quarters.csv 1.part 2.part | cmp - by-quarters
}

@test "year begins: 1 January is the calendar's, byte for byte" {
	road 'year begins 1 January'
	for by in '--cohort year' '--cohort quarter' '--yoy' '--by year(created_at)'; do
		# shellcheck disable=SC2086
		leadfunnel -q -a a.agreement $by in.csv >said
		# shellcheck disable=SC2086
		leadfunnel -q -a a.agreement -e 'year begins 1 January' $by in.csv | cmp - said
		sed 1d a.agreement >b.agreement
		# shellcheck disable=SC2086
		leadfunnel -q -a b.agreement $by in.csv | cmp - said
		[ "$(grep -c FY said)" = 0 ]
	done
}
