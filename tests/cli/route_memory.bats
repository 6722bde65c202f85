# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadroute: memory and time follow what there is, not all that there could be.
load common

within() { # megabytes of address space, command ...
	local most=$1
	shift
	prlimit --as=$((most * 1000000)) "$@"
}

leads() { # how many; id, region of 50, x of y
	awk -v n="$1" 'BEGIN {
		print "id,region,x,y"
		for (i = 1; i <= n; i++)
			printf "%d,r%d,%d,%d\n", i, i % 50, i * 7919 % 150, int(i / 150) % 150
	}'
}

people() { # how many, the weight of person i
	awk -v n="$1" "BEGIN {
		print \"rep,weight,capacity,x,y\"
		for (i = 1; i <= n; i++)
			printf \"Rep %d,%d,%d,%d,%d\\n\", i, $2, 1 + i % 8, i * 7919 % 151, i * 104729 % 149
	}" >team.csv
}

rules() { # the agreement is what is read
	{ echo 'roster "team.csv"'; cat; } >a.agreement
	export LEADPIPE_AGREEMENT=$PWD/a.agreement
}

# How many different owners the rows have that are read, and the most that one of them has.
owners() {
	sed 1d | awk -F, '{ n[$5]++ } END { for (i in n) { k++; if (n[i] > most) most = n[i] } print k, most }'
}

@test "memory: 'balance by' something that no two leads share keeps 200 bytes a value at most" {
	sanitized "memory is another"
	people 200 '1 + i % 3'
	rules <<<'route all balance by id'
	leads 100000 >in.csv
	within 110 leadroute -q in.csv >out # 70 of them are the program and its libraries
	[ "$(rows out)" = 100000 ]
	[ "$(owners <out | cut -d' ' -f1)" = 67 ] # of the largest weight, as every lead is the first of its pool
}

@test "memory: values that come back go on where they stopped, however many came between" {
	people 700 1
	rules <<<'route all balance by value'
	# 6,000 values, each of them five times, and far apart
	awk 'BEGIN { print "id,value"; for (k = 0; k < 5; k++) for (i = 0; i < 6000; i++) print i + 6000 * k "," i }' >in.csv
	leadroute -q in.csv | awk -F, 'seen[$2, $3]++ { exit bad = 1 } END { exit bad || NR != 30001 }'
	# and so they do by the ledger, whatever a run holds at once
	leadroute -q -s owners.ledger in.csv >whole
	rm owners.ledger
	{ head -1 in.csv; sed -n '2,15001p' in.csv; } | leadroute -q -s owners.ledger >parts
	{ head -1 in.csv; sed -n '15002,$p' in.csv; } | leadroute -q -s owners.ledger | sed 1d >>parts
	cmp whole parts
}

@test "memory: a limit on a roster of 4,000 takes 50 MB at most" {
	sanitized "memory is another"
	leads 20000 >in.csv
	rules <<<'route all at most rep.capacity per day'
	for weight in '1 + i % 3' 'i'; do # few weights, and none twice
		people 4000 "$weight"
		within 110 leadroute -q in.csv >out
		sed -i '/,,,$/d' out # 18,000 is what all have room for
		[ "$(rows out)" = 18000 ]
		[ "$(owners <out)" = "4000 8" ]
	done
}

@test "memory: so does another owner for everybody's leads" {
	sanitized "memory is another"
	people 2000 1
	rules <<<'route all'
	awk 'BEGIN { print "id,owner"; for (i = 1; i <= 4000; i++) print i ",Rep " 1 + i % 2000 }' >in.csv
	within 110 leadroute -q --reassign yes in.csv >out
	paste -d, in.csv out | awk -F, 'NR > 1 && ($2 == $4 || !$4) { exit bad = 1 } END { exit bad || NR != 4001 }'
}

@test "memory: what each of many routes asks the people is kept within one bound" {
	sanitized "memory is another"
	people 20 1
	rules < <(for i in {1..20}; do echo "route r$i among number(rep.x) = number(id) + 1000"; done)
	leads 60000 >in.csv
	within 120 leadroute -q in.csv >out
	[ "$(rows out)" = 60000 ]
}

@test "memory: a report on a pool for nearly each lead keeps what fits" {
	sanitized "memory is another"
	people 500 1
	rules <<<'route all among number(rep.x) >= number(x) and number(rep.y) >= number(y)'
	leads 22500 >in.csv
	within 140 leadroute -q --report -f csv in.csv >out
	[ "$(rows out)" = 501 ]
}

# Runs of two agreements with one ledger, in any order of their times; each is proved by its own agreement.
@test "limits: a replay counts what a run had found, whatever the order of the runs" {
	printf '%s\n' rep,level a,3 b,2 c,1 >team.csv
	for per in run day week month; do
		rules <<<"route all prefer number(rep.level) at most 2 per $per"
		sed 's/route all/route others/' a.agreement >b.agreement
		rm -f owners.ledger
		awk 'BEGIN { print "id"; for (i = 1; i <= 60; i++) print i }' >in.csv
		i=0
		while read -r agreement now; do
			((i += 2))
			{ echo id; sed -n "$i,$((i + 1))p" in.csv; } |
				leadroute -q -a "$agreement.agreement" --now "$now" -s owners.ledger >>rows
		done <<-'END'
			a 2026-09-01
			a 2026-10-30
			a 2026-10-31
			b 2026-10-31
			a 2026-10-31
			a 2026-10-30
			b 2026-10-30
			a 2026-10-31
			a 2026-11-01 08:00
			b 2026-11-01 09:00
			a 2026-11-01 08:00
			a 2026-11-02
			a 2026-10-26
			a 2026-12-01
			a 2026-12-02 08:00
			a 2026-12-01 10:00
			a 2026-12-02 09:00
		END
		for agreement in a b; do
			leadroute -q -a $agreement.agreement --replay -s owners.ledger in.csv >proof
			awk -F, 'NR > 1 { made += $3; proved += $4; others += $5 }
				END { exit !(proved && made == proved + others) }' proof
		done
	done
}

@test "time: a ledger of 3,000 runs is proved in as many steps, not in their square" {
	sanitized "time is another"
	people 20 1
	rules <<<'route all at most 5000 per day'
	awk 'BEGIN {
		print "lead_id,owner,team,route,pool,at,run" >"owners.ledger"
		print "id" >"in.csv"
		for (i = 0; i < 180000; i++) {
			run = int(i / 60)
			printf "%d,Rep %d,,all,%016x,20%02d-%02d-%02dT09:00:00Z,%016x\n", i, 1 + i % 20, 7,
				10 + run / 336, 1 + int(run / 28) % 12, 1 + run % 28, 1 >"owners.ledger"
			print i >"in.csv"
		}
	}'
	timeout 5 leadroute -q --replay -s owners.ledger in.csv >out
	[ "$(rows out)" = 3000 ]
	[ "$(tail -1 out | cut -d, -f3-)" = 60,0,60,0 ]
}
