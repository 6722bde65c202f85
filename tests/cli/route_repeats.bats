# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadroute where an id stands on several rows: the lead is decided about once, at the first of them.
load common

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 LEADPIPE_AGREEMENT=a.agreement
	unset LEADPIPE_DELIMITER
	printf '%s\n' rep,team,weight,cap,active Ann,a,5,4,yes Bob,a,3,3,yes Cas,b,2,9,yes Dee,b,1,3,yes Eve,c,1,1,no >team.csv
}

# Rows with few ids, which rarely say the same of a lead.
leads() { # seed, ids, how often there is an owner
	awk -v seed="$1" -v ids="$2" -v own="$3" 'BEGIN {
		srand(seed); print "id,kind,owner,team,wish,created,won_at,late"
		split("Ann Bob Cas Dee Eve Zoe", who, " ")
		for (i = 1; i <= 60; i++)
			print 1 + int(rand() * ids) "," int(rand() * 9) "," (rand() < own ? who[1 + int(rand() * 6)] : "") \
				"," (rand() < .3 ? "old" : "") "," (rand() < .3 ? who[1 + int(rand() * 6)] : "") \
				",2026-01-01," (rand() < .3 ? "2026-02-01" : "") "," (rand() < .4 ? "yes" : "no")
	}'
}

rules() { # limits, names or load
	cat >a.agreement <<-'END'
		roster "team.csv"
		ignore when kind = "8" "test"
		route named when kind = "2" to wish
	END
	case $1 in
	load) sed 's/^\t*//' >>a.agreement <<-'END'
		stage lead at created
		stage won at won_at
		route some when number(kind) > 3
		    share by load
		END
		;;
	*) sed 's/^\t*//' >>a.agreement <<-'END'
		route first when number(kind) < 5
		    prefer rep.weight > 2 and kind = "3"
		    at most rep.cap per run
		    balance by kind
		route second when kind = "5"
		    at most rep.cap per day
		    else wait
		route third when kind = "6"
		    share by hash
		END
		;;
	esac
	echo 'otherwise "nurture"' >>a.agreement
	[ "$1" != names ] || cut -d, -f1,3,4 team.csv >names.csv
	[ "$1" != names ] || sed -i 's/team.csv/names.csv/' a.agreement # whose teams nobody knows
}

route() {
	leadroute "${options[@]}" "$@" in.csv
}

owners() { # of a dry run
	grep "^($1)" | cut -d, -f3
}

# What must be so of in.csv under a.agreement.
lawful() {
	rm -f l whole
	route -q --dry-run -s l >dry
	route -q >free
	route -s l >first 2>said
	cmp first free
	[ "$(owners dealt <dry)" -eq $(($(wc -l <l) - 1)) ]
	cp l whole
	route -s l >second 2>again
	cmp second first
	cmp l whole
	[ "$(grep 'an earlier row' said)" = "$(grep 'an earlier row' again)" ]
	route -q --dry-run -s l >dry2
	[ "$(owners dealt <dry2)" -eq 0 ]
	[ "$(owners 'no route' <dry2)" = "$(owners 'no route' <dry)" ]
	[ "$(owners waiting <dry2)" = "$(owners waiting <dry)" ]
	route -q --report -s l | cut -d, -f1-3 >report
	route -q --report | cut -d, -f1-3 | cmp - report
	route -q --replay -s l >proof
	route -q --replay -s l | cmp - proof
	(($(wc -l <l) == 1)) || [ "$(sed -n 2p proof | cut -d, -f3)" = "$(sed -n 2p proof | cut -d, -f4)" ]
	[ ${#options[@]} -gt 0 ] || leadroute -q --replay -s l first >proof
	for records in 1 2 5 9 15; do
		head -n $records whole >l
		route -q -s l | cmp - first
		cmp l whole
	done
	# nobody has two owners, of the rows that had none
	awk -F, 'FNR > 1 && $2 != 8 {
		if (NR == FNR) had[FNR] = $3
		else if (had[FNR] == "" && $1 in owner && owner[$1] != $3) { print "two owners: " $0; exit 1 }
		else if (had[FNR] == "") owner[$1] = $3
	}' in.csv first
}

@test "leadroute: whatever its rows say of a lead, the same run again gives the same bytes, in every mode" {
	for seed in 1 2 3 4; do
		leads $seed $((5 + seed % 4 * 12)) 0.$((seed % 3 * 3)) >in.csv
		for by in limits names load; do
			rules $by
			echo "seed $seed, by $by"
			options=()
			lawful
			options=(--reassign late)
			lawful
		done
	done
}

@test "leadroute: the first row decides for all of a lead's, also for nobody, and repeats are reported" {
	cat >a.agreement <<-'END'
		roster "team.csv"
		ignore when kind = "test" "test"
		route ann when kind = "b" among rep.rep = "Ann"
		route wait when kind = "w" among rep.rep = "Eve" else wait
		otherwise "nurture"
	END
	printf '%s\n' id,kind,owner 1,a, 1,b, 2,b, 2,a, 3,w, 3,b, 4,test, 4,b, 5,b,Zoe 5,a, 5,b, ,a, ,b, >in.csv
	printf '%s\n' id,kind,owner,team,route 1,a,,,nurture 1,b,,,nurture 2,b,Ann,a,ann 2,a,Ann,a,ann 3,w,,,wait 3,b,,,wait \
		4,test,,, 4,b,Ann,a,ann 5,b,Zoe,, 5,a,,,nurture 5,b,,,nurture ,a,,,nurture ,b,Ann,a,ann >want
	leadroute in.csv >out 2>err
	cmp out want
	printf 'leadroute: %s\n' '3 rows got an owner' '1 row kept theirs' '4 rows whose lead an earlier row has decided about' \
		'1 row waiting for somebody of route: wait' '3 rows that no route takes: nurture' '1 row ignored: test' | cmp - err
	leadroute --dry-run in.csv >out 2>err
	grep -qx 'leadroute: 4 rows whose lead an earlier row has decided about' err
	[ "$(sed -n '/^(/p' out | cut -d, -f1,3 | paste -sd ' ')" = '(dealt),3 (waiting),1 (no route),3' ]
	leadroute --report in.csv >out 2>err
	grep -qx 'leadroute: 4 rows whose lead an earlier row has decided about' err
	[ "$(grep ^Ann, out | cut -d, -f3)" = 3 ]
	[ "$(leadroute -x in.csv 2>/dev/null | grep -c 'decided with an earlier row of this lead')" = 4 ]
}

@test "leadroute: --reassign at the first of a lead's rows goes for all, and again" {
	printf '%s\n' 'roster "team.csv"' 'route all' >a.agreement
	printf '%s\n' id,owner,late 1,Ann,yes 1,,no 1,Bob,yes 1,Cas,no 2,Tom,no 2,Ann,yes 2,Dee,yes >in.csv
	options=(--reassign late)
	lawful
	# the owner of a lead's first row with `yes` is not taken for another one's
	sed 1d first | awk -F, '$1 == 1 && $3 == "yes" || $1 == 1 && !had++ { print $2 }' | sort -u >one
	[ "$(wc -l <one)" -eq 1 ]
	[ "$(<one)" != Ann ]
	[ "$(sed -n 3p first | cut -d, -f2)" = "$(<one)" ]
	[ "$(sed -n '5,6p' first | cut -d, -f2 | paste -sd ' ')" = 'Cas Tom' ]
	[ "$(sed -n 7p first | cut -d, -f2)" = "$(sed -n 8p first | cut -d, -f2)" ]
}

@test "leadroute: a lead that --reassign can't take away stays whose it is by the ledger, at each of its rows" {
	printf 'rep\nAnn\n' >team.csv
	printf '%s\n' 'roster "team.csv"' 'route all' >a.agreement
	printf 'id\n1\n' | leadroute -q -s l --now 2026-10-30 >/dev/null
	printf '%s\n' id,owner,late 1,Ann,yes 1,,no 1,Zoe,yes >in.csv
	for _ in 1 2; do
		[ "$(leadroute -q -s l --reassign late in.csv | cut -d, -f2 | paste -sd ' ')" = 'owner Ann Ann Ann' ]
	done
}

@test "leadroute: by load a lead counts for whom it was given to, though an earlier row has another owner" {
	printf '%s\n' rep Ann Bob Cas >team.csv
	printf '%s\n' 'stage lead at created' 'roster "team.csv"' 'route all' '    share by load' >a.agreement
	{ printf '%s\n' id,owner,created 1,Cas,2026-01-01 1,,2026-01-01; printf '%s,,2026-01-01\n' 2 3 4 5 6; } >in.csv
	leadroute -q -s whole in.csv >want
	for records in 2 3 4; do
		head -n $records whole >l
		same want leadroute -q -s l in.csv
		cmp l whole
	done
}

@test "leadroute: a team that is not known leaves the row's, the second time, too" {
	printf 'id,team,wish\n1,old,Zoe\n2,old,Ann\n3,old,Bob\n' >in.csv
	printf '%s\n' 'route named to wish' >a.agreement
	printf '%s\n' 'roster "team.csv"' 'route named to wish' >b.agreement
	sed -i 's/Bob,a/Bob,/' team.csv
	for _ in 1 2; do
		leadroute -q -s l in.csv >out
		[ "$(cut -d, -f2 out | paste -sd ' ')" = 'team old old old' ]
		leadroute -q -a b.agreement -s l2 in.csv >out
		[ "$(cut -d, -f2 out | paste -sd ' ')" = 'team old a ' ]
	done
}
