# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadsla: the memory of a report follows what happens in it.
load common

within() { # megabytes of address space, command ...
	local most=$1
	shift
	prlimit --as=$((most * 1000000)) "$@"
}

# Leads of N groups over so many days up to October, two of each group or so many.
leads() {
	awk -v n="$1" -v days="$2" -v each="${3:-2}" 'BEGIN {
		print "group,created_at,mql_at,sal_at"
		end = mktime("2026 10 31 00 00 00")
		for (i = 1; i <= each * n; i++) {
			mql = end - 86400 * (i * 7919 % days)
			printf "group %d,%s,%s,%s\n", i % n, strftime("%F", mql - 86400), strftime("%F", mql),
				i % 3 ? strftime("%F", mql + 86400 * (i % 9)) : ""
		}
	}'
}

road() {
	cat >a.agreement <<-'END'
		stage lead at created_at
		stage mql at mql_at
		stage sal at sal_at
		sla accept from mql to sal within 2 days
	END
	export LEADPIPE_AGREEMENT=$PWD/a.agreement
}

# The last moment of a trend is what a report says.
ends_as_a_report() { # of a trend, on standard input; the same options but --trend
	grep '^2026-10-31,' | cut -d, -f"2-$((1 + $(leadsla -q --report "$@" | sed -n 1p | tr , '\n' | wc -l)))" | cmp - <(leadsla -q --report "$@" | sed 1d)
}

@test "memory: a trend by week of 20,000 groups" {
	sanitized "memory is another"
	road
	leads 20000 300 >in.csv
	within 140 leadsla -q -j1 --trend week --by group in.csv >out
	[ "$(rows out)" = $((43 * 20001)) ]
	ends_as_a_report --by group in.csv <out
}

@test "memory: so in every format, by day, and by several threads" {
	sanitized "memory is another"
	road
	leads 1000 100 >in.csv
	leadsla -q --trend day --by group in.csv >want
	for format in csv json table markdown; do
		within 150 leadsla -q --trend day --by group -j1 -f "$format" in.csv >out.$format
		leadsla -q --trend day --by group -j4 -f "$format" in.csv | cmp - out.$format
	done
	cmp want out.csv
	[ "$(grep -c '^20' out.table)" = "$(rows want)" ]
	[ "$(grep -c '^{' out.json)" = "$(rows want)" ]
	# a table's columns are as wide as the widest row of all needs, which is the last
	[ "$(awk '/^20/ && length > most { most = length } END { print most }' out.table)" = "$(sed -n 2p out.table | awk '{ print length }')" ]
}

@test "memory: a trend by day over forty years" {
	sanitized "memory is another"
	road
	leads 20 14600 500 >in.csv
	within 130 leadsla -q -j1 --trend day --by group in.csv >out
	ends_as_a_report --by group in.csv <out
}

@test "memory: partials of many groups, merged at once or one after the other, take what counting takes" {
	sanitized "memory is another"
	road
	leads 4000 530 >in.csv
	trend=(leadsla -q -j1 --trend day --by group)
	within 90 "${trend[@]}" --partial in.csv >whole.part
	for i in 0 1 2 3 4 5 6; do
		awk -v i=$i 'NR == 1 || NR % 7 == i' in.csv >$i.csv
		"${trend[@]}" --partial $i.csv >$i.part
	done
	within 90 leadsla -q --merge --partial [0-6].part >merged.part
	cp 0.part sum.part
	for i in 1 2 3 4 5 6; do
		within 90 leadsla -q --merge --partial sum.part $i.part >next.part
		mv next.part sum.part
	done
	cmp merged.part sum.part
	# but for the rows that each part counted, and the sum over all
	for part in whole merged; do grep -v -e ^rows, -e ^end, $part.part >$part.counts; done
	cmp merged.counts whole.counts
}

@test "trend: more periods than it can have are an error, not other figures" {
	road
	leads 10 300 >in.csv
	fails leadsla --trend day --now 2200-01-01 in.csv
	says "--trend: from its beginning to now there are 84007 periods, and 65535 at most can be looked at; let it begin later, with --since"
	[ ! -s out ]
	leadsla -q --trend day --now 2149-06-05 in.csv | tail -1 | cut -d, -f2-34 |
		cmp - <(leadsla -q --report --now 2149-06-05 in.csv | sed 1d)
	fails leadsla --trend day --now 2149-06-06 in.csv
	leadsla -q --trend day --since 2199-12-01 --now 2200-01-01 in.csv >out
	[ "$(rows out)" = 32 ]
}
