# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadroute: people who are looked up by what `among` compares are those who would be found by asking each of them.
load common

# A roster and leads of values that are alike in one way and not in another: case, numbers as texts, missing ones.
make() { # seed
	awk -v seed="$1" 'BEGIN {
		srand(seed)
		n = split("DE,de,De, DE ,FR,fr,n/a,,É,é,STRASSE,straße,ß,10,10.0,010,-,unknown", text, ",")
		m = split("10,10.0,010,9.5,-3,0,-0,1000,n/a,,7,7.00,250,99999999999", number, ",")
		k = split("10,10.0,010,9.5,-3,0,-0,1000,,7,7.00,250,99999999999", has, ",")
		print "rep,weight,active,a,b,x,y,tags,since" >"team.csv"
		for (i = 1; i <= 40; i++)
			printf "Rep %d,%d,%s,%s,%s,%s,%s,%s;%s,2026-0%d-01\n", i, (i % 7 > 0), i % 11 ? "yes" : "no",
				text[1 + int(n * rand())], text[1 + int(n * rand())], has[1 + int(k * rand())],
				has[1 + int(k * rand())], text[1 + int(6 * rand())], text[1 + int(6 * rand())],
				1 + i % 9 >"team.csv"
		print "id,a,b,x,y,at" >"in.csv"
		for (i = 1; i <= 300; i++)
			printf "%d,%s,%s,%s,%s,2026-0%d-01\n", i, text[1 + int(n * rand())], text[1 + int(n * rand())],
				number[1 + int(m * rand())], rand() < .1 ? "many" : number[1 + int(m * rand())],
				1 + i % 9 >"in.csv"
	}'
}

conditions() {
	cat <<-'END'
		rep.a = a
		a = rep.a
		rep.a = lower(a)
		rep.a = a and rep.b = b
		rep.a = a and rep.active = yes and rep.b != b
		number(rep.x) = number(x)
		number(rep.x) < number(x)
		number(rep.x) <= number(x)
		number(x) < number(rep.x)
		number(x) <= number(rep.x)
		rep.x = number(x)
		number(rep.x) = x
		rep.x = x
		rep.a = a and number(rep.x) >= number(x)
		number(rep.x) >= number(x) and number(rep.y) > number(y)
		number(rep.y) > number(y) and rep.a = a
		rep.a = a and number(y) > 5
		number(y) > 5 and rep.a = a
		number(rep.x) > 5 and rep.a = a and number(y) < number(rep.y)
		rep.b = "DE" and number(rep.y) <= number(y)
		rep.a = a and has(rep.tags, b)
		has(rep.tags, b) and rep.a = a
		has(rep.tags, b) and number(rep.y) <= number(y) and rep.a = a
		has(rep.tags, b) and number(rep.y) <= y and rep.a = a
		rep.a = a and rep.b = b and number(rep.y) < y
		number(rep.y) < y and rep.a = a and rep.b = b
		rep.a = a and rep.tags contains b and number(y) > 0
		(rep.a = a and rep.b = b) and number(rep.x) < number(x)
		rep.a = a and (rep.b = b or number(rep.x) < number(x))
		rep.a = a and date(rep.since) <= date(at)
		rep.a = a and not (rep.b = b)
		rep.a = "DE" and number(rep.x) <= number(x) + 1
	END
}

alike() { # options ...
	leadroute -x "$@" -a looked.agreement in.csv >looked 2>looked.err || echo $? >>looked.err
	leadroute -x "$@" -a asked.agreement in.csv >asked 2>asked.err || echo $? >>asked.err
	cmp looked asked
	cmp looked.err asked.err
}

@test "eligible: who is looked up is who would be found by asking everybody, and the same cells are noted" {
	for seed in 1 2; do
		make $seed
		conditions >conditions
		while read -r condition; do
			echo "seed $seed: $condition"
			printf 'roster "team.csv"\nroute one among %s\nroute two among %s prefer number(rep.y) at most 3 per run\n' \
				"$condition" "$condition" >looked.agreement
			sed "s/among \(.*\) prefer/among not (not (\1)) prefer/; s/one among \(.*\)/one among not (not (\1))/" \
				looked.agreement >asked.agreement
			grep -q '^route two among not (not (' asked.agreement
			alike --now 2026-10-31
			run ! grep -q 'rep\..* not' looked.err # else everybody was asked
			alike --now 2026-10-31 --strict
		done <conditions
	done
}

@test "eligible: a cell of the roster that is no number is noted as often as when everybody is asked" {
	make 4
	sed -i '5s/,[^,]*,\([^,]*,[^,]*,[^,]*\)$/,some,\1/' team.csv
	grep -q ,some, team.csv
	while read -r condition; do
		printf 'roster "team.csv"\nroute one among %s\n' "$condition" >looked.agreement
		printf 'roster "team.csv"\nroute one among not (not (%s))\n' "$condition" >asked.agreement
		alike --now 2026-10-31
		grep -q 'some' looked.err
		alike --now 2026-10-31 --strict
	done <<-'END'
		number(rep.x) < number(x)
		rep.a = a and number(rep.x) < number(x)
		number(rep.x) > number(x) and rep.a = a
	END
}

@test "eligible: thousands of people, of whom each lead finds its own, take no time" {
	sanitized "time is another"
	awk 'BEGIN { print "rep,x"; for (i = 1; i <= 4000; i++) print "Rep " i "," i }' >team.csv
	awk 'BEGIN { print "id,x"; for (i = 1; i <= 40000; i++) print i "," i % 4000 + 1 }' >in.csv
	printf 'roster "team.csv"\nroute one among rep.x = x and number(rep.x) <= number(x)\n' >a
	timeout 20 leadroute -q -a a in.csv >out # all of them asked, it would be minutes
	awk -F, 'NR > 1 && $3 != "Rep " $2 { exit bad = 1 } END { exit bad || NR != 40001 }' out
}
