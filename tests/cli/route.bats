# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadroute: every lead an owner, fairly, once.
load common

ids() { # how many, from which on
	awk -v n="$1" -v from="${2:-1}" 'BEGIN { print "id"; for (i = from; i < from + n; i++) print i }'
}

people() { # rows of a roster, under its header
	printf '%s\n' "$@" >team.csv
}

rules() { # the agreement is what is read
	{ echo 'roster "team.csv"'; cat; } >a.agreement
	export LEADPIPE_AGREEMENT=$PWD/a.agreement
}

owners() { # of the rows that are read, a line each
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "owner") column = i; next } { print $column }'
}

counts() { # "Ann 3 Bob 4"
	owners | LC_ALL=C sort | uniq -c | awk '{ n = $1; $1 = ""; sub(/^ /, ""); printf "%s%s %d", (NR > 1 ? " " : ""), ($0 == "" ? "-" : $0), n } END { print "" }'
}

is() { # what it should be, what it is
	[ "$1" = "$2" ] || { printf 'not %s\nbut %s\n' "$1" "$2"; return 1; }
}

# ---- rows and columns

@test "leadroute: rows pass through byte for byte, the new columns behind them" {
	people rep Ann Bob
	rules <<<'route all'
	printf '\xef\xbb\xbfid,"na me",x\r\n1,"a ""b""\nc", \r\n 2,\xff,"="\r\n' >in.csv
	leadroute -q in.csv >out
	appended in.csv out 3
	leadroute -q -x in.csv | grep -q '^id,"na me",x,owner,team,route,route_reason'
}

@test "leadroute: the column that the field owner is read from is filled, whatever it is called" {
	people rep,team Ann,north
	rules <<-'END'
		field owner "Lead Owner"
		route all
	END
	printf 'id,Lead Owner,x\n1,,a\n2,Zoe,b\n' >in.csv
	is $'id,Lead Owner,x,team,route\n1,Ann,a,north,all\n2,Zoe,b,,' "$(leadroute -q in.csv)"
}

@test "leadroute: a row with an owner keeps its cells, as they are quoted" {
	people rep,team Ann,north
	rules <<<'route all'
	printf 'id,owner,team,route\n1,"Zoe",  old ,""\n2," ",x,y\n' >in.csv
	is $'id,owner,team,route\n1,"Zoe",  old ,""\n2,Ann,north,all' "$(leadroute -q in.csv)"
}

@test "leadroute: a lead that no route takes goes to otherwise, without an owner" {
	people rep Ann
	rules <<-'END'
		route big when number(size) >= 100
		otherwise "nurture"
	END
	printf 'id,size\n1,100\n2,99\n3,\n' >in.csv
	is $'id,size,owner,team,route\n1,100,Ann,,big\n2,99,,,nurture\n3,,,,nurture' "$(leadroute -q in.csv)"
	leadroute in.csv 2>&1 >/dev/null | grep -q "^leadroute: 2 rows that no route takes"
}

@test "leadroute: routes are tried in order; else wait keeps a lead from the next one" {
	people rep,team Ann,a Bob,b
	rules <<-'END'
		route first when kind = "x"  among rep.team = "a"  at most 1 per day
		route second when kind = "y" among rep.team = "c"
		    else wait
		route third
		    among rep.team = "b"
	END
	printf 'id,kind\n1,x\n2,x\n3,y\n4,z\n' >in.csv
	is 'Ann Bob  Bob' "$(leadroute -q in.csv | owners | paste -sd' ')"
	is 'first third second third' "$(leadroute -q in.csv | sed 1d | cut -d, -f5 | paste -sd' ')"
}

@test "leadroute: to names an owner, of the roster or not, and nobody where it is missing" {
	people rep,team,active Ann,north, Bob,south,no
	rules <<-'END'
		route named when kind = "x" to who
		route rest
	END
	printf 'id,kind,who\n1,x,ann\n2,x,Zoe\n3,x,\n4,x,Bob\n5,y,Zoe\n' >in.csv
	is $'Ann,north,named\nZoe,,named\nAnn,north,rest\nAnn,north,rest\nAnn,north,rest' \
		"$(leadroute -q in.csv | sed 1d | cut -d, -f4-)"
}

@test "leadroute: rows that are ignored pass, and are no leads" {
	people rep Ann
	rules <<-'END'
		ignore when x = "us" "our own"
		route all
	END
	printf 'id,x\n1,us\n2,them\n' >in.csv
	is ' Ann' "$(leadroute -q in.csv | owners | paste -sd' ')"
	leadroute -q -s l in.csv >out
	is 1 "$(rows l)"
}

# ---- shares

@test "leadroute: 5, 1, 1: a a a ? a, and after seven each has the weight" {
	people rep,weight a,5 b,1 c,1
	rules <<<'route all'
	for from in 1 100 1000 5000; do
		ids 7 "$from" | leadroute -q >out
		is 'a a a a' "$(owners <out | sed -n '1p;2p;3p;5p' | paste -sd' ')"
		[ "$(owners <out | sed -n 4p)" != a ]
		is 'a 5 b 1 c 1' "$(counts <out)"
	done
}

# A random roster of one column of weights, and so many leads: is everybody within one lead at every prefix, of
# all leads or of each value of a column?
within_one() { # of each value of a column (0: all), the output's owner column
	awk -F, -v of="$1" -v owner="$2" '
		NR == FNR { if (FNR > 1) { weight[$1] = $2; sum += $2 } next }
		FNR == 1 { next }
		{
			v = of ? $of : ""; n[v]++; own[v, $owner]++
			if (!($owner in weight)) { print "whose is " $0; exit bad = 1 }
			for (w in weight) {
				off = own[v, w] - n[v] * weight[w] / sum
				if (off > 1 - 1e-9 || off < -1 + 1e-9) {
					print w " is " off " leads off at row " FNR; exit bad = 1
				}
			}
		}
		END { exit bad }' team.csv "$3"
}

@test "leadroute: with random rosters everybody is within one lead of their share, after every lead" {
	rules <<<'route all'
	for seed in 1 2 3 4 5 6 7 8 9 10 11 12; do
		awk -v seed="$seed" 'BEGIN {
			srand(seed); print "rep,weight"; n = 1 + int(rand() * 25)
			for (i = 1; i <= n; i++) print "rep" i "," (seed % 3 ? 1 + int(rand() * 9) : int(1 + rand() * 1000) / 8)
		}' >team.csv
		ids 400 "$seed" | leadroute -q >out
		within_one 0 2 out
	done
}

@test "leadroute: balance by keeps the shares within every grade, too" {
	people rep,weight a,3 b,2 c,2 d,1
	rules <<-'END'
		route all
		    balance by grade_said
	END
	awk 'BEGIN { srand(7); print "id,grade_said"; for (i = 1; i <= 600; i++) print i "," substr("ABCD", 1 + int(rand() * rand() * 4), 1) }' >in.csv
	leadroute -q in.csv >out
	within_one 2 3 out
	rules <<<'route all'
	leadroute -q in.csv >out
	within_one 0 3 out
	run ! within_one 2 3 out
}

@test "leadroute: share equally does not look at weights, but one of 0 gets nothing" {
	people rep,weight a,9 b,1 c,0
	rules <<-'END'
		route all
		    share equally
	END
	is 'a 10 b 10' "$(ids 20 | leadroute -q | counts)"
}

@test "leadroute: by load they go to whom has the fewest open leads for the weight; a pipe is read twice" {
	people rep,weight a,1 b,2
	rules <<-'END'
		stage lead at created
		stage won at won_at
		route all
		    share by load
	END
	{
		echo id,owner,created,won_at
		for i in 1 2 3 4; do echo "o$i,a,2026-01-01,"; done
		for i in 1 2 3 4 5; do echo "w$i,b,2026-01-01,2026-02-01"; done
		for i in 1 2 3 4 5 6 7 8; do echo "n$i,,2026-01-01,"; done
	} >in.csv
	is 'b b b b b b b b' "$(leadroute -q in.csv | owners | tail -8 | paste -sd' ')"
	for i in 1 2 3; do echo "m$i,,2026-01-01,"; done >>in.csv
	is 'a 5 b 15' "$(leadroute -q in.csv | counts)"
	leadroute -q in.csv >want
	same want bash -c 'cat in.csv | leadroute -q'
	same want bash -c 'leadroute -q <(cat in.csv)'
	same want leadroute -q - <in.csv
	same want bash -c 'leadroute -q - <(sed -n 1p in.csv; tail -n +9 in.csv) < <(head -8 in.csv)'
}

@test "leadroute: by load on a road of one stage, which nobody has come to the end of" {
	people rep a b
	rules <<-'END'
		stage lead at created
		route all
		    share by load
	END
	printf 'id,owner,created\n1,a,2026-01-01\n2,a,2026-01-01\n3,,2026-01-01\n4,,2026-01-01\n' >in.csv
	is 'a 2 b 2' "$(leadroute -q in.csv | counts)"
}

@test "leadroute: by hash the order means nothing, and who leaves moves no lead of others" {
	people rep,weight a,1 b,2 c,3 d,1
	rules <<-'END'
		route all
		    share by hash
	END
	ids 700 >in.csv
	leadroute -q in.csv >all
	{ sed 1q in.csv; sed 1d in.csv | sort -R --random-source=in.csv; } >shuffled.csv
	leadroute -q shuffled.csv | sort >back
	sort all | cmp - back
	sed -i /^c/d team.csv
	leadroute -q in.csv >without
	paste -d, all without | awk -F, '$2 != "c" && $2 != $6 { exit bad = 1 } $2 == "c" { n++ } END { exit bad || n < 240 || n > 360 }'
}

@test "leadroute: prefer takes the best first, and those alike share" {
	people rep,seniority Ann,5 Bob,5 Cas,3 Dee,
	rules <<-'END'
		route all
		    prefer rep.seniority
		    at most 2 per run
	END
	is '- 1 Ann 2 Bob 2 Cas 2 Dee 2' "$(ids 9 | leadroute -q | counts)"
	is 'Cas Cas Dee Dee ' "$(ids 9 | leadroute -q | owners | sed -n '5,9p' | paste -sd' ')"
}

# ---- room

@test "leadroute: at most so many a day, week, month and run, over all routes, in the agreement's time zone" {
	people rep,cap Ann,2
	for period in day week month; do
		rules <<-END
			timezone "Europe/Berlin"
			route one when x = "1"
			    at most rep.cap per $period
			route two
			    at most rep.cap per $period
		END
		rm -f l
		printf 'id,x\n1,1\n2,2\n3,1\n4,2\n' >in.csv
		is 'Ann Ann  ' "$(leadroute -q -s l --now 2026-10-28T12:00 in.csv | owners | paste -sd' ')"
		case $period in # the last second before, and the first of the next
		day) last=2026-10-28T22:59:59Z next=2026-10-28T23:00:00Z ;;
		week) last=2026-11-01T22:59:59Z next=2026-11-01T23:00:00Z ;;
		month) last=2026-10-31T22:59:59Z next=2026-10-31T23:00:00Z ;;
		esac
		is 'Ann Ann  ' "$(leadroute -q -s l --now "$last" in.csv | owners | paste -sd' ')"
		is 'Ann Ann Ann Ann' "$(leadroute -q -s l --now "$next" in.csv | owners | paste -sd' ')"
	done
	rules <<<$'route all\n  at most 1 per run'
	rm -f l
	is 'Ann   ' "$(leadroute -q -s l --now 2026-10-28 in.csv | owners | paste -sd' ')"
	is 'Ann   ' "$(leadroute -q -s l --now 2026-10-28 in.csv | owners | paste -sd' ')" # the same run, gone on with
	is 'Ann Ann  ' "$(leadroute -q -s l --now 2026-10-29 in.csv | owners | paste -sd' ')"
}

@test "leadroute: away dates are included, and who comes back has neither debt nor surplus" {
	people rep,away_from,away_to Ann,, Bob,2026-10-05,2026-10-09
	rules <<<'route all'
	for day in 04:yes 05:no 09:no 10:yes; do
		got=$(ids 10 | leadroute -q --now 2026-10-${day%:*} | counts)
		[ "${day#*:}" = no ] && is 'Ann 10' "$got" || is 'Ann 5 Bob 5' "$got"
	done
	ids 10 1 | leadroute -q -s l --now 2026-10-04 >out
	ids 10 11 | leadroute -q -s l --now 2026-10-06 >out
	is 'Ann 10' "$(counts <out)"
	is 'Ann 5 Bob 5' "$(ids 10 21 | leadroute -q -s l --now 2026-10-10 | counts)"
}

# ---- rosters

@test "leadroute: a roster as Excel saves it" {
	printf '\xef\xbb\xbfRep;Weight;Active;Team;Away_From;Away_To\r\nJürgen Groß;2;TRUE;Süd;;\r\n"Ann; the first";1;;;;\r\nOle;1;no;;;\r\n;;;;;\r\n;;;;;\r\n' >team.csv
	rules <<<'route all'
	is 'Ann; the first 2 Jürgen Groß 4' "$(ids 6 | leadroute -q | sed 's/"//g' | counts)"
	ids 6 | leadroute -q | grep -q ',Jürgen Groß,Süd,all$'
}

@test "leadroute: the order of the roster's rows means nothing" {
	people rep,weight Ann,1 Bob,2 Cas,3 Dee,1
	rules <<<'route all'
	ids 60 >in.csv
	leadroute -q -x in.csv >want
	people rep,weight Dee,1 Cas,3 Ann,1 Bob,2
	same want leadroute -q -x in.csv
}

@test "leadroute: roster changes between runs: who left loses the leads, who is new owes nothing" {
	people rep Ann Bob
	rules <<<'route all'
	ids 10 >in.csv
	leadroute -q -s l in.csv >first
	people rep Ann Cas
	leadroute -q -s l in.csv >second
	[[ "$(counts <second)" =~ ^Ann\ [78]\ Cas\ [23]$ ]]
	paste -d, first second | awk -F, '$2 == "Ann" && $6 != "Ann" { exit 1 }'
	ids 10 11 >more.csv
	leadroute -q -s l more.csv >third
	# the leads that Bob had and the new ones are 15 of one pool
	cas=$(cat second third | grep -c ,Cas,)
	[ "$cas" -eq 7 ] || [ "$cas" -eq 8 ]
	people rep,active Ann,yes Cas,no
	is 'Ann 10' "$(leadroute -q -s l more.csv | counts)"
}

@test "leadroute: a rep who is only away keeps the leads the ledger says" {
	people rep,away_from Ann, Bob,
	rules <<<'route all'
	ids 10 >in.csv
	leadroute -q -s l in.csv >want
	people rep,away_from Ann, Bob,2026-01-01
	same want leadroute -q -s l in.csv
	is 'Ann 4' "$(ids 4 50 | leadroute -q -s l | counts)"
}

# ---- again

@test "leadroute: its own output again, and the same input again, change nothing" {
	people rep,weight,team Ann,2,a Bob,1,b
	rules <<-'END'
		route all when number(id) <= 50
		    at most 20 per day
		route wait when number(id) <= 60 among rep.team = "c"
		    else wait
		otherwise "nurture"
	END
	ids 70 >in.csv
	leadroute -q -s l in.csv >first
	cp l before
	same first leadroute -q -s l in.csv
	same first leadroute -q -s l first
	cmp l before
	rules <<<'route all'
	leadroute -q in.csv >first
	same first leadroute -q first
}

@test "leadroute: a lead that stands in the input twice has one owner" {
	people rep Ann Bob Cas
	rules <<<'route all'
	{ ids 30; ids 30 | sed 1d; } >in.csv
	for s in '' '-s l'; do
		# shellcheck disable=SC2086
		leadroute -q $s in.csv >out
		is 30 "$(sed 1d out | sort -u | wc -l)"
		is 'Ann 20 Bob 20 Cas 20' "$(counts <out)"
	done
}

@test "leadroute: --reassign gives another owner, never the present one, and not again for the same rows" {
	people rep,team Ann,a Bob,b Cas,c
	rules <<<'route all'
	printf 'id,owner,late\n1,Ann,yes\n2,Ann,no\n3,,yes\n4, bob ,yes\n5,Zoe,yes\n' >in.csv
	leadroute -q -s l --reassign late in.csv >first
	[[ "$(sed -n 2p first)" =~ ^1,(Bob|Cas),yes,[bc],all$ ]]
	is '2,Ann,no,,' "$(sed -n 3p first)"
	[[ "$(sed -n 5p first)" =~ ^4,(Ann|Cas),yes ]]
	[[ "$(sed -n 6p first)" =~ ^5,(Ann|Bob|Cas),yes ]]
	cp l before
	same first leadroute -q -s l --reassign late in.csv
	cmp l before
}

@test "leadroute: --reassign gives another one, too, to a lead whose row has the owner that the ledger says" {
	people rep Ann Bob
	rules <<<'route all'
	ids 6 | leadroute -q -s l >first
	leadroute -q -s l --reassign 'number(id) <= 3' first >second
	paste -d, first second | awk -F, 'NR > 1 && ($1 <= 3) != ($2 != $6) { exit 1 }'
	is 9 "$(rows l)"
	same second leadroute -q -s l --reassign 'number(id) <= 3' first
	leadroute -q -s l --reassign 'number(id) <= 3' --replay first >proof
	is '6,0,6,0 3,3,0,0' "$(sed 1d proof | cut -d, -f3- | paste -sd' ')"
}

@test "leadroute: --replay of reassigned leads from the rows that came out" {
	people rep Ann Bob Cas
	rules <<<'route all'
	printf 'id,owner,late\n1,Ann,yes\n2,,yes\n3,,no\n' >in.csv
	leadroute -q -s l --reassign late in.csv >out.csv
	leadroute -q -s l --reassign late --replay in.csv | grep -q ',3,3,0,0$'
	printf 'id,owner,late\n2,,yes\n3,,no\n' >in.csv
	rm l
	leadroute -q -s l --reassign late in.csv >out.csv
	leadroute -q -s l --reassign late --replay out.csv | grep -q ',2,2,0,0$'
}

@test "leadroute: --reassign takes no lead away where there is nobody else" {
	people rep,team Ann,a Bob,b
	rules <<-'END'
		route a when kind = "a" among rep.team = "a"
		route named when kind = "n" to "Ann"
		route wait when kind = "w" among rep.team = "a"
		    else wait
		otherwise "nurture"
	END
	printf 'id,owner,kind,team,route\n1,Ann,a,t,r\n2,Ann,n,t,r\n3,Ann,w,t,r\n4,Ann,o,t,r\n' >in.csv
	same in.csv leadroute -q -s l --reassign 'id is present' in.csv
	is 0 "$(rows l)"
	is 'leadroute: 4 rows kept theirs' "$(leadroute -s l --reassign 'id is present' in.csv 2>&1 >/dev/null)"
	is 'no route is for it; it keeps its owner' \
		"$(leadroute -q -x --reassign 'id is present' -c route_reason in.csv | tail -1)"
}

# ---- instead of rows

@test "leadroute: --dry-run says who would get how many, and writes no ledger" {
	people rep,team,weight Ann,north,2 Bob,south,1 Cas,south,0
	rules <<-'END'
		route all when number(id) <= 9
		route wait when number(id) <= 10 among rep.team = "x"
		    else wait
	END
	ids 12 >in.csv
	leadroute -q --dry-run -s l in.csv >out
	[ ! -e l ]
	is $'rep,team,leads,share\nAnn,north,6,0.666667\nBob,south,3,0.333333\nCas,south,0,0.000000\n(dealt),,9,1.000000\n(waiting),,1,\n(no route),,2,' "$(<out)"
	leadroute -q -s l in.csv >routed
	cp l before
	leadroute -q --dry-run -s l in.csv >out
	cmp l before
	grep -q '^Ann,north,0,' out
}

@test "leadroute: --diff shows who would get how many by another agreement" {
	people rep,weight Ann,2 Bob,1
	rules <<<'route all'
	printf 'roster "team.csv"\nroute all\n share equally\n' >b.agreement
	ids 12 | leadroute -q --diff b.agreement >out
	is $'rep,team,leads,share,new_leads,new_share,change\nAnn,,8,0.666667,6,0.500000,-2\nBob,,4,0.333333,6,0.500000,+2\n(dealt),,12,1.000000,12,1.000000,+0' "$(<out)"
}

@test "leadroute: --replay proves what it has done, from its input and from its output; 1 where it comes out otherwise" {
	people rep,weight Ann,2 Bob,1
	rules <<-'END'
		route all
		    at most 20 per day
	END
	ids 50 >in.csv
	leadroute -q -s l in.csv >out.csv
	ids 20 40 | leadroute -q -s l --now 2026-11-01 >out2.csv
	ids 70 >both.csv
	leadroute -q --replay -s l both.csv >proof
	is '40,40,0,0 19,19,0,0' "$(sed 1d proof | cut -d, -f3- | paste -sd' ')"
	leadroute -q --replay -s l out.csv >proof
	is 40 "$(sed -n 2p proof | cut -d, -f4)"
	awk -F, -v OFS=, 'NR == 12 { $2 = $2 == "Ann" ? "Bob" : "Ann" } { print }' l >forged
	rc=0
	leadroute --replay -s forged both.csv >proof 2>err || rc=$?
	[ "$rc" -eq 1 ]
	grep -q "^leadroute: forged: lead '11': decided for" err
	is "1" "$(grep -c 'decided for' err)"
}

@test "leadroute: --replay takes what other rules decided, or the input lacks, as it is" {
	people rep Ann Bob
	rules <<<'route all'
	ids 10 | leadroute -q -s l --now 2026-10-01 >out
	people rep,weight Ann,1 Bob,2
	ids 10 11 | leadroute -q -s l --now 2026-10-02 >out
	ids 15 | leadroute -q --replay -s l >proof
	is '10,0,10,0 10,5,0,5' "$(sed 1d proof | cut -d, -f3- | paste -sd' ')"
}

@test "leadroute: --explain says why in words, and not of routes that are for other leads" {
	people rep,team,level,away_to,cap Ann,a,1,,2 Bob,a,1,,2 Cas,a,1,2026-12-31,2 Dan,a,0,,2
	rules <<-'END'
		route big when number(size) > 9 among rep.team = "b"
		route named when said is present to said
		route all
		    prefer rep.level
		    balance by grade_said
		    at most rep.cap per run
	END
	printf '%s\n' id,size,said,grade_said,owner 1,1,,A1, 2,1,Zoe,A1, 3,10,,A1, 4,1,,A1, 5,1,,B, 6,1,,B, 7,1,,B, 8,1,,B, 9,1,,B,Eve >in.csv
	leadroute -q --now 2026-11-01 -x in.csv | cut -d, -f8- | tr -d '"' | sed 's/Bob, whose/Ann, whose/' >out
	cat >want <<-'END'
		route_reason
		all: Ann, whose turn it is for A1 among Ann and Bob (1 away, 1 less preferred)
		named: Zoe, by name
		big: nobody is eligible; all: Ann, whose turn it is for A1 among Ann and Bob (1 away, 1 less preferred)
	END
	head -4 out | diff want -
	is 'all: Dan, who alone can (1 away, 2 without room)' "$(sed -n 7p out)"
	is 'all: nobody can (1 away, 3 without room)' "$(sed -n 9p out)"
	is 'it has an owner' "$(sed -n 10p out)"
	leadroute -q --now 2026-11-01 -x -e 'route big when number(size) > 9' -e 'roster "team.csv"' in.csv | sed -n 2p | grep -q 'no route is for it$'
}

@test "leadroute: --replay by load, from its own output and after decisions that are not proved" {
	people rep Ann Bob
	rules <<<'route all share by load'
	ids 11 | leadroute -q -s l --now 2026-10-01 >out.csv
	leadroute -q -s l --replay out.csv | grep -q ',11,11,0,0$'
	people rep Ann Bob Cas
	{ sed 1d out.csv; ids 20 12 | sed '1d;s/$/,,,/'; } | sed '1i id,owner,team,route' >in.csv
	leadroute -q -s l --now 2026-10-02 in.csv >out2.csv
	leadroute -q -s l --replay out2.csv >proof
	is '11,0,11,0 20,20,0,0' "$(sed 1d proof | cut -d, -f3- | paste -sd' ')"
}

# ---- mistakes that others made

@test "mistake: a quota that rounds to 0 for ever" {
	{ echo rep,weight; echo big,1000; for i in 1 2 3 4 5; do echo "small$i,1"; done; } >team.csv
	rules <<<'route all'
	ids 1005 | leadroute -q >out
	is 'big 1000 small1 1 small2 1 small3 1 small4 1 small5 1' "$(counts <out)"
	for i in 1 2 3; do # a lead a run, as from a web form
		people rep,weight a,3 b,1
		for lead in 1 2 3 4; do ids 1 "$i$lead" | leadroute -q -s "l$i" >>"form$i"; done
		is 'a b' "$(sed 1d "l$i" | cut -d, -f2 | sort -u | paste -sd' ')"
	done
}

@test "mistake: ties that favour the first member" {
	people rep Ann Bob Cas Dee
	rules <<<'route all'
	for from in $(seq 1 200); do ids 1 $((from * 7919)) | leadroute -q | sed 1d; done | cut -d, -f2 | sort | uniq -c >first
	awk '$1 < 30 || $1 > 72 { exit bad = 1 } END { exit bad || NR != 4 }' first
}

@test "mistake: a random choice that can't be replayed" {
	people rep,weight Ann,1 Bob,1 Cas,2
	for share in weight equally hash load; do
		rules <<<"route all share by $share"
		[ $share = equally ] && rules <<<"route all share equally"
		ids 200 >in.csv
		leadroute -q -x in.csv >want
		same want leadroute -q -x in.csv
		same want leadroute -q -x -j 4 in.csv
		rm -f l
		leadroute -q -s l in.csv >out
		is '200,200' "$(leadroute -q --replay -s l in.csv | sed -n 2p | cut -d, -f3,4)"
	done
}

@test "mistake: a pointer that a manual reassignment moves" {
	people rep Ann Bob
	rules <<<'route all'
	ids 10 >in.csv
	leadroute -q in.csv >want
	awk 'NR == 1 { print "id,owner" } NR > 1 { print $0 ","; print "m" $0 ",Ann" }' in.csv | leadroute -q >out
	is "$(owners <want)" "$(sed 1d out | grep -v ^m | cut -d, -f2)"
	# and by hand in between two runs
	ids 5 | leadroute -q -s l >out
	{ echo id,owner; for i in 1 2 3 4 5; do echo "$i,Ann"; done; for i in 6 7 8 9 10; do echo "$i,"; done; } | leadroute -q -s l >out
	is "$(owners <want | tail -5)" "$(tail -5 out | cut -d, -f2)"
}

@test "mistake: a pointer that restarts when the last owner left" {
	people rep Ann Bob Cas
	rules <<<'route all'
	ids 4 | leadroute -q -s l >out
	last=$(tail -1 l | cut -d, -f2)
	sed -i "/^$last$/d" team.csv
	for i in 5 6 7 8 9 10; do ids 1 "$i" | leadroute -q -s l | sed 1d; done | cut -d, -f2 | sort | uniq -c >next
	awk '$1 != 3 { exit bad = 1 } END { exit bad || NR != 2 }' next
}

@test "mistake: inactive people assigned" {
	people rep,active,away_from,away_to Ann,no,, Bob,FALSE,, Cas,yes,2026-10-01,2026-10-31 Dee,yes,2026-10-31, Eve,,,2026-10-31 Fay,yes,,
	for share in 'by weight' equally 'by load' 'by hash'; do
		rules <<<"route all share $share"
		is 'Fay 50' "$(ids 50 | leadroute -q | counts)"
	done
	rules <<<'route named to "Bob"'
	is '- 5' "$(ids 5 | leadroute -q | counts)"
}

@test "mistake: bulk imports all to one user" {
	people rep Ann Bob Cas Dee
	rules <<<'route all'
	ids 4000 | leadroute -q >out
	is 'Ann 1000 Bob 1000 Cas 1000 Dee 1000' "$(counts <out)"
	for first in 4 400 1600; do is "$first" "$(head -n $((first + 1)) out | counts | awk '{ print $2 + $4 + $6 + $8 }')"; done
	owners <out | uniq -c | awk '$1 > 2 { exit 1 }'
	# rows without an id, and all alike
	yes x | head -400 | sed 1s/.*/name/ | leadroute -q | counts | grep -q 'Ann \(99\|100\) Bob'
}

@test "mistake: subtracting the sum of all weights when only some are eligible" {
	people rep,region,weight a,EU,1 b,EU,2 c,US,50 d,US,50
	rules <<<'route all among rep.region = region'
	awk 'BEGIN { srand(3); print "id,region"; for (i = 1; i <= 600; i++) print i "," (rand() < .3 ? "EU" : "US") }' >in.csv
	leadroute -q in.csv | awk -F, '
		NR == 1 { next }
		$2 == "EU" { n++; a += $3 == "a"; b += $3 == "b" }
		$2 == "US" { m++; c += $3 == "c"; d += $3 == "d" }
		{ if (a - n / 3 >= 1 || n / 3 - a >= 1 || c - m / 2 >= 1 || m / 2 - c >= 1 || a + b != n || c + d != m) exit bad = 1 }
		END { exit bad }'
}

@test "leadroute: a pipe that is read twice and can't be kept is an error, 2" {
	people rep Ann
	rules <<<'route all share by load'
	run bash -c 'ulimit -f 0; cat team.csv | TMPDIR= leadroute -q'
	[ "$status" -eq 2 ]
	[ "$output" = "leadroute: standard input: can't be kept in a temporary file in /tmp, to be read twice: file too large; TMPDIR names another folder" ]
}

@test "leadroute: a cell that only a named person's limit reads is noted, and an error with --strict" {
	printf 'rep\nAnn\n' >reps.csv
	printf 'roster "reps.csv"\nroute all to "Ann" at most number(room) per day\n' >a
	printf 'id,room\n1,5\n2,many\n3,soon\n' >in.csv
	leadroute -a a in.csv 2>err >/dev/null
	grep -qxF "leadroute: room: 2 cells are not numbers, first line 3: 'many'" err
	fails leadroute --strict -a a in.csv
	says "in.csv:3: room: not a number: 'many'"
}
