# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfunnel --lookback: what told beforehand who would convert, and what good months had more of.
load common

data() { # skips where there is none
	education=$LEADPIPE_SHARED/data/x_education
	[ -d "$education" ] || skip "no data in LEADPIPE_SHARED, $LEADPIPE_SHARED"
	export LEADPIPE_NOW=2026-06-30
}

education() { # further options
	leadfunnel -q --lookback -e 'stage lead' -e 'stage won when Converted = 1' "$@" "$education/Leads.csv"
}

# Twelve leads, by hand: five of the six from the web won, one of the six others; x says nothing.
small() {
	printf 'source,n,status,x\n'
	printf 'Web,%s,won,a\n' 1 2 3 3
	printf ' web,5,won,b\nWEB,6,,b\nfair,7,won,a\n'
	printf '%s,%s,,b\n' fair 8 fair 9 Fair 10 '' 11 'n/a' 12
}
won=(-e 'stage lead' -e 'stage won when status = "won"' -e 'missing "n/a"')

@test "lookback: X Education by lead source, as another program counted it" {
	data
	# value, leads, converted, rate and its interval; "(empty)" is the empty cell
	pick() { awk -F, -v OFS=, 'NR > 1 { sub(/^\(empty\)$/, "", $2); print $2, $3, $4, $6, $7, $8 }' "$1" | sort; }
	education -c 'Lead Source' >out
	awk -F, -v OFS=, 'NR > 1 { print tolower($2), $3, $4, $5, $6, $7 }' out | sort | cmp - <(pick "$education/expected_by_lead_source_casefolded.csv")
	education -c 'Lead Source' --exact >out
	awk -F, -v OFS=, 'NR > 1 { print $2, $3, $4, $5, $6, $7 }' out | sort | cmp - <(pick "$education/expected_by_lead_source.csv")
}

@test "lookback: X Education's tags were filled in after the fact, and stand first; where leads came from was not" {
	data
	education >out
	[ "$(sed -n '2{s/,.*//;p}' out)" = Tags ]
	grep -q '^Lead Source,Reference,534,490,0.917603,0.891191,0.938049,2.601319,2.503936,2.702375,' out
	[ "$(awk -F, '$1 == "Tags"' out | wc -l)" = "$(awk -F, '$1 == "Tags" && $NF == "after the fact?"' out | wc -l)" ]
	awk -F, '$1 == "Lead Source" && $NF != "" { exit 1 }' out
	! grep -q '^Converted,' out # a stage is made of it
	! grep -q '^Prospect ID,' out # too many values
	! grep -q '^Magazine,' out # one value
	! grep -q '^Lead Number,' out # none that repeats
	# numbers are cut at their quartiles, the missing ones are a bin of their own
	[ "$(awk -F, '$1 == "TotalVisits" { printf "%s:%s;", $2, $3 }' out)" = "up to 1:2584;over 1 to 3:2986;over 3 to 5:1903;over 5:1630;:137;" ]
	# each column has all leads, and its information value is the sum over its values
	education -f tsv >out
	[ "$(awk -F'\t' 'NR > 1 { n[$1] += $3; w[$1] += $4 } END { for (c in n) print n[c], w[c] }' out | sort -u)" = "9240 3561" ]
	awk -F'\t' 'NR > 1 { printf "%.6f\n", $12 - $13 }' out >strength
	sort -rn strength | cmp - strength
	awk -F'\t' 'NR > 1 { at[$1]++ } NR > 1 && $1 != last { if (at[last = $1] > 1) exit 1 }' out
}

@test "lookback: every column of a table by hand" {
	small | leadfunnel -q --lookback "${won[@]}" >out
	# p_w = 5.5 / 7.5, 1.5 / 7.5, 0.5 / 7.5 and p_l = 1.5 / 7.5, 3.5 / 7.5, 2.5 / 7.5
	[ "$(grep ^source out)" = 'source,Web,6,5,0.833333,0.436497,0.969947,5.000000,0.867580,15.496482,1.299283,1.348080,0.510428,
source,fair,4,1,0.250000,0.045587,0.699358,0.400000,0.127315,2.084437,-0.847298,1.348080,0.510428,
source,,2,0,0.000000,0.000000,0.657620,0.000000,0.000000,4.032204,-1.609438,1.348080,0.510428,' ]
	[ "$(grep ^n, out | cut -d, -f1-4)" = 'n,up to 3,4,4
n,over 3 to 6.5,2,1
n,over 6.5 to 9.25,3,1
n,over 9.25,3,0' ]
	! grep -q '^status,' out
	[ "$(sed -n '1p' out)" = column,value,leads,converted,conversion,low95,high95,lift,lift_low95,lift_high95,woe,information_value,noise,flag ]
}

@test "lookback: people read shares with bars of the column's highest, and a column's strength once" {
	small | COLUMNS=200 leadfunnel -q --lookback "${won[@]}" -c source -f table >out
	[ "$(sed -n '2p;4,6p' out | tr -s ' ' | sed 's/ $//')" = 'column value leads conversion 95% lift inf. value noise
source Web 6 83.3% ██████████ 43.6–97.0% 5.00 1.35 0.51
 fair 4 25.0% ███ 4.6–69.9% 0.40
 (none) 2 0.0% 0.0–65.8% 0.00' ]
}

@test "lookback: --columns are names, headers or expressions, and what a stage is made of is left out" {
	small >in.csv
	leadfunnel --lookback "${won[@]}" -c 'x, lead_source,lower(x),n >= 6,status' in.csv >out 2>err
	[ "$(sed 1d out | cut -d, -f1 | uniq | sort | tr '\n' ' ')" = 'lead_source lower(x) n >= 6 x ' ]
	grep -q '^n >= 6,no,5,5,' out
	grep -q -- "--columns: left out, as they are the id or stages and exits are made of them: status" err
	fails leadfunnel --lookback "${won[@]}" -c nonsense in.csv
	says "--columns:1"
	fails leadfunnel --by source -c x "${won[@]}" in.csv
	says "--columns is for rows"
}

@test "lookback: --exact keeps spellings apart" {
	small | leadfunnel -q --lookback --exact "${won[@]}" -c source >out
	[ "$(cut -d, -f2-4 out)" = 'value,leads,converted
Web,4,4
fair,3,1
,2,0
Fair,1,0
WEB,1,0
web,1,1' ]
}

@test "lookback: --to is another end, and what is none is told" {
	printf 'a,s\nx,1\nx,1\ny,1\ny,2\ny,2\n,0\n' >in.csv
	stages=(-e 'stage lead' -e 'stage mql when s >= 1' -e 'stage won when s >= 2')
	leadfunnel -q --lookback "${stages[@]}" in.csv >out
	[ "$(grep ^a, out | cut -d, -f2-4 | tr '\n' ' ')" = 'y,3,2 x,2,0 ,1,0 ' ]
	leadfunnel -q --lookback --to mql "${stages[@]}" in.csv >out
	[ "$(grep ^a, out | cut -d, -f2-4 | tr '\n' ' ')" = 'y,3,3 x,2,2 ,1,0 ' ]
	fails leadfunnel --lookback --to sal "${stages[@]}" in.csv
	says "--to: there is no stage 'sal'"
	fails leadfunnel --lookback --to lead "${stages[@]}" in.csv
	says "name a later one"
	fails leadfunnel --to mql "${stages[@]}" in.csv
	says "the funnel has no use for --to; add --lookback"
	fails leadfunnel --good-months "${stages[@]}" in.csv
	says "the funnel has no use for --good-months; add --lookback"
	fails leadfunnel --lookback --by a "${stages[@]}" in.csv
	says "--lookback has no use for --by; leave one of them out"
}

# 40 leads a month from 2025-11 to 2026-04: 10, 12, 30, 32, 34 and 36 of them from the web, and half of these win.
months() {
	awk 'BEGIN {
		print "created,won,source,size"
		split("2025-11 2025-12 2026-01 2026-02 2026-03 2026-04", month, " ")
		for (m = 1; m <= 6; m++)
			for (i = 1; i <= 40; i++) {
				web = i <= (m > 2 ? 24 : 8) + 2 * m
				printf "%s-%02d,%s,%s,%d\n", month[m], i % 28 + 1, web && i % 2 ? month[m] "-28" : "", web ? "web" : "fair", i
			}
		print "2026-04-01,,few,1"
	}'
}
dated=(-e 'stage lead at created' -e 'stage won at won')

@test "lookback: good months against bad ones" {
	months >in.csv
	leadfunnel --lookback --good-months --window '27 days' "${dated[@]}" --now 2026-05-27 in.csv >out 2>err
	[ "$(sed -n '1p' out)" = column,value,good_months_share,bad_months_share,difference,low95,high95,outside_chance ]
	# the best of six is April (18 of 41), the worst November (5 of 40)
	grep -qx 'source,web,0.878049,0.250000,0.628049,0.425798,0.756166,yes' out
	grep -qx 'source,few,0.024390,0.000000,0.024390,-0.065501,0.125951,no' out
	[ "$(awk -F, 'NR > 1 { d = $5 < 0 ? -$5 : $5; print d }' out)" = "$(awk -F, 'NR > 1 { d = $5 < 0 ? -$5 : $5; print d }' out | sort -rn)" ]
	grep -qx 'leadfunnel: good months: 2026-04 (43.9% of 41 leads); bad months: 2025-11 (12.5% of 40 leads)' err
	COLUMNS=1000 leadfunnel -q --lookback --good-months --window '27 days' "${dated[@]}" --now 2026-05-27 -f table in.csv >out
	grep -q 'good months: 2026-04 (43.9% of 41 leads); bad months: 2025-11 (12.5% of 40 leads)' out
}

@test "lookback: a month counts when its window is over" {
	months >in.csv
	good() { leadfunnel -q --lookback --good-months "${dated[@]}" -f table --window '30 days' "$@" | grep -o 'good months: [0-9-]*'; }
	[ "$(good --now 2026-04-30 in.csv)" = 'good months: 2026-03' ]
	[ "$(good --now 2026-05-29 in.csv)" = 'good months: 2026-03' ]
	[ "$(good --now 2026-05-30 in.csv)" = 'good months: 2026-04' ]
	# of times: when the last day has had it from its end on
	sed '2,$s/^\([^,]*\),/\1 10:00,/' in.csv >times.csv
	[ "$(good --now '2026-05-30 11:00' times.csv)" = 'good months: 2026-03' ]
	[ "$(good --now 2026-05-30 times.csv)" = 'good months: 2026-04' ]
	fails leadfunnel --lookback --good-months --window '30 days' "${dated[@]}" --now 2026-03-02 in.csv
	says "--good-months: 3 months are mature with 30 leads or more, and it takes 4; try a shorter --window"
	fails leadfunnel --lookback --good-months --window '30 days' -e 'stage lead' -e 'stage won at won' in.csv
	says "--good-months: stage 'lead' has no time"
	fails leadfunnel --lookback --good-months -e 'stage lead at created' -e 'stage won when won is present' in.csv
	says "--good-months: stage 'won' has no time"
}

@test "lookback: without a window good months ask for one, and say which" {
	months >in.csv
	fails leadfunnel --lookback --good-months "${dated[@]}" --now 2026-05-30 in.csv
	says "--good-months: add --window, the time that every lead is given to reach won; 90% of those that did took at most 26 days: --window '26 days'"
	leadfunnel -q --lookback --good-months --window '26 days' "${dated[@]}" --now 2026-05-30 in.csv >out
	[ "$(wc -l <out)" -gt 1 ]
	printf 'created,won,a\n2026-01-01,,x\n' >none.csv
	fails leadfunnel --lookback --good-months "${dated[@]}" --now 2026-05-30 none.csv
	says "the time that every lead is given to reach won; none has yet"
}

@test "lookback: the id is not looked at, nor a column in which no value repeats, which is told" {
	awk 'BEGIN {
		print "Record ID,serial,status,colour,visits"
		for (i = 0; i < 60; i++)
			print int(i / 2) ",s" i % 40 "," (i % 3 ? "" : "won") "," (i % 2 ? "red" : "blue") "," i * 1.5
	}' >in.csv
	leadfunnel --lookback "${won[@]}" in.csv >out 2>err
	[ "$(sed 1d out | cut -d, -f1 | uniq | sort | tr '\n' ' ')" = 'colour serial ' ]
	grep -qx 'leadfunnel: left out: Record ID, status, the id and what stages and exits are made of; 1 column of only one value, too many, or none that repeats' err
	leadfunnel -q --lookback "${won[@]}" -f table in.csv | grep -q '^left out: Record ID, status, the id'
	leadfunnel --lookback "${won[@]}" -c colour,visits,id in.csv 2>err >out
	[ "$(sed 1d out | cut -d, -f1 | uniq)" = colour ]
	grep -q -- '--columns: left out, as none of its values repeats: visits' err
	grep -q -- '--columns: left out, as they are the id or stages and exits are made of them: id' err
}

@test "lookback: a column of chance alone stands below one that says a little" {
	# 50 values that say nothing have a large information value among 300 leads; two values that say something, a small one
	awk 'BEGIN {
		srand(5)
		print "status,many,two"
		for (i = 0; i < 300; i++) {
			w = rand() < 0.3
			print (w ? "won" : "") ",v" int(rand() * 50) "," (rand() < (w ? 0.65 : 0.4) ? "a" : "b")
		}
	}' >in.csv
	leadfunnel -q --lookback "${won[@]}" in.csv >out
	[ "$(sed 1d out | cut -d, -f1 | uniq | tr '\n' ' ')" = 'two many ' ]
	awk -F, 'NR > 1 && !seen[$1]++ { value[$1] = $12; noise[$1] = $13 } END { exit !(value["many"] > value["two"] && noise["many"] > 20 * noise["two"]) }' out
}

@test "lookback: any number of threads, any order of rows, the same bytes" {
	data
	{ head -1 "$education/Leads.csv"; sed 1d "$education/Leads.csv" | shuf --random-source=<(yes); } >shuffled.csv
	for options in '' '--exact' "-c Tags,TotalVisits"; do
		education $options -j1 >out
		education $options -j4 | cmp - out
		leadfunnel -q --lookback -e 'stage lead' -e 'stage won when Converted = 1' $options -j3 shuffled.csv | cmp - out
	done
}

@test "lookback: any number of threads, any order of rows, the same good months" {
	months >in.csv
	leadfunnel -q --lookback --good-months --window '5 days' "${dated[@]}" --now 2026-05-30 in.csv >out
	{ head -1 in.csv; sed 1d in.csv | sort -t, -k4,4n; } |
		leadfunnel -j4 -q --lookback --good-months --window '5 days' "${dated[@]}" --now 2026-05-30 | cmp - out
	# and the same proposal
	fails leadfunnel -j1 --lookback --good-months "${dated[@]}" --now 2026-05-30 in.csv
	cp err one.err
	{ head -1 in.csv; sed 1d in.csv | sort -t, -k4,4n; } >sorted.csv
	fails leadfunnel -j4 --lookback --good-months "${dated[@]}" --now 2026-05-30 sorted.csv
	cmp err one.err
}

@test "lookback: nothing to look at is a report without rows" {
	printf 'a,status\n' | leadfunnel -q --lookback "${won[@]}" >out
	[ "$(wc -l <out)" -eq 1 ]
	printf 'a,status\nx,won\nx,\n' | leadfunnel -q --lookback "${won[@]}" >out
	[ "$(wc -l <out)" -eq 1 ]
	printf 'a,status\nx,won\nx,\n' | leadfunnel -q --lookback "${won[@]}" -c a >out
	[ "$(sed 1d out | cut -d, -f1-4,8-)" = a,x,2,1,,,,0.000000,0.000000,0.000000, ]
	printf 'a,status\nx,won\ny,won\nx,won\n' | leadfunnel -q --lookback "${won[@]}" >out
	grep -q '^a,x,2,2,1.000000,.*,1.000000,,,,,,$' out
}
