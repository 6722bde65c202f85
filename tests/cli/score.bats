# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadscore: points, grades, verdicts, and the mistakes others made with them.
load common

@test "leadscore: a score is the sum of its reasons, for every lead and score" {
	# one score at a time, so that the reasons are that score's
	for score in 'fit 0..50' 'engagement 0..40 half-life 60 days since last_activity_at' 'intent -5..9'; do
		leadscore -q -x -a "$nordlicht" -e "score $score
			+20 when title ~ \"\\b(vp|chief|head)\\b\" \"decides\"
			+17.5 when employees >= 200 \"large\"
			-30 when country = \"US\" \"far\"
			+2.3 per \`Page Views\` at most 20 points \"pages\"" \
			-e 'grade score A from 40, else B' -e 'mql when score > 1' -e 'priority score' \
			-c score,reasons "$leads" >out.csv
		awk -F, 'NR > 1 && $1 != "" {
			sum = 0
			n = split($2, part, "; ")
			for (i = 1; i <= n; i++) { sub(/.* /, "", part[i]); sum += part[i] }
			if (sum != $1) { print "line " NR ": " $0; exit 1 }
			rows++
		}
		END { if (rows < 2500) exit 1 }' out.csv
	done
}

@test "leadscore: the worked examples of fading, rounding, cap and floor" {
	cat >worked.agreement <<-'E'
		timezone "UTC"
		score half half-life 30 days since t
		    +1 per a "page views"
		    +1 per b "webinars"
		    -1 per c "unsubscribed"
		score capped 0..50
		    +1 per d "one"
		    +1 per e "two"
		    -1 per f "three"
	E
	{
		echo t,a,b,c,d,e,f
		echo 2026-10-11,14,10,5,45,20,0  # faded 20 of 30 days; over the cap
		echo 2026-10-01,5,5,0,10,0,30    # half; under the floor
	} | sed 's/  #.*//' >in.csv
	leadscore -x -a worked.agreement --now 2026-10-31 in.csv | cut -d, -f8- >out.csv
	cat >want <<-'E'
		half,capped,score,reasons
		12,50,62,page views +9; webinars +6; unsubscribed -3; one +45; two +20; capped cap -15
		5,0,5,page views +3; webinars +2; one +10; three -30; capped floor +20
	E
	diff want out.csv
}

@test "leadscore: no points twice: a rule that matches in two ways gives them once" {
	printf 'score s\n    +5 when title ~ "vp|sales" or title contains "VP" "once"\n' >a
	[ "$(printf 'title\nVP Sales VP\n' | leadscore -x -a a | tail -1)" = 'VP Sales VP,5,5,once +5' ]
}

@test "leadscore: a cap never hides a rule: each is said, then the cap" {
	printf 'score s 0..10\n    +9 when a = 1 "first"\n    +9 when a = 1 "second"\n' >a
	[ "$(printf 'a\n1\n' | leadscore -x -a a | tail -1)" = '1,10,10,first +9; second +9; s cap -8' ]
}

@test "leadscore: 'at most' limits the rule, before fading" {
	printf 'score s half-life 10 days since t\n    +3 per a at most 12 points "a"\n' >a
	[ "$(printf 'a,t\n100,2026-10-21\n' | leadscore -x -a a | tail -1)" = '100,2026-10-21,6,6,a +6' ]
}

@test "leadscore: decay takes the MQL verdict away" {
	printf 'score s half-life 30 days since t\n    +40 when a = 1 "a"\nmql when score >= 30\n' >a
	printf 'a,t\n1,2026-10-31\n' >in.csv
	[ "$(leadscore --now 2026-10-31 -a a -c mql in.csv | tail -1)" = yes ]
	[ "$(leadscore --now 2026-11-30 -a a -c mql in.csv | tail -1)" = no ]
}

@test "leadscore: what lies after now does not fade, nor grow" {
	printf 'score s half-life 30 days since t\n    +40 when a = 1 "a"\n' >a
	[ "$(printf 'a,t\n1,2027-10-31\n' | leadscore -a a -c s | tail -1)" = 40 ]
}

@test "leadscore: a missing 'since' is not faded, and told" {
	printf 'score s half-life 30 days since t\n    +40 when a = 1 "a"\n' >a
	[ "$(printf 'a,t\n1,\n' | leadscore -a a -c s 2>err | tail -1)" = 40 ]
	[ "$(<err)" = "leadscore: 1 row not faded, for 'since' is missing: s" ]
}

@test "leadscore: no score moves because other leads moved" {
	leadscore -q -a "$nordlicht" "$leads" >all
	{ head -1 "$leads"; sed -n '1000,$p' "$leads"; } >some.csv
	leadscore -q -a "$nordlicht" some.csv >some
	sed 1d some | cmp - <(tail -n "$(($(wc -l <some) - 1))" all)
	{ head -1 "$leads"; sed 1d "$leads" | grep -v '"' | sort -r; } >sorted.csv
	leadscore -q -a "$nordlicht" sorted.csv | sed 1d | sort | cmp - <(sed 1d all | grep -v '"' | sort)
}

@test "leadscore: an old score in the input is never used for the new one" {
	leadscore -q -a "$nordlicht" "$leads" >once
	awk -F, -v OFS=, 'NR > 1 && NF == 41 { $36 = $37 = $38 = $39 = 99; $40 = "A1"; $41 = "yes" } 1' once >doctored
	same once leadscore -q -a "$nordlicht" doctored
}

@test "leadscore: 'per' counts whole things; missing, unreadable and negative ones are none" {
	printf 'score s\n    +2 per a "a"\n' >a
	[ "$(printf 'a,b\n3.9,1\n,1\n-4,1\nmany,1\n"1,200",1\n' | leadscore -a a -c s 2>err | tr '\n' ' ')" = 's 6 0 0 0 2400 ' ]
	[ "$(<err)" = "leadscore: a: 1 cell is not a number, line 5: 'many'" ]
}

@test "leadscore: grades cut at 'from', on the whole score" {
	printf 'score s 0..50\n    +1 per a\ngrade s A from 40, B from 25, else C\ngrade s 1 from 30, else 2\n' >a
	[ "$(printf 'a\n60\n40\n39\n30\n29\n25\n24\n0\n' | leadscore -a a -c grade | tr '\n' ' ')" = 'grade A1 A1 B1 B1 B2 B2 C2 C2 ' ]
	printf 'score s\n    +0.5 per a\ngrade s A from 3, else B\n' >a
	[ "$(printf 'a\n5\n4\n' | leadscore -a a -c s,grade | tr '\n' ' ')" = 's,grade 3,A 2,B ' ]
}

@test "leadscore: ignored leads pass through unscored and are counted with their label" {
	printf 'ignore when a = 1 "ours"\nignore when a = 2\nscore s\n    +1 when a > 0\n' >a
	[ "$(printf 'a\n1\n2\n3\n1\n' | leadscore -a a 2>err | tr '\n' ' ')" = 'a,s,score 1,, 2,, 3,1,1 1,, ' ]
	[ "$(<err)" = "$(printf 'leadscore: 2 rows ignored: ours\nleadscore: 1 row ignored: a = 2')" ]
}

@test "leadscore: a field that the export lacks is neither yes nor no" {
	printf 'score s\n    +1 when opted_out = no\n    +2 when opted_out = yes\n    +4 when opted_out\n    +8 when not opted_out\n    +16 when opted_out != no\n' >a
	[ "$(printf 'a,b\n1,2\n' | leadscore -a a -c s | tail -1)" = 24 ]
	[ "$(printf 'a,Opted Out\n1,\n1,no\n1,yes\n' | leadscore -a a -c s | tr '\n' ' ')" = 's 24 9 22 ' ]
}

# ---- --top

@test "leadscore: --top is the head of the sorted whole: score, then intent, then input order" {
	leadscore -q -a "$nordlicht" -c 'Record ID,score,intent,grade' "$leads" >all
	for n in 1 10 300 5000; do
		{ head -1 all; sed 1d all | grep -v ',,,$' | sort -t, -s -k2,2nr -k3,3nr | head -n $n; } >want
		same want leadscore -q -a "$nordlicht" --top $n -c 'Record ID,score,intent,grade' "$leads"
	done
	[ "$(wc -l <want)" -eq 2556 ]
}

@test "leadscore: --top keeps rows byte for byte, ties by input order" {
	printf 'a,b\r\n1,"x"\r\n2, y\r\n2,"z\r\nz"\r\n1,w' >in.csv
	printf 'score s\n    +1 per a\n' >a
	printf 'a,b,s,score\r\n2, y,2,2\r\n2,"z\r\nz",2,2\r\n1,"x",1,1\r\n' >want
	same want leadscore -a a --top 3 in.csv
	printf 'a,b,s,score\r\n2, y,2,2\r\n2,"z\r\nz",2,2\r\n1,"x",1,1\r\n1,w,1,1\r\n' >want
	same want leadscore -a a --top 4 in.csv
}

@test "leadscore: --top with --where takes the best of what is kept" {
	leadscore -q -a "$nordlicht" --top 5 -w 'country = "CH"' -c country,score "$leads" >out
	[ "$(sed 1d out | cut -d, -f1 | sort -u)" = CH ]
	[ "$(rows out)" -eq 5 ]
}

# ---- --diff

@test "leadscore: --diff shows whom other statements would grade otherwise, and counts" {
	leadscore -a "$nordlicht" --diff -e 'mql when score >= 50' -c 'Record ID,score,new_score,mql,new_mql' "$leads" >out 2>err
	leadscore -q -a "$nordlicht" -c 'Record ID,mql' "$leads" >old
	leadscore -q -a "$nordlicht" -e 'mql when score >= 50' -c 'Record ID,mql' "$leads" >new
	paste -d, old new | sed 1d | awk -F, '$2 != $4 { print $1 "," $2 "," $4 }' >want
	sed 1d out | cut -d, -f1,4,5 | cmp - want
	changed=$(wc -l <want)
	grep -q "leadscore: $(grep -c ,no,yes want) leads: becomes an MQL" err
	grep -q "leadscore: $changed of 2,555 leads change" err
}

@test "leadscore: --diff says what became of the leads that change, where that is known" {
	cat >a.agreement <<-'END'
		stage asked at asked
		stage sold when status = "sold"
		exit dropped when status = "dropped"
		score fame 0..30
		    +1 per visits
		mql when visits >= 10
	END
	printf '%s\n' visits,asked,status '12,2026-01-01,sold' '11,2026-01-01,dropped' '10,2026-01-01,' '9,2026-01-01,sold' '10,,' >in.csv
	notes() { leadscore -a a.agreement "$@" 2>&1 >out | sed -n 's/^leadscore: //; /leads\{0,1\}[: ]/p'; }
	[ "$(notes --diff -e 'mql when visits >= 12' in.csv | head -2)" = '3 leads: is no MQL any more; 0 reached sold, 1 left
3 of 5 leads change; 0 reached sold, 1 left' ]
	[ "$(notes --diff -e 'mql when visits >= 9' in.csv | head -2)" = '1 lead: becomes an MQL; 1 reached sold, 0 left
1 of 5 leads change; 1 reached sold, 0 left' ]
	[ "$(notes --diff -e 'mql when visits >= 13' -j4 in.csv | tail -1)" = '4 of 5 leads change; 1 reached sold, 1 left' ]
	# an input without an exit, without a sale, without the columns; an agreement without stages
	grep -v dropped in.csv >none.csv
	[ "$(notes --diff -e 'mql when visits >= 9' none.csv | tail -1)" = '1 of 4 leads change; 1 reached sold' ]
	grep -v sold in.csv >none.csv
	[ "$(notes --diff -e 'mql when visits >= 11' none.csv | tail -1)" = '2 of 3 leads change; 0 left' ]
	cut -d, -f1,2 in.csv >none.csv
	[ "$(notes --diff -e 'mql when visits >= 9' none.csv | tail -1)" = '1 of 5 leads change' ]
	sed -i '/^stage/d; /^exit/d' a.agreement
	[ "$(notes --diff -e 'mql when visits >= 9' in.csv | tail -1)" = '1 of 5 leads change' ]
}

@test "leadscore: --diff with an agreement: another file's scores and grades" {
	sed 's/^grade fit .*/grade fit A from 30, B from 20, C from 10, else D/' "$nordlicht" >"$BATS_TEST_TMPDIR/new.agreement"
	cp "$examples"/*.txt "$examples"/named-accounts.csv .
	leadscore -q -a "$nordlicht" --diff new.agreement -c fit,grade,new_grade "$leads" >out
	[ "$(rows out)" -gt 100 ]
	awk -F, 'NR > 1 { if (!($1 >= 30 && $1 < 35) || $2 !~ /^B/ || $3 !~ /^A/) exit 1 }' out
}

@test "leadscore: --diff where nothing changes is a header alone, and 0 of N" {
	leadscore -a "$nordlicht" --diff "$nordlicht" "$leads" >out 2>err
	[ "$(wc -l <out)" -eq 1 ]
	grep -q '^leadscore: 0 of 2,555 leads change$' err
}

# ---- --summary

@test "leadscore: --summary's figures are those of the scored rows" {
	leadscore -q -a "$nordlicht" --summary "$leads" >summary
	# sql_at and so on are times in the past where they are filled; depth is the last stage with one, an exit or not
	leadscore -q -a "$nordlicht" -x -c 'mql,grade,MQL At,Accepted At,SQL At,Won At,reasons' "$leads" >rows
	awk -F, '
		NR == 1 || $1 == "" || $2 == "" { next }
		{
			n++
			won = $6 != ""; crm = $3 $4 $5 $6 != ""; rule = $1 == "yes"
			leads["all leads"]++; conv["all leads"] += won
			leads["MQL by the rule"] += rule; conv["MQL by the rule"] += rule && won
			leads["MQL in the CRM"] += crm; conv["MQL in the CRM"] += crm && won
			leads["both"] += rule && crm; leads["rule only"] += rule && !crm
			leads["CRM only"] += !rule && crm; leads["neither"] += !rule && !crm
			leads[$2]++; conv[$2] += won
			k = split($7, part, "; ")
			for (i = 1; i <= k; i++) { sub(/ [-+][0-9]+$/, "", part[i]); if (part[i] !~ / cap$| floor$/) { leads[part[i]]++; conv[part[i]] += won } }
		}
		END { for (x in leads) printf "%s|%d|%.6f|%.6f\n", x, leads[x], leads[x] / n, leads[x] ? conv[x] / leads[x] : 0 }
	' rows | sort >want
	# a rule faded to less than half a point may go unsaid among the reasons, so those of the fading score are left out
	awk -F, 'NR > 1 && $2 != "engagement" && $3 !~ /^"/ { printf "%s|%d|%s|%s\n", $3, $4, $5, $8 }' summary | sort >got
	for what in 'all leads' both 'rule only' 'CRM only' neither 'MQL by the rule' 'MQL in the CRM' A1 B2 D4 decides 'named account' 'came recommended'; do
		[ "$(grep "^$what|" want | cut -d'|' -f1-3)" = "$(grep "^$what|" got | cut -d'|' -f1-3)" ]
	done
	for what in 'all leads' 'MQL by the rule' A1 B2 decides 'named account'; do
		[ "$(grep "^$what|" want)" = "$(grep "^$what|" got)" ]
	done
}

@test "leadscore: --summary's intervals are Wilson's" {
	leadscore -q -a "$nordlicht" --summary "$leads" | awk -F, '
		NR > 1 && $0 !~ /"/ && $8 != "" {
			n = $4; k = $7; z = 1.959963984540054; p = k / n
			m = (p + z * z / 2 / n) / (1 + z * z / n)
			h = z * sqrt(p * (1 - p) / n + z * z / 4 / n / n) / (1 + z * z / n)
			lo = k ? m - h : 0; hi = k < n ? m + h : 1
			if ($9 - lo > 6e-7 || lo - $9 > 6e-7 || $10 - hi > 6e-7 || hi - $10 > 6e-7) { print; exit 1 }
			rows++
		}
		END { if (rows < 20) exit 1 }'
}

@test "leadscore: --summary without stages tells leads, not conversion" {
	printf 'score s\n    +1 when a = 1 "one"\nmql when s > 0\n' >a
	printf 'a\n1\n2\n1\n' | leadscore -a a --summary >out
	grep -q '^mql,,MQL by the rule,2,0.666667,,,,,' out
	grep -q '^rule,s,one,2,0.666667,2.00,,,,' out
}

@test "leadscore: --summary says what sales did with the leads of each rule, counted again from the input" {
	cat >a.agreement <<-'END'
		stage lead at created_at
		stage mql  at mql_at
		stage sal  at sal_at
		stage won  at won_at
		exit recycled at recycled_at reason why
		exit lost     at lost_at     reason why
		handover mql to sal
		score s
		    +5 when country = "DE"   "german"
		    +5 when country = "FR"   "french"
		    -5 when country = "none" "nobody"
	END
	awk 'BEGIN {
		print "created_at,mql_at,sal_at,won_at,recycled_at,lost_at,country,why"
		split("No budget|no budget|Not now|not now |Price||a", why, "|")
		for (i = 1; i <= 900; i++)
			printf "2026-01-01,%s,%s,%s,%s,%s,%s,%s\n", i % 2 ? "2026-01-05" : "", i % 3 ? "" : "2026-01-07",
				i % 12 ? "" : "2026-02-01", i % 5 ? "" : "2026-01-20", i % 7 ? "" : "2026-01-25",
				int(i / 2) % 4 ? int(i / 2) % 5 ? "US" : "FR" : "DE", why[1 + int(i * 0.618) % (i % 3 ? 7 : 5)]
	}' >in.csv
	leadscore -q -a a.agreement --summary in.csv >out
	awk -F, 'function note(rule) {
			ok[rule] += sal
			if (!sal && (mql && ($5 || $6))) {
				back[rule]++
				w = tolower($8)
				sub(/ $/, "", w)
				if (w != "") n[rule, w]++
			}
		}
		NR > 1 {
			sal = $3 || $4 ? 1 : 0
			mql = $2 || sal ? 1 : 0
			note("all leads")
			if ($7 == "DE") note("german")
			if ($7 == "FR") note("french")
		}
		END {
			split("all leads,german,french", rule, ",")
			split("no budget,not now,price,a", word, ",")
			for (i = 1; i <= 3; i++) {
				r = rule[i]
				best = ""
				for (j = 1; j <= 4; j++)
					if (n[r, word[j]] > n[r, best] + 0) best = word[j]
				printf "%s,%d,%d,%.6f,%s\n", r, ok[r], back[r], ok[r] / (ok[r] + back[r]), best
			}
			print "nobody,0,0,,"
		}' in.csv >want
	grep -E '^(rule|mql,,all)' out | cut -d, -f3,19-22 | tr '[:upper:]' '[:lower:]' >got
	diff want got
	[ "$(cut -d, -f5 want | sort -u | wc -l)" = 3 ] # not all alike
	# so many that several threads get some of them, each other reasons first
	head -1 in.csv | tee many.csv >sorted.csv
	for _ in 1 2 3 4 5 6 7 8 9 10; do sed 1d in.csv; done >>many.csv
	sed 1d many.csv | sort -t, -k8,8 >>sorted.csv
	leadscore -q -a a.agreement --summary -j1 many.csv >out
	same out leadscore -q -a a.agreement --summary -j4 sorted.csv
	# a stage between the two of the handover is of those who decide
	sed 's/^stage won/stage sql at sql_at\n&/; s/mql to sal/mql to sql/' a.agreement >b.agreement
	printf 'created_at,mql_at,sal_at,sql_at,won_at,recycled_at,lost_at,country,why\n,2026-01-01,2026-01-01,,,,2026-01-05,DE,x\n,,2026-01-01,2026-01-02,,,,DE,\n,,2026-01-01,,,,,DE,\n' >in.csv
	leadscore -q -a b.agreement --summary in.csv | grep -q '^rule,s,german,.*,1,1,0.500000,x$'
}

@test "leadscore: --summary says where it can't tell what sales did, and leaves it out" {
	printf 'created_at,mql_at,sal_at,lost_at,why,status\n2026-01-01,2026-01-02,,,,new\n2026-01-01,2026-01-02,,2026-01-03,x,lost\n2026-01-01,2026-01-02,2026-01-04,,,sal\n' >in.csv
	cat >a.agreement <<-'END'
		stage lead at created_at
		stage mql at mql_at
		stage sal at sal_at
		stage won at won_at
		exit lost at lost_at reason why
		handover mql to sal
		score s
	END
	summary() { # what to change
		sed "$1" a.agreement >b.agreement
		leadscore -a b.agreement --summary in.csv 2>err | grep '^mql,,all leads' | cut -d, -f19-
	}
	printf 'field won_at "Won"\n' >>a.agreement
	sed -i '1s/$/,Won/' in.csv && sed -i '2,$s/$/,/' in.csv
	[ "$(summary '')" = 1,1,0.500000,x ]
	[ "$(summary '/^handover/d')" = ,,, ]
	grep -q "no 'handover' statement, so what sales did with the leads is left out" err
	[ "$(summary 's/ reason why//')" = 1,1,0.500000, ]
	[ "$(grep -c reason err)" = 0 ]
	[ "$(summary 's/why/wy/')" = 1,1,0.500000, ]
	grep -q "commonest_reason is empty, as a 'reason' can't be read from this input" err
	# nobody was accepted, or no column says who was
	[ "$(summary 's/sal at sal_at/sal at won_at/')" = ,,, ]
	grep -q 'sal: no lead shows it, so what sales did with the leads is left out' err
	# who left may have been accepted before
	[ "$(summary 's/sal at sal_at/sal when status = "sal"/')" = ,,, ]
	grep -q 'sal: known from the present status only, so what sales did with the leads is left out' err
}
