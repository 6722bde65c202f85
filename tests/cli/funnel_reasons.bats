# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfunnel --reasons: why leads left; and where else reasons are shown.
load common

road() { # an agreement of four stages and three exits, of which one names no reason
	cat >a.agreement <<-'END'
		missing "" "n/a"
		stage lead at created_at
		stage mql at mql_at
		stage sal at sal_at
		stage won at won_at value amount
		exit recycled at recycled_at reason why
		exit lost at lost_at reason why
		exit closed at closed_at
	END
}

many() { # N leads of four countries, by a little arithmetic; reasons in many spellings, and some without
	awk -v n="$1" 'BEGIN {
		print "created_at,mql_at,sal_at,won_at,amount,recycled_at,lost_at,closed_at,country,why"
		split("No budget|no budget|No budget |NO BUDGET|Not now|not now|Price|Wrong contact|Too small|n/a|", why, "|")
		for (i = 1; i <= n; i++) {
			day = i * 7 % 200
			t = sprintf("2026-%02d-%02d %02d:30", 1 + int(day / 28), 1 + day % 28, i % 24)
			u = sprintf("2026-%02d-%02d 10:%02d", 2 + int(day / 28), 1 + (day * 5) % 28, i % 60)
			v = sprintf("2026-%02d-%02d", 3 + int(day / 28), 1 + (day * 3) % 28)
			printf "%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n", t, i % 2 ? u : "", i % 3 ? "" : u, i % 11 ? "" : u,
				i % 4 ? i : "", i % 5 ? "" : v, i % 7 ? "" : v, i % 17 ? "" : v, substr("DEde US", 1 + i % 4 * 2, 2),
				why[1 + int(i * 0.618 + i / 7) % 11]
		}
	}'
}

# Rows of exit, stage, group and leads: the sums over all reasons; and what the funnel has in the columns of exits.
sums() {
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ sum[$1 "," $2 "," (at["reason"] > 3 ? tolower($3) : "")] += $(at["leads"])
		share[$1 "," $2 "," (at["reason"] > 3 ? tolower($3) : "")] += $(at["share_of_exit"]) }
		END { for (k in sum) { print k "," sum[k]; if (share[k] < 0.99999 || share[k] > 1.00001) print k ": share " share[k] } }' "$1" | sort
}
lefts() {
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) { at[$i] = i; head[i] = $i }; next }
		$(at["stage"]) ~ /lead|mql|sal|won/ {
			for (i = at["left"] + 1; i < at["median_days"]; i++)
				if ($i) print head[i] "," $(at["stage"]) "," (at["stage"] > 1 ? tolower($1) : "") "," $i
		}' "$1" | sort
}

# Is the share of those who reached the stage of the funnel's figure for that group?
of_reached() { # the funnel, the reasons
	awk -F, 'FNR == 1 { file++; delete at; for (i = 1; i <= NF; i++) at[$i] = i; next }
		file == 1 { reached[$(at["stage"]), at["stage"] > 1 ? tolower($1) : ""] = $(at["reached"]); next }
		{
			n = reached[$2, at["reason"] > 3 ? tolower($3) : ""]
			if (sprintf("%.6f", $(at["leads"]) / n) - $(at["share_of_reached"]) > 0.0000011 ||
			    $(at["share_of_reached"]) - $(at["leads"]) / n > 0.0000011) {
				print "of " n ": " $0
				exit 1
			}
		}' "$1" "$2"
}

@test "leadfunnel --reasons: the leads of all reasons are those that left, in every group, cohort, window and at every moment" {
	road
	many 3000 >in.csv
	for options in '' '--by country' '--cohort month' '--cohort quarter --from mql --window=40' '--by country --limit=1'; do
		for now in 2026-04-10 2026-10-31; do
			# shellcheck disable=SC2086
			leadfunnel -q -a a.agreement --now $now --reasons $options in.csv >why
			# shellcheck disable=SC2086
			leadfunnel -q -a a.agreement --now $now ${options%--limit*} in.csv >all
			sums why >got
			lefts all >want
			[ "$(wc -l <want)" -gt 5 ]
			diff want got
			of_reached all why
		done
	done
}

# Of leads by one exit from the first stage: all counted again, from the input alone.
@test "leadfunnel --reasons: shares, days and values, counted again from the input" {
	cat >a.agreement <<-'END'
		missing "" "n/a"
		stage lead at created_at
		stage won at won_at value amount
		exit lost at lost_at reason why
	END
	many 2000 | awk -F, -v OFS=, 'NR > 1 { $4 = "" } { print }' >in.csv
	leadfunnel -q -a a.agreement --reasons in.csv >out
	awk -F, 'NR > 1 { n++ }
		NR > 1 && $7 {
			k = $10
			sub(/ $/, "", k)
			spelled[k ? k : "-"]++
			k = tolower(k)
			k = k == "n/a" || k == "" ? "(none given)" : k
			count[k]++
			value[k] += $5
			split($1, from, /[- ]/)
			split($7, to, "-")
			split("0 31 59 90 120 151 181 212 243 273", before, " ")
			days[k, count[k]] = before[to[2] + 0] + to[3] - before[from[2] + 0] - from[3]
			left++
		}
		END {
			for (k in count) {
				m = count[k]
				for (i = 1; i <= m; i++) # sorted
					for (j = i; j > 1 && days[k, j - 1] > days[k, j]; j--) {
						t = days[k, j]; days[k, j] = days[k, j - 1]; days[k, j - 1] = t
					}
				median = m % 2 ? days[k, (m + 1) / 2] : (days[k, m / 2] + days[k, m / 2 + 1]) / 2
				p = 0.9 * (m - 1) + 1
				p90 = days[k, int(p)] + (p - int(p)) * (days[k, int(p) + (p > int(p))] - days[k, int(p)])
				printf "%s,%d,%.6f,%.6f,%.2f,%.2f,%.2f\n", k, m, m / left, m / n, median, p90, value[k]
			}
		}' in.csv | sort >want
	cut -d, -f3-6,9- out | sed 1d | tr '[:upper:]' '[:lower:]' | sort >got
	[ "$(wc -l <want)" = 6 ]
	diff want got
	# the spelling that most have is shown
	grep -q '^lost,lead,No budget,' out
	[ "$(cut -d, -f3 out | sed -n 2p)" = 'No budget' ]
	[ "$(cut -d, -f3 out | tail -1)" = '(none given)' ]
}

@test "leadfunnel --reasons: any number of threads and any order of rows give the same bytes" {
	road
	many 6000 >in.csv
	{ head -1 in.csv; sed 1d in.csv | sort -t, -k10,10 -k3; } >sorted.csv
	{ head -1 in.csv; sed 1d in.csv | awk '{ print NR * 7919 % 6007, $0 }' | sort -n | cut -d' ' -f2-; } >mixed.csv
	for options in '' '--by country' '--by why --exact --limit=2' '--limit=1 --cohort week' '-f table' '-f html'; do
		# shellcheck disable=SC2086
		leadfunnel -q -a a.agreement --reasons $options -j1 <in.csv >want
		for file in in.csv sorted.csv mixed.csv; do
			# shellcheck disable=SC2086
			same want leadfunnel -q -a a.agreement --reasons $options -j4 <"$file"
			# shellcheck disable=SC2086
			same want leadfunnel -q -a a.agreement --reasons $options -j1 <"$file"
		done
	done
}

@test "leadfunnel --reasons: --limit keeps the commonest of each exit and stage, and counts the rest from their leads" {
	printf 'created_at,lost_at,why,country\n' >in.csv
	for row in 01-11,a,DE 01-12,a,DE 01-13,a,US 01-21,b,US 01-22,b,US 01-14,c,US 01-24,d,DE 01-30,,DE; do
		printf '2026-01-01,2026-%s\n' "$row" >>in.csv
	done
	why() { leadfunnel -q -e 'stage lead at created_at' -e 'stage won at won_at' -e 'exit lost at lost_at reason why' --reasons "$@" in.csv | cut -d, -f3-6,9-11; }
	why --limit 1 >out
	cat >want <<-'END'
		reason,leads,share_of_exit,share_of_reached,median_days,p90_days,value
		a,3,0.375000,0.375000,11.00,11.80,
		(other),4,0.500000,0.500000,20.50,22.40,
		(none given),1,0.125000,0.125000,29.00,29.00,
	END
	diff want out
	# common over all groups, although b is the commonest in one
	leadfunnel -q -e 'stage lead at created_at' -e 'stage won at won_at' -e 'exit lost at lost_at reason why' --reasons \
		--limit 1 --by country in.csv | grep ',US,' | cut -d, -f3-6,10-12 >out
	printf 'US,a,1,0.250000,%s\nUS,(other),3,0.750000,%s\n' 12.00,12.00 20.00,20.80 >want
	sed 's/,$//' out | diff want -
}

@test "leadfunnel --reasons: an exit without a reason has all its leads in (none given), which is noted once; so is a field without a column" {
	road
	many 500 >in.csv
	leadfunnel -a a.agreement --reasons in.csv >out 2>err
	[ "$(grep -c '^closed,' out)" = "$(grep -c '^closed,[a-z]*,(none given),' out)" ]
	[ "$(grep -c 'names no' err)" = 1 ]
	grep -qxF "leadfunnel: closed: the agreement names no 'reason', so all who left are (none given)" err
	leadfunnel -e 'stage lead at created_at' -e 'exit lost at lost_at reason lost_reason' --reasons in.csv >out 2>err
	[ "$(wc -l <out)" = 2 ]
	grep -qxF "leadfunnel: lost: the input has no column for the 'reason', so all who left are (none given)" err
	# nobody left, by an empty file and by one without such leads
	leadfunnel -a a.agreement --reasons --now 2025-01-01 in.csv >out 2>err
	[ "$(wc -l <out)" = 1 ]
	grep -qxF 'leadfunnel: no lead has left, so there is no reason to report' err
	leadfunnel -q -a a.agreement --reasons --now 2025-01-01 -f table in.csv | grep -qx 'Why they left: nobody has left'
}

@test "leadfunnel --reasons: values in several currencies have no sum, which is said; without a value the cell is empty" {
	# shellcheck disable=SC2016
	printf 'created_at,lost_at,why,amount\n2026-01-01,2026-01-05,a,$5.25\n2026-01-01,2026-01-05,a,€7\n2026-01-01,2026-01-05,b,$2\n2026-01-01,2026-01-05,b,$0.50\n2026-01-01,2026-01-05,c,\n' >in.csv
	leadfunnel -q -e 'stage lead at created_at' -e 'stage won at won_at value amount' -e 'exit lost at lost_at reason why' \
		--reasons in.csv >out 2>err
	[ "$(cut -d, -f3,11 out | sed 1d | tr '\n' ' ')" = 'a, b,2.50 c, ' ]
	grep -q 'won: its values are in 2 currencies, USD (3 rows), EUR (1 row), which have no sum' err
}

@test "leadfunnel --reasons: who came back has no reason, and a stage without a time has no days" {
	cat >in.csv <<-'END'
		created_at,mql,sal_at,lost_at,why
		2026-01-01,yes,2026-03-01,2026-02-01,came back
		2026-01-01,yes,,2026-02-01,of an undated stage
		2026-01-03,,,2026-01-01,left before it came
	END
	leadfunnel -e 'stage lead at created_at' -e 'stage mql when mql = yes' -e 'stage sal at sal_at' \
		-e 'exit lost at lost_at reason why' --reasons in.csv >out 2>err
	grep -q ' came back after an exit' err
	[ "$(cut -d, -f2-4,9 out | sed 1d | tr '\n' ' ')" = 'mql,of an undated stage,1, ' ]
	# the exit's condition says that the lead is out, whatever its time
	leadfunnel -e 'stage lead at created_at' -e 'stage sal at sal_at' \
		-e 'exit lost when why is present at lost_at reason why' --reasons in.csv >out 2>err
	[ "$(grep -c 'left before it came,1,0.500000,0.333333,0.061492,0.792340,,,' out)" = 1 ]
	grep -q '1 row that left before they had come, and so in no days' err
}

@test "leadfunnel: for people it shows the two commonest reasons of each exit; its CSV doesn't change" {
	road
	many 3000 >in.csv
	leadfunnel -q -a a.agreement --by country -f table in.csv | sed -n '/^Why they left/,$p' >out
	[ "$(wc -l <out)" = 5 ] # no line of an exit without reasons
	# counted again, from the input
	leadfunnel -q -a a.agreement --reasons in.csv | awk -F, '$1 == "lost" { n += $4; k[$3] += $4 }
		END {
			for (i = 0; i < 2; i++) {
				best = ""
				for (w in k) if (w != "(none given)" && (best == "" || k[w] > k[best])) best = w
				line = line (i ? ", " : "") best sprintf(" %d%%", int(k[best] * 100 / n + 0.5))
				delete k[best]
			}
			print line
		}' >want
	grep ^lost out | grep -qF "$(cat want)"
	leadfunnel -q -a a.agreement -f html in.csv | grep -qF "$(cat want)"
	sed 's/ reason why//' a.agreement >b.agreement
	leadfunnel -q -a b.agreement in.csv >want
	same want leadfunnel -q -a a.agreement in.csv
	[ "$(leadfunnel -q -a b.agreement -f table in.csv | grep -c 'Why they')" = 0 ]
	leadfunnel -q -a a.agreement --partial in.csv >p.part
	leadfunnel -q -a a.agreement --merge -f table p.part >out
	leadfunnel -q -a a.agreement -f table in.csv | diff - out
	# a column that this input lacks costs the funnel no more than its reasons
	sed 's/reason why/reason wy/' a.agreement >c.agreement
	leadfunnel -a c.agreement -f table in.csv >out 2>err
	leadfunnel -q -a b.agreement -f table in.csv | diff - out
	grep -q "why leads left is not shown, as a 'reason' can't be read from this input" err
	fails leadfunnel -a c.agreement --reasons in.csv
	says "no column 'wy'"
}

@test "leadfunnel --reasons: a reason can't reach the terminal as a command, nor a page as markup" {
	printf 'created_at,lost_at,why\n2026-01-01,2026-01-05,"=1+1"\n2026-01-01,2026-01-05,"\033[31m<b>red"\n2026-01-01,2026-01-05,"two\nlines"\n' >in.csv
	why() { leadfunnel -q -e 'stage lead at created_at' -e 'stage won at won_at' -e 'exit lost at lost_at reason why' "$@" in.csv; }
	why --reasons | grep -q "'=1+1"
	for options in '--reasons -f table' '-f table'; do
		# shellcheck disable=SC2086
		run ! grep -q "$(printf '\033')" <(why $options)
	done
	for options in '--reasons -f html' '-f html'; do
		# shellcheck disable=SC2086
		run ! grep -q '<b>red' <(why $options)
	done
}
