# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Any number of threads gives the same bytes, on both streams, with the same end.
load common

alike() { # options and files of leadscore; -j 1, 2, 4 (twice) are compared, under sanitizers 1 and 4
	local tool=${TOOL-leadscore} rc=0 want j many="2 4 4"
	[ -z "${LEADPIPE_SANITIZED-}" ] || many=4
	$tool -j 1 "$@" >want.out 2>want.err || rc=$?
	want=$rc
	[ -s want.out ] || [ $want -eq 2 ]
	for j in $many; do
		rc=0
		$tool -j $j "$@" >got.out 2>got.err || rc=$?
		[ $rc -eq "$want" ] && cmp want.out got.out && diff want.err got.err || { echo "-j $j $*: $rc"; return 1; }
	done
}

@test "jobs: rows, top, summary, diff, where, explain, json are the same" {
	for i in 1 2 3 4 5 6; do cp "$leads" $i.csv; done
	for options in '' -x '--top 20' '--top 100000' --summary '-f json' '-f jsonl -x' '-f table' --excel-safe '-c score,Email'; do
		# shellcheck disable=SC2086
		alike -a "$nordlicht" $options ?.csv
	done
	alike -a "$nordlicht" -w 'score > 50 and country != "DE"' ?.csv
	alike -a "$nordlicht" -f json -w 'score > 50' ?.csv
	alike -a "$nordlicht" -f json -w 'score > 5000' ?.csv
	alike -a "$nordlicht" --diff -e 'mql when score >= 50' ?.csv
	TOOL=leadbant alike -a "$nordlicht" ?.csv
	TOOL=leadbant alike -a "$nordlicht" --summary ?.csv
}

@test "jobs: clocks, backlog, reports and trends are the same" {
	cat >a.agreement <<-'END'
		timezone "Europe/Berlin"
		dates day-first
		stage inquiry at create_date
		stage mql at mql_at
		stage sal at accepted_at
		exit recycled at recycled_at
		calendar office when country in ("DE", "AT")
		    hours mon-fri 09:00-17:00
		calendar office
		    timezone "America/New_York"
		    hours mon-fri 08:00-12:00 13:00-18:00
		sla accept from mql to sal or recycled
		    within 8 office hours
		    warn at 50%
		sla look from inquiry to mql within 2 days
	END
	for i in 1 2 3 4 5 6; do cp "$leads" $i.csv; done
	export TOOL=leadsla
	for options in '' --backlog '--backlog --last 60days' --report '--by country' '--by country --exact' '--report --last 90days' '--trend week' \
		'--trend month --by country' '--report -f table' '--report -f html' '--trend month -f markdown' '-f json' --check; do
		# shellcheck disable=SC2086
		alike -a a.agreement $options ?.csv || { echo "$options"; false; }
	done
	alike -a a.agreement --by 'country,month(mql_at)' ?.csv
	alike -a a.agreement -w 'accept_status = "overdue"' ?.csv
	rc=0
	leadsla -q -j 4 -a a.agreement --fail-when 'overdue > 1' ?.csv >out || rc=$?
	[ $rc = 1 ]
}

@test "jobs: an error in the middle is the same error, after the same rows" {
	{ make_leads 60000; printf 'a,"b\n'; make_leads 20000 | sed 1d; } >open.csv
	{ make_leads 60000; printf 'a,b\n'; make_leads 20000 | sed 1d; } >ragged.csv
	{ make_leads 60000; printf 'a,b,c,many,e,f\n'; make_leads 50000 | sed '1d; 20000s/,[0-9]*,Cold$/,lots,Cold/'; } >words.csv
	alike open.csv
	alike ragged.csv
	alike words.csv
	alike --strict words.csv
	alike --strict --summary words.csv
	alike --ragged skip --rejects rejects.csv ragged.csv
	alike --ragged pad ragged.csv
	for options in '' --report --backlog; do
		# shellcheck disable=SC2086
		TOOL=leadsla alike $options ragged.csv
	done
}

@test "jobs: of several faults the first row's is reported, whichever column it is in, after all rows before it" {
	awk 'BEGIN {
		print "id,title,at,n"
		for (i = 1; i <= 5000; i++)
			print i "," (i == 3100 ? "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!" : "vp") \
				"," (i == 3300 ? "03/04/2026" : "2026-05-01") "," (i == 2900 ? "tbd" : i)
	}' >in.csv
	score='score s
	    +1 when title ~ "^(a|aa)+$"
	    +1 when at > 2026-04-30
	    +1 when n > 5000'
	alike -e "$score" in.csv
	[ "$(wc -l <want.out)" -eq 3100 ]
	grep -q 'in.csv:3101: title: the pattern' want.err
	alike -e "$score" --strict in.csv
	[ "$(wc -l <want.out)" -eq 2900 ]
	grep -q "in.csv:2901: n: not a number: 'tbd'" want.err
	alike -e "$score" --strict -w 'id != "2900"' in.csv
	grep -q 'in.csv:3101: title: the pattern' want.err
	alike -e "$score" -w 'at < 2026-06-01 and title != "x"' in.csv
	grep -q 'in.csv:3101: title: the pattern' want.err
	alike -e "$score" --top 2 --strict in.csv
	grep -q "in.csv:2901: n: not a number: 'tbd'" want.err
}

@test "jobs: the first unreadable cell that is told is the first in the input" {
	make_leads 100000 | awk -F, -v OFS=, 'NR > 50000 && NR % 7 == 0 { $4 = "n" NR } 1' >in.csv
	alike -w 'employees > 3' in.csv
	grep -q "employees: [0-9]* cells are not numbers, first line 50001: 'n50001'" want.err
}

@test "jobs: as many as there are processors, and no more than 256" {
	printf 'a\n1\n' >in.csv
	leadscore -j all in.csv | cmp - <(leadscore in.csv)
	fails leadscore -j 257 in.csv
}

# With two threads each holds 131,072 groups at most until it adds them to the whole: here each of these twice.
@test "jobs: groups by the hundred thousand come to the same however many threads hold some" {
	awk 'BEGIN {
		print "who,created_at,mql_at,sal_at"
		for (i = 0; i < 560000; i++)
			printf "%d,2026-01-%02d,2026-02-%02d,%s\n", i % 280000, i % 28 + 1, i % 27 + 1,
				i % 3 ? "" : "2026-03-05"
	}' >in.csv
	cat >a.agreement <<-'END'
		stage lead at created_at
		stage mql at mql_at
		stage sal at sal_at
		sla accept from mql to sal within 2 days
		promise lead to mql at least 10% within 30 days per month
	END
	export LEADPIPE_AGREEMENT=$PWD/a.agreement
	for report in 'leadfunnel --promises --by who' 'leadfunnel --eventual --by who' \
		'leadfunnel --movement year --by who' 'leadfunnel --by who' 'leadsla --report --by who'; do
		$report -q --now 2026-10-31 -j 2 in.csv >want
		[ -z "${LEADPIPE_SANITIZED-}" ] || continue # this long once
		$report -q --now 2026-10-31 -j 1 in.csv | cmp - want
		$report -q --now 2026-10-31 -j 7 in.csv | cmp - want
	done
	[ "$(rows want)" -eq 280001 ]
}

# ---- processors

@test "processors: one without AVX2 gives the same bytes" {
	LEADPIPE_SCAN=avx2 leadscore -q "$leads" >out || skip 'the processor has none'
	without=(env GLIBC_TUNABLES=glibc.cpu.hwcaps=-AVX2)
	! LEADPIPE_SCAN=avx2 "${without[@]}" leadscore -q "$leads" >out 2>&1 || skip 'this C library always says that it has it'
	cat >a.agreement <<-'END'
		dates day-first
		field pages "Page Views"
		score fit 0..50
		    +2   per pages at most 20 points             "page views"
		    +3   per webinars                            "webinars"
		    +5   when company_size >= 200                "large"
		    -4   when last_activity_at < 2026-06-01      "long ago"
		    +7   when country = "DE" and industry = "HVAC" or language = job_title
		score role
		    +1.5 when job_title ~ "leiter|geschäftsführ" "leads others"
		    +2.5 per pages at most 9 points              "page views"
		grade fit A from 20, B from 10, else C
		bant need yes when need is present
		mql when fit > 12
	END
	for options in "-a $nordlicht" "-a $nordlicht -x" '-a a.agreement' '-a a.agreement --summary' "-a $nordlicht -f json"; do
		for tool in leadscore leadbant; do
			[[ $tool$options != leadbant*-x* ]] || continue
			# shellcheck disable=SC2086
			$tool $options "$leads" >want 2>&1
			# shellcheck disable=SC2086
			"${without[@]}" $tool $options "$leads" >got 2>&1
			cmp want got
		done
	done
}
