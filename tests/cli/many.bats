# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Many of everything. What compares each with each would not end within the suite's time.
load common

# The header "PREFIX1,PREFIX2, …" and a row of x.
wide() { # how many, prefix
	awk -v n="$1" -v prefix="$2" 'BEGIN {
		for (r = 0; r < 2; r++)
			for (i = 1; i <= n; i++)
				printf "%s%s", r ? "x" : prefix i, i < n ? "," : "\n"
	}'
}

# N lines, # for the number of each.
lines() { # how many, line
	awk -v n="$1" -v line="$2" 'BEGIN { for (i = 1; i <= n; i++) { s = line; gsub(/#/, i, s); print s } }'
}

@test "many: 120,000 rules over as many columns, whose case is another" {
	wide 120000 'Column ' >in.csv
	{ echo score s; lines 120000 '  +1 when column_# = "x"'; } >a
	[ "$(leadscore -q -a a -c s in.csv | tail -1)" = 120000 ]
}

@test "many: 120,000 names that are no columns; 40 are shown, with the likeliest" {
	wide 120000 c >in.csv
	{ echo score s; lines 120000 '  +1 when d# = "x"'; } >a
	fails leadscore -a a in.csv
	says "a:2:11: no column 'd1'; did you mean 'c1'?"
	says 'and 119960 more mistakes'
}

@test "many: 120,000 statements on missing words, each for a column of its own" {
	wide 120000 c >in.csv
	{ lines 119999 'missing "x" in c#'; echo score s; echo '  +1 when c1 is missing and c119999 is missing'; } >a
	[ "$(leadscore -q -a a -c s in.csv | tail -1)" = 1 ]
}

@test "many: 100,000 fields of which the input has none, each told with its line" {
	{ lines 100000 'field f# "none #"'; echo score s; lines 100000 '  +1 when f# = "x"'; } >a
	[ "$(printf 'c\n1\n' | leadscore -a a -c s 2>err | tail -1)" = 0 ]
	[ "$(grep -c 'none of its headers is in the input' err)" -eq 100000 ]
	grep -q '^leadscore: a:100000:7: field .f100000.:' err
}

@test "many: 80,000 stages, and 80,000 benchmarks between stages that are not there" {
	lines 80000 'stage s# when c = "#"' >a
	[ "$(printf 'c\n80000\n' | leadfunnel -q -a a -f csv | tail -1 | cut -d, -f1,2)" = s80000,1 ]
	lines 80000 'benchmark s# to t# 10%' >>a
	fails leadfunnel -a a < <(printf 'c\n1\n')
	says "there is no stage 't1'; did you mean 's1'?"
	says 'and 79960 more mistakes'
}

@test "many: 100,000 scores that -e replaces, and what named them" {
	{ lines 100000 'score s#'; lines 100000 'grade s# A from 1, else B'; } >a
	leadscore -a a -e 'score t' -c t < <(printf 'c\n1\n') >out 2>err
	[ "$(grep -c "'grade' is left out: it names 's" err)" -eq 100000 ]
}

@test "many: a side table of 100,000 columns, whose case is another" {
	wide 100000 'Column ' >side.csv
	{ echo 'table t "side.csv" by "column 1" = c'; echo score s; lines 100000 '  +1 when t.column_# = "x"'; } >a
	[ "$(printf 'c\nx\n' | leadscore -q -a a -c s | tail -1)" = 100000 ]
}

@test "many: looking back through fields that are worked out from one another in many ways" {
	{
		echo 'field f0 "a"'
		for i in {1..20}; do echo "field f$i"; echo "  otherwise coalesce(f$((i - 1)), f$((i - 1)), f$((i - 1)), f$((i - 1)), b)"; done
		echo stage lead
		echo 'stage won when f20 = "x"'
	} >a
	printf 'a,b,c\nx,1,2\ny,2,3\ny,1,3\n' >in.csv
	leadfunnel -q --lookback -a a in.csv | cut -d, -f1 | uniq | diff <(printf 'column\nc\n') -
}

@test "many: fields worked out from one another have a limit to their depth" {
	chain() { echo 'field f0 "a"'; lines "$1" 'field f#' | awk '{ print; print "  otherwise f" NR - 1 }'; echo "mql when f$1 = \"x\""; }
	chain 490 >a
	[ "$(printf 'a\nx\n' | leadscore -q -a a -c mql | tail -1)" = yes ]
	chain 200000 >a
	fails leadscore -a a < <(printf 'a\nx\n')
	says 'worked out from one another more than 500 deep: use fewer fields in between'
}

@test "many: columns of one name are apart from each other and from one that is called so" {
	printf 'a,a,a[2],z\n1,x,p,1\n2,y,q,2\n3,x,q,1\n3,x,q,2\n' >in.csv
	leadscore -q -f json in.csv | grep -qF '{"a": "1", "a[2][2]": "x", "a[2]": "p", "z": "1"'
	leadfunnel -q --lookback -e 'stage lead' -e 'stage won when z = 1' in.csv | cut -d, -f1,2 | sort |
		diff <(printf '%s\n' 'a,1' 'a,2' 'a,3' 'a[2],p' 'a[2],q' 'a[2][2],x' 'a[2][2],y' 'column,value') -
}

@test "many: a page of 50,000 groups and the curves of the largest" {
	awk 'BEGIN { print "g,d,w"; for (i = 0; i < 50000; i++) printf "g%d,2026-01-01,%s\n", i, i % 2 ? "2026-02-01" : "" }' >in.csv
	leadfunnel -q --eventual -f html --by g -e 'stage lead at d' -e 'stage won at w' in.csv >out
	grep -q '5 of the 100 groups on this page' out
	grep -q 'The 100 largest of 50,000 groups' out
}

@test "many: a group takes less than a kilobyte, whatever is reported of it" {
	sanitized 'memory is another'
	awk 'BEGIN {
		print "created_at,mql_at,accepted_at,first_contact_at,company"
		for (i = 0; i < 100000; i++)
			printf "2026-0%d-%02d 10:00:00,2026-07-%02d 11:00:00,2026-08-%02d 11:00:00,,Company %07d Ltd\n", 1 + i % 6, 1 + i % 28, 1 + i % 28, 1 + i % 27, i
	}' >in.csv
	(
		ulimit -v 150000
		leadfunnel -q -j 1 --now 2026-10-31 -a "$BATS_TEST_DIRNAME/../bench/funnel.agreement" --by company in.csv >funnel
		leadsla -q -j 1 --now 2026-10-31 -a "$BATS_TEST_DIRNAME/../bench/clocks.agreement" --report --by company in.csv >clocks
	)
	[ "$(wc -l <funnel)" = 600007 ]
	grep -q '^Company 0099999 Ltd,' clocks
}

@test "many: a file that never ends is refused, wherever one is named" {
	local whole='it is larger than 256 MiB, the limit for a file that is read as a whole'
	printf 'c,d\nx,2026-01-01\n' >in.csv
	fails leadscore -a /dev/zero in.csv
	says "/dev/zero: the agreement can't be read: $whole"
	fails leadscore -w 'c in file "/dev/zero"' in.csv
	says "can't read /dev/zero: $whole"
	fails leadscore -e 'table t "/dev/zero" by a = c' -e 'mql when t.b = "x"' in.csv
	says "/dev/zero: $whole"
	fails leadroute -e 'roster "/dev/zero"' -e 'route all' in.csv
	says "/dev/zero: $whole"
	fails leadfunnel -e 'stage a' --spend /dev/zero in.csv
	says "/dev/zero: $whole"
	fails leadsla -e 'stage a at d' -e 'stage b at d' -e 'calendar k' -e '  hours mon 09:00-17:00' -e '  holidays "/dev/zero"' -e 'sla s from a to b' -e '  within 1 k day' in.csv
	says "'/dev/zero' can't be read: $whole"
	mkfifo endless
	yes x,y >endless 2>/dev/null &
	fails leadscore -e 'table t "endless" by x = c' -e 'mql when t.y = "x"' in.csv
	says "endless: $whole"
}

@test "many: holidays can come through a pipe" {
	printf 'd\n2026-10-29 10:00\n' >in.csv
	leadsla -q -e 'stage a at d' -e 'stage b at e' -e 'calendar k' -e '  hours mon-fri 09:00-17:00' -e '  holidays "/dev/fd/9"' -e 'sla s from a to b' -e '  within 1 k day' \
		-e 'field e "none"' -c d,s_due in.csv 9< <(printf 'date\n2026-10-30\n') | tail -1 | grep -q '^2026-10-29 10:00,2026-11-02'
}
