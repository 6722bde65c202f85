# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadroute: `together by`, leads of one company go to who has the others.
load common

people() { # rows of a roster, under its header
	printf '%s\n' "$@" >team.csv
}

rules() { # the agreement is what is read
	{ echo 'roster "team.csv"'; cat; } >a.agreement
	export LEADPIPE_AGREEMENT=$PWD/a.agreement
}

rows() { # under the header id,company,owner
	printf '%s\n' id,company,owner "$@"
}

owners() { # of the rows that are read, in a line
	awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) if ($i == "owner") column = i; next } { print $column == "" ? "-" : $column }' | paste -sd' '
}

is() { # what it should be, what it is
	[ "$1" = "$2" ] || { printf 'not %s\nbut %s\n' "$1" "$2"; return 1; }
}

# Leads of many companies, some without one; every seventh has an owner.
many() { # how many, from which on
	awk -v n="$1" -v from="${2:-1}" 'BEGIN {
		srand(from); print "id,company,owner"
		for (i = from; i < from + n; i++) {
			c = int(40 * rand())
			name = c < 30 ? "Firm " c (i % 3 == 0 ? " GmbH" : i % 3 == 1 ? ", Inc." : "") : ""
			if (i % 5 == 0) name = toupper(name)
			printf "%d,\"%s\",%s\n", i, name, i % 7 ? "" : substr("AnnBobCasZoe", 1 + 3 * int(4 * rand()), 3)
		}
	}'
}

@test "together: however a company is written, its leads go to who has the first of them" {
	people rep Ann Bob Cas
	rules <<<'route all together by company'
	rows '1,Müller GmbH,' 2,Quartz, '3,MUELLER Gesellschaft mit beschränkter Haftung,' '4, muller ,' 5,quartz, 6,, 7,, >in.csv
	leadroute -x in.csv >out 2>err
	read -r a b c d e f g <<<"$(owners <out)"
	is "$a $a $b" "$c $d $e"
	[ "$a" != "$b" ]
	is "$f" "$g" # who has none yet, while the others have three and two
	[ "$f" != "$a" ] && [ "$f" != "$b" ]
	grep -q '^3,.*"all: '"$a"', who has leads of this company"$' out
	grep -qx 'leadroute: 3 rows got the owner of the leads that they are kept together with' err
}

@test "together: rows that have an owner count wherever they stand, and by the ledger" {
	people rep Ann Bob Cas
	rules <<<'route all together by company'
	rows 1,Delta, 2,Delta,Cas 3,Delta,Bob 4,Delta,Bob 5,Echo, 6,Echo,Zoe >in.csv
	leadroute -q in.csv >out
	is 'Bob Cas Bob Bob' "$(owners <out | cut -d' ' -f1-4)"
	grep -q '^6,Echo,Zoe,' out
	cat in.csv | leadroute -q | cmp - out
	for j in 1 4; do leadroute -q -j $j in.csv | cmp - out; done
	# also rows that -w leaves out, but no others: ours are no leads
	is Bob "$(leadroute -q -w 'owner is missing' in.csv | sed 3,\$d | owners)"
	leadroute -q -e 'ignore when owner = "Bob" "ours"' in.csv | grep -q '^1,Delta,Cas,'
	# who has a lead by the ledger has it, although the ledger knows no companies and the row no owner
	printf '%s\n' lead_id,owner,team,route,pool,at,run \
		9,Cas,,old,0000000000000001,2026-10-02T00:00:00Z,0000000000000001 >l.csv
	rows 8,Foxtrot, 9,foxtrot, >in.csv
	is Cas "$(leadroute -q -s l.csv -w 'id = "8"' --dry-run in.csv | awk -F, '$3 == 1 { print $1; exit }')"
	is 'Cas Cas' "$(leadroute -q -s l.csv in.csv | owners)"
}

@test "together: tomorrow's leads find the owner in the ledger, though today's rows are gone" {
	people rep Ann Bob Cas Dee
	rules <<<'route all together by company'
	many 60 >today.csv
	many 60 61 >tomorrow.csv
	leadroute -q -s l.csv today.csv >first
	leadroute -q -s l.csv -x tomorrow.csv >second
	head -1 l.csv | grep -qx 'lead_id,owner,team,route,pool,at,run,company'
	# one ledger: a company's hash has one owner
	sed 1d l.csv | awk -F, '$8 != "" { if (($8 in o) && o[$8] != $2 && !($8 in owned)) bad = 1; o[$8] = $2; n++ } END { exit bad || n < 50 }'
	[ "$(grep -c 'who has leads of this company' second)" -gt 30 ]
	# proved from tomorrow's rows alone, after decisions that can only be believed
	leadroute -q -s l.csv --replay tomorrow.csv | awk -F, 'NR == 2 { exit !($4 > 40 && $6 > 40 && $3 == $4 + $6) }'
	# in one run it is the same as in two, but for rows of tomorrow that have an owner
	{ cat today.csv; sed 1d tomorrow.csv | awk -F, '$NF == ""'; } >both.csv
	{ head -1 tomorrow.csv; sed 1d tomorrow.csv | awk -F, '$NF == ""'; } >new.csv
	rm l.csv
	leadroute -q -s l.csv today.csv >first
	leadroute -q -s l.csv new.csv | sed 1d >second
	rm l.csv
	leadroute -q -s l.csv both.csv >at_once
	cat first second | cmp - at_once
}

@test "together: an older ledger gets the column when it is written to, and only then" {
	people rep Ann Bob
	rules <<<'route all'
	rows 1,Golf, 2,Hotel, >in.csv
	leadroute -q -s l.csv in.csv >out
	cp l.csv old.csv
	rules <<<'route all together by company'
	rows 3,India, 1,Golf, 4,golf, >new.csv
	for mode in --dry-run --report --replay; do
		leadroute -q -s l.csv $mode new.csv >printed
		cmp l.csv old.csv
	done
	leadroute -q -s l.csv new.csv >out2
	is "$(owners <out | cut -d' ' -f1)" "$(owners <out2 | cut -d' ' -f3)"
	head -3 l.csv | sed '1s/,company$//; 2,$s/,$//' | cmp - old.csv
	rules <<<'route all'
	rows 5,Golf, | leadroute -q -s l.csv >/dev/null # who needs no companies goes on with it
	tail -1 l.csv | grep -q '^5,.*,[0-9a-f]\{16\},$'
}

@test "together: the column comes whole or not at all, and once for several runs at a time" {
	people rep Ann Bob
	rules <<<'route all'
	many 400 >in.csv
	leadroute -q -s l.csv in.csv >out
	cp l.csv old.csv
	rules <<<'route all together by company'
	for i in 1 2 3 4; do many 50 ${i}001 | awk -F, 'NR == 1 || $NF == ""' >part$i.csv; done
	[ "$(wc -c <l.csv)" -gt 20000 ]
	fails prlimit --fsize=20000 leadroute -q -s l.csv -o out1 part1.csv
	says "l.csv: it can't be written anew: "
	cmp l.csv old.csv
	[ ! -e out1 ]
	for i in 1 2 3 4; do leadroute -q -s l.csv -o out$i part$i.csv & done
	wait
	head -1 l.csv | grep -q ',company$'
	head -"$(wc -l <old.csv)" l.csv | sed '1s/,company$//; 2,$s/,$//' | cmp - old.csv
	for i in 1 2 3 4; do sed 1d part$i.csv | cut -d, -f1; done | sort >want
	sed 1d l.csv | cut -d, -f1 | awk '$1 > 1000' | sort | cmp - want
	is 'l.csv .l.csv*' "$(echo l.csv* .l.csv*)" # nothing is left beside it
}

@test "together: a second run changes nothing, nor one that was cut off, and all of it can be proved" {
	people rep,cap Ann,30 Bob,9 Cas,70 Dee,4
	rules <<<'route all together by company at most rep.cap per day'
	many 200 >in.csv
	leadroute -q -s l.csv in.csv >out
	cp l.csv whole.csv
	for input in in.csv out; do
		leadroute -q -s l.csv $input | cmp - out
		cmp l.csv whole.csv
		leadroute -q -s l.csv --replay $input >proved
	done
	for k in 1 2 17 60 110; do
		head -$k whole.csv >l.csv
		leadroute -q -s l.csv in.csv | cmp - out
		cmp l.csv whole.csv
	done
	printf '9,Ann,,all' >>l.csv
	leadroute -q -s l.csv in.csv | cmp - out
	cmp l.csv whole.csv
}

# Everybody weighs the same, so whoever's turn it is has the fewest leads so far.
@test "together: a company has one owner, and turns make up for its leads" {
	people rep Ann Bob Cas Dee
	rules <<<'route all together by company'
	many 2000 | awk -F, '{ sub(/,[A-Z][a-z][a-z]$/, ","); print }' >in.csv # nobody has any yet
	leadroute -q -x in.csv >out
	python3 - <<-'END'
		import csv, re
		own = dict.fromkeys(('Ann', 'Bob', 'Cas', 'Dee'), 0)
		has, went, n = {}, 0, 0
		for row in csv.DictReader(open('out', encoding='utf-8')):
		    n += 1
		    firm = re.sub(r' gmbh|, inc\.', '', row['company'].lower())
		    owner, by_company = row['owner'], 'of this company' in row['route_reason']
		    assert by_company == (firm in has), row
		    if by_company:
		        assert owner == has[firm], row
		    else:
		        assert own[owner] == min(own.values()), row
		    if firm:
		        has[firm] = owner
		    went += by_company
		    own[owner] += 1
		    # nobody is below their share by more than a lead and what others got by companies
		    assert min(own.values()) > n / 4 - 1 - went
		assert went > 1000 and len(has) == 30
	END
	# where companies do not dominate, everybody is within one lead of the share at the end
	awk -F, 'BEGIN { OFS = "," } NR > 1 && $1 % 6 { $2 = "" } NR > 1 { print $1, $2, "" } NR == 1' <(many 2000 | tr -d '"' | sed 's/, Inc\.//') >few.csv
	leadroute -q few.csv | awk -F, 'NR > 1 { n[$3]++ } END { for (r in n) if (n[r] < 499 || n[r] > 501) exit 1 }'
}

@test "together: who is away, full or gone passes the company on to the next" {
	people rep,away_from,active,cap Ann,2026-10-30,,9 Bob,,no,9 Cas,,,1 Dee,,,9
	rules <<<'route all together by company at most rep.cap per day'
	rows 5,Lima,Cas 6,Lima, 1,Kilo,Ann 2,Kilo,Bob 3,Kilo, 4,Kilo, 7,Lima, 8,Lima, >in.csv
	is 'Cas Cas Ann Bob Dee Dee Dee Dee' "$(leadroute -q -s l.csv in.csv | owners)"
	# Ann is back: Dee was given the last of Kilo's
	people rep,away_from,active,cap Ann,,,9 Bob,,no,9 Cas,,,9 Dee,,,9
	is 'Dee Dee' "$(rows 11,Kilo, 12,Lima, | leadroute -q -s l.csv --now 2026-11-20 | owners)"
}

@test "together: a lead that is taken from somebody goes to another, and so does the company" {
	people rep Ann Bob
	rules <<<'route all together by company'
	rows 1,Mike,Ann 2,Mike,Ann 3,Mike, >in.csv
	leadroute -q -s l.csv --reassign 'id = "1"' in.csv >out
	is 'Bob Ann Bob' "$(owners <out)"
	rows 4,Mike, | leadroute -q -s l.csv | owners | grep -qx Bob
}

@test "together: what other routes and a meeting give counts, too" {
	people rep Ann Bob Cas
	rules <<-'END'
		stage lead
		stage mql at mql_at
		stage sal at accepted
		handover mql to sal
		route named when named is present to named
		route all together by company
	END
	printf '%s\n' id,mql_at,accepted,company,named,owner 1,2026-10-01,,Sierra,Cas, 2,2026-10-01,,Sierra,, \
		3,2026-10-01,,Tango,, 4,2026-10-01,,Tango,, >in.csv
	printf '%s\n' at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note \
		2026-10-20T10:00:00Z,ann,4,2026-10-01,accept,,,Bob,,, >d.csv
	is 'Cas Cas Bob Bob' "$(leadroute -q -s l.csv --decisions d.csv in.csv | owners)"
	head -2 l.csv | grep -q '^4,Bob,,review,.*,[0-9a-f]\{16\}$'
	printf '%s\n' id,mql_at,accepted,company,named,owner 5,2026-10-01,,Tango,, >in.csv
	is Bob "$(leadroute -q -s l.csv in.csv | owners)"
}

@test "together by domain: of the email; public mail hosts have nothing in common" {
	people rep Ann Bob Cas
	rules <<<'route all together by domain'
	printf '%s\n' id,email,owner 1,a@november.de,Cas 2,b@NOVEMBER.de, 3,c@gmail.com,Cas 4,d@gmail.com, 5,e@gmail.com, 6,none, >in.csv
	leadroute -q -x in.csv >out
	grep -q '^2,.*Cas,,all,"\?all: Cas, who has leads of this domain' out
	[ "$(grep -c 'of this domain' out)" -eq 1 ]
}

@test "together: by any expression; in the order of assign; within a share by load and by hash" {
	people rep Ann Bob Cas
	printf '%s\n' id,parent,at,owner 1,Oscar,2026-03-01, 2,,2026-01-01, 3,oscar,2026-02-01, 4,,2026-04-01, >in.csv
	for share in weight load hash; do
		rules <<-END
			assign in order of date(at)
			route all together by coalesce(parent, "nobody's")
			    share by $share
		END
		leadroute -q -x in.csv >out
		read -r a b c d <<<"$(owners <out)"
		is "$a $b" "$c $d"
		grep -q "^1,.*who has leads of Oscar" out
		grep -q "^4,.*who has leads of nobody's" out
		sort -t, -k3 in.csv >sorted.csv # which comes to the same as by their order
	done
	# by hash a company has its owner without any memory of others
	rules <<<'route all together by company share by hash'
	many 300 | awk -F, 'BEGIN { OFS = "," } { sub(/,[A-Za-z]*$/, ","); print }' | sed '1s/.*/id,company,owner/' >in.csv
	leadroute -q in.csv >out
	head -1 in.csv >one.csv
	for i in 3 50 200; do
		{ head -1 in.csv; sed -n "${i}p" in.csv; } | leadroute -q | tail -1 | grep -qxF "$(sed -n "${i}p" out)"
	done
}

@test "together: --report calls companies no favor, and favor still one" {
	people rep Ann Bob Cas Dee
	rules <<<'route all together by company'
	# half of all leads are of one company, so who has it is far above a quarter
	awk 'BEGIN { print "id,company,owner"; for (i = 0; i < 400; i++) print i "," (i % 2 ? "" : "Papa") "," }' >in.csv
	leadroute -q in.csv >out
	for input in in.csv out; do
		leadroute -q --report $input >report.csv
		[ "$(cut -d, -f6 report.csv | sed -n '1p;6p')" = $'together\n199' ]
		cut -d, -f1,12 report.csv | sed 1d | awk -F, '$2 != "" { exit 1 }'
		leadroute --report -f table $input 2>err | grep -qx 'got more than by chance     nobody'
	done
	COLUMNS=1000 leadroute -q --report -f table out | grep -q '; 199 leads went to who had others of the same company, which is no favor$'
	# without the company they are too many
	leadroute -q --report -e 'route all' out | grep -q '^.*,more,'
	# Bob's friends give him leads without a company
	awk -F, 'BEGIN { OFS = "," } NR > 1 && $2 == "" && $1 % 3 { $3 = "Bob" } { print }' out >favor.csv
	leadroute -q --report favor.csv | grep -q '^Bob,.*,more,'
	leadroute -q --dry-run in.csv 2>&1 | grep -c . | grep -qx 6
	leadroute --dry-run in.csv 2>&1 >/dev/null | grep -qx 'leadroute: 199 rows got the owner of the leads that they are kept together with'
}

@test "together: --report knows that who has the company need not be preferred" {
	people rep,level Ann,2 Bob,1 Cas,2
	rules <<<'route all prefer rep.level together by company'
	rows 1,Uniform,Bob 2,Uniform, 3,Uniform, 4,Victor, 5,,Bob >in.csv
	leadroute -q in.csv >out
	for input in in.csv out; do
		leadroute -q --report $input | cut -d, -f1,3-6 >report.csv
		grep -qx 'Bob,4,2,2,2' report.csv # what he had by hand he could not have been assigned
		grep -qx '(all),5,2,3,2' report.csv
	done
}

@test "together: odd inputs lose nothing, and say what is not there" {
	people rep Ann Bob
	rules <<<'route all together by company'
	printf 'id,owner\n1,\n' | leadroute >out 2>err
	is $'id,owner,team,route' "$(head -1 out)"
	grep -q 'no leads are kept together: no column is the field company; name it: field company "Your Header"$' err
	printf 'id,company\n' | leadroute -q | grep -qx 'id,company,owner,team,route'
	printf '\xef\xbb\xbfid,Company\r\n1,"Que\nbec ""x"""\r\n2,"QUE\nBEC ""X"""\r\n' | leadroute -q >out
	is 2 "$(grep -c ',Ann,,all\|,Bob,,all' out)"
	is 1 "$(grep -o ',[AB][a-z]*,,all' out | sort -u | wc -l)"
	printf 'id,company\n1,\xff\xfe\n2,株式会社東京\n3,東京 \n4,-\n5,-\n' >in.csv
	leadroute -q -s l.csv in.csv | is 6 "$(leadroute -q -s l.csv in.csv | grep -c .)"
	printf 'id,company\n1,Romeo\n' >in.csv
	leadroute -q -s full.csv in.csv >/dev/full 2>err && return 1
	leadroute -q -s full.csv in.csv | grep -q '^1,Romeo,'
}

@test "together: with --strict a cell of a lead that the ledger has ends the run, too" {
	people rep Ann Bob
	rules <<<'route all together by company * 2'
	rows 1,many, 2,20, >in.csv
	leadroute -q -s l.csv in.csv >out
	leadroute -q --strict -s l.csv in.csv >out 2>err && return 1
	is "leadroute: in.csv:2: company: not a number: 'many'" "$(tail -1 err)"
}
