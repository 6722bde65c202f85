# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadroute --report: who has how many leads, and whether the dealing was fair.
load common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	export folder=$BATS_FILE_TMPDIR
	cat >team.csv <<-'EOF'
		rep,team,weight,active,set
		Ann,north,1,yes,AB;ABC;AC
		Bob,north,1,yes,AB;ABC
		Cyd,south,1,yes,ABC;AC
	EOF
	awk 'function deal(set, who, n) { while (n--) print ++id "," who "," set }
		BEGIN {
			print "id,owner,set"
			deal("AB", "Ann", 26); deal("AB", "Bob", 14)
			deal("ABC", "Ann", 20); deal("ABC", "Bob", 25); deal("ABC", "Cyd", 15)
			deal("AC", "Ann", 10); deal("AC", "Cyd", 10)
		}' >worked.csv
	cat >routes.agreement <<-'EOF'
		agreement "routes"
		field set "set"
		roster "team.csv"
		route sets among has(rep.set, set)
	EOF
	cat >bare.agreement <<-'EOF'
		agreement "bare"
		stage lead
	EOF
}

cells() { # columns by name, of the report that the rest asks for, of people and all together; the first is rep
	local columns=$1
	shift
	leadroute -q --report -f csv "$@" | awk -F, -v names="$columns" '
		NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; n = split(names, name, ","); next }
		!($1 == "(all)" && $2 != "") {
			line = $1
			for (i = 1; i <= n; i++) line = line "," (name[i] in at ? $at[name[i]] : "no " name[i])
			print line
		}'
}

@test "report: the worked case, with routes over leads that have owners" {
	[ "$(cells leads,due,difference,favoured -a "$folder/routes.agreement" "$folder/worked.csv")" = \
		"$(printf '%s\n' Ann,56,50.00,6.00, Bob,39,40.00,-1.00, Cyd,25,30.00,-5.00, '(all),120,120.00,0.00,')" ]
	[ "$(cells chi_square,df,p_value -a "$folder/routes.agreement" "$folder/worked.csv" | tail -1)" = "(all),1.743478,2,0.418224" ]
	[ "$(cells share,share_due -a "$folder/routes.agreement" "$folder/worked.csv" | head -1)" = Ann,0.466667,0.416667 ]
}

@test "report: without routes somebody is there from the first lead to the last" {
	printf 'owner\nAnn\nBob\nAnn\n\nCyd\nBob\n' >in.csv
	# Ann: 1 + 1/2 + 1/2; Bob: 1/2 + 1/2 + 1/2 + 1; Cyd: 1/2
	run -0 cells leads,due,difference,worst_difference,worst_at -a "$folder/bare.agreement" in.csv
	[ "${lines[0]}" = Ann,2,2.00,0.00,-0.50,2 ]
	[ "${lines[1]}" = Bob,2,2.50,-0.50,0.50,2 ]
	[ "${lines[2]}" = Cyd,1,0.50,0.50,0.50,5 ]
	[ "${lines[3]}" = "(all),5,5.00,0.00,-0.50,2" ]
}

@test "report: spellings of one owner are one, and leads without one are told and in no line" {
	printf 'x,owner\n1,Ann\n2, ann \n3,\n4,BOB\n5,ANN\n' >in.csv
	run -0 cells leads -a "$folder/bare.agreement" in.csv
	[ "$output" = "$(printf 'Ann,3\nBOB,1\n(all),4')" ]
	run -0 leadroute --report -a "$folder/bare.agreement" in.csv
	says "1 row without an owner, in no line"
}

@test "report: without routes a roster's weights count, and what somebody of weight 0 has was not dealt" {
	printf 'rep,weight\nAnn,3\nBob,1\nNil,0\nOff,1\n' >reps.csv
	printf 'owner\nAnn\nBob\nNil\nBob\nAnn\n' >in.csv
	run -0 cells leads,not_eligible,dealt,due -a "$folder/bare.agreement" -e 'roster "reps.csv"' in.csv
	# the first and the last are Ann's, two between are shared 3 to 1
	[ "$output" = "$(printf '%s\n' Ann,2,0,2,3.50 Bob,2,0,2,0.50 Nil,1,1,0,0.00 Off,0,0,0,0.00 '(all),5,1,4,4.00')" ]
}

@test "report: the order of the rows is the order of dealing" {
	printf 'owner\nAnn\nBob\nAnn\nBob\n' >one.csv
	printf 'owner\nAnn\nAnn\nBob\nBob\n' >other.csv
	[ "$(cells due -a "$folder/bare.agreement" one.csv | head -1)" = Ann,2.00 ]
	[ "$(cells df -a "$folder/bare.agreement" one.csv | tail -1)" = "(all),1" ]
	[ "$(cells df -a "$folder/bare.agreement" other.csv | tail -1)" = "(all)," ]
}

@test "report: leads without an owner are dealt as the run would deal them" {
	awk 'BEGIN { print "id,owner,set"; for (i = 1; i <= 200; i++) print i ",," (i % 3 ? "ABC" : "AB") }' >in.csv
	leadroute -q -a "$folder/routes.agreement" -s owners.ledger in.csv |
		awk -F, 'NR > 1 { n[$2]++ } END { for (who in n) print who "," n[who] }' | sort >dealt
	rm owners.ledger
	cells leads -a "$folder/routes.agreement" -s owners.ledger in.csv | grep -v all | cmp - dealt
	[ ! -e owners.ledger ]
	run -0 cells worst_difference,p_value,chi_square -a "$folder/routes.agreement" in.csv
	[[ "${lines[3]}" =~ ^\(all\),-?[01]\.[0-9]+,(1\.0|0\.99) ]]
}

@test "report: it reads the ledger, whose leads keep their owners, and writes nothing to it" {
	printf 'id,owner,set\n1,,AB\n2,,AB\n3,,AB\n' >in.csv
	leadroute -q -a "$folder/routes.agreement" -s owners.ledger in.csv >/dev/null
	cp owners.ledger before
	printf 'id,owner,set\n1,,AB\n2,,AB\n3,,AB\n4,,AB\n5,,AC\n' >more.csv
	run -0 leadroute --report -a "$folder/routes.agreement" -s owners.ledger -o report.csv more.csv
	says "2 rows would get an owner, and are counted as theirs"
		cmp owners.ledger before
	[ "$(cut -d, -f1,3,5 report.csv | tail -1)" = "(all),5,5" ]
}

@test "report: who could not have got a lead is counted apart, and so is who is in no roster" {
	printf 'id,owner,set\n1,Cyd,AB\n2,Ann,AB\n3,Zoe,AB\n4,Zoe,nobody\n' >in.csv
	run -0 cells leads,not_eligible,dealt,due,room_left -a "$folder/routes.agreement" in.csv
	[ "$output" = "$(printf '%s\n' Ann,1,0,1,0.50, Bob,0,0,0,0.50, Cyd,1,1,0,0.00, Zoe,2,1,0,0.00,0 '(all),4,2,1,1.00,')" ]
}

@test "report: leads of a route that names the owner are not dealt" {
	printf 'id,owner,set,vip\n1,,AB,Ann\n2,Bob,AB,Ann\n3,Bob,AB,\n4,,AB,Zoe\n' >in.csv
	cat >a.agreement <<-EOF
		agreement "vip"
		field set "set"
		roster "$folder/team.csv"
		route named to vip
		route sets among has(rep.set, set)
	EOF
	run -0 cells leads,not_eligible,dealt,due -a a.agreement in.csv
	[ "$output" = "$(printf '%s\n' Ann,1,0,0,0.50 Bob,2,0,1,0.50 Cyd,0,0,0,0.00 Zoe,1,0,0,0.00 '(all),4,0,1,1.00')" ]
}

@test "report: shares by weight, or equally as the route says" {
	sed 's/^\(Ann,north\),1/\1,3/' "$folder/team.csv" >team.csv
	printf 'id,owner,set\n1,Ann,AB\n2,Ann,AB\n3,Ann,AB\n4,Bob,AB\n' >in.csv
	cp "$folder/routes.agreement" weight.agreement
	{ cat weight.agreement; echo "    share equally"; } >equal.agreement
	[ "$(cells due -a weight.agreement in.csv | head -2)" = "$(printf 'Ann,3.00\nBob,1.00')" ]
	[ "$(cells due -a equal.agreement in.csv | head -2)" = "$(printf 'Ann,2.00\nBob,2.00')" ]
}

@test "report: a row for each team, and in words where there are several" {
	printf 'rep;team;weight\nAnn;North;1\nBob;north ;1\nCyd;South;2\nNil;;1\n' >reps.csv
	cat >teams.agreement <<-'EOF'
		agreement "teams"
		stage lead
		roster "reps.csv"
		route all
	EOF
	printf 'owner\nAnn\nBob\nCyd\nNil\nAnn\nZoe\n' >in.csv
	run -0 bash -c 'leadroute -q --report -f csv -a teams.agreement in.csv | cut -d, -f1-4,5-7,10'
	[ "${lines[5]}" = "Zoe,,1,1,0,0.00,0.00," ]
	# 5 leads among weights 1, 1, 2, 1: North has 2/5 of each
	[ "${lines[6]}" = "(all),North,3,0,3,2.00,1.00,0.912871" ] # 1 ÷ √(5 · 2/5 · 3/5)
	[ "${lines[7]}" = "(all),South,1,0,1,2.00,-1.00,-0.912871" ]
	[ "${lines[8]}" = "(all),,6,1,5,5.00,0.00," ]
	run -0 leadroute -q --report -f table -a teams.agreement in.csv
	[[ "$output" == *"Their teams"*"North"*"South"* ]]
	sed -i s/South/North/ reps.csv
	run -0 leadroute -q --report -f table -a teams.agreement in.csv
	[[ "$output" != *"Their teams"* ]]
}

@test "report: room left, passed over, and nobody inactive has room" {
	sed 's/^\(Cyd,south,1\),yes/\1,no/' "$folder/team.csv" >team.csv
	sed 's/^route .*/&  at most 2 per day/' "$folder/routes.agreement" >a.agreement
	printf 'id,owner,set\n1,,AB\n2,,AB\n3,,AB\n' >in.csv
	run -0 cells room_left,passed_over -a a.agreement in.csv
	[ "${lines[2]}" = Cyd,0,0 ]
	[ "${lines[3]}" = "(all),1,0" ]
	printf 'id,owner,set\n1,,AB\n2,,AB\n3,,AB\n4,,AB\n5,,AB\n' >in.csv
	run -0 cells room_left,passed_over -a a.agreement in.csv
	[ "${lines[3]}" = "(all),0,3" ]
}

@test "report: mean score, grades that occur, and open leads" {
	cat >a.agreement <<-'EOF'
		agreement "scores"
		stage lead
		stage won when won = yes
		exit lost when lost = yes
		score fit
		    +10 when size > 5
		    +5 when size > 1
		grade fit A from 10, B from 5, C from 1, else D
	EOF
	printf 'owner,size,won,lost\nAnn,9,,\nAnn,2,yes,\nAnn,1,,yes\nBob,9,,\n' >in.csv
	run -0 cells open,mean_score,grade_A,grade_B,grade_C,grade_D -a a.agreement in.csv
	[ "$output" = "$(printf '%s\n' 'Ann,1,6.67,1,1,no grade_C,1' 'Bob,1,15.00,1,0,no grade_C,0' '(all),2,8.75,2,1,no grade_C,1')" ]
	run -0 leadroute -q --report -f table -a a.agreement in.csv
	says "Grades of their leads"
}

@test "report: --where keeps rows out, and rows are counted as in the input" {
	printf 'owner,x\nAnn,1\nAnn,2\nBob,1\nAnn,1\nBob,1\n' >in.csv
	[ "$(cells leads,worst_at -a "$folder/bare.agreement" -w 'x = 1' in.csv)" = "$(printf 'Ann,2,3\nBob,2,3\n(all),4,3')" ]
}

@test "report: people read it in words" {
	run -0 leadroute -q --report -f table -a "$folder/routes.agreement" "$folder/worked.csv"
	says "as fair as chance would be"
	says "in 418 of 1,000 cases"
	says "X² 1.743, degrees of freedom 2, p 0.418"
	says "got more than by chance     nobody"
	awk 'BEGIN { print "owner"; for (i = 0; i < 400; i++) print (i % 4 ? "Ann" : "Bob") }' >in.csv
	run -0 leadroute -q --report -f html -a "$folder/bare.agreement" in.csv
	says "less even than chance would be"
	says "in less than 1 of 1,000 cases"
	says "p below 0.001"
	awk 'BEGIN { print "owner"; for (i = 0; i < 4000; i++) print (i % 2 ? "Ann" : "Bob") }' >in.csv
	run -0 leadroute -q --report -f table -a "$folder/bare.agreement" in.csv
	says "2,000  2,000.0"
	says "in more than 999 of 1,000 cases"
	printf 'owner\nAnn\n' >in.csv
	run -0 leadroute -q --report -f markdown -a "$folder/bare.agreement" in.csv
	says "nobody shared leads with anybody"
	run -0 leadroute -q --report -f json -a "$folder/bare.agreement" in.csv
	says '"p_value": null'
}

@test "report: by the built-in agreement, whose scores are asked for when people have been" {
	printf '%s\n' 'Lead ID,Title,Email,Created Date,Number of Employees,Lead Owner' \
		1,Director,a@acme.example,2026-01-01,500, 2,Chief,b@beta.example,2026-01-02,50,Bob >in.csv
	run -0 leadroute -q -e 'route all to "Ann"' --now 2026-02-01 --report -f csv in.csv
	[ "${lines[1]%%,*} ${lines[2]%%,*}" = "Ann Bob" ]
	run -0 leadroute -q -e 'route all to "Ann"' --now 2026-02-01 -c id,owner,score,grade in.csv
	[[ "${lines[1]}" == 1,Ann,* ]]
	sed -i '3s/$/,and more/' in.csv
	run -2 leadroute -q -e 'route all to "Ann"' --now 2026-02-01 --report in.csv
	says "in.csv:3: 7 cells where the header has 6"
}

@test "report: no leads" {
	printf 'owner\n' >in.csv
	run -0 leadroute -q --report -f csv -a "$folder/bare.agreement" in.csv
	[ "${lines[1]%%,*}" = "(all)" ]
	[ "${#lines[@]}" -eq 2 ]
	: >in.csv
	run -0 leadroute -q --report -f table --allow-empty -a "$folder/bare.agreement" in.csv
	says "nobody shared leads with anybody"
}

@test "report: what it can't do, it says" {
	printf 'name\nx\n' >in.csv
	fails leadroute --report -a "$folder/bare.agreement" in.csv
	says 'no column says whose a lead is; name it in the agreement: field owner "Your Header"'
	printf 'id,owner\n1,Ann\n' >in.csv
	fails leadroute --report -x -a "$folder/bare.agreement" in.csv
	says "--report has no use for --explain; it applies to rows, and this is a report"
	fails leadroute --report -c owner -a "$folder/bare.agreement" in.csv
	says "--columns is for rows"
	fails leadroute --report -s owners.ledger -a "$folder/bare.agreement" in.csv
	says "the agreement has no 'route' statement"
	fails leadroute -a "$folder/bare.agreement" in.csv
	says "the agreement has no 'route' statement"
	awk 'BEGIN { print "owner"; for (i = 0; i < 2001; i++) print "rep" i }' >in.csv
	fails leadroute --report -a "$folder/bare.agreement" in.csv
	says "in.csv:2002: owner: more than 2000 people have leads"
	fails leadroute --report --dry-run -a "$folder/routes.agreement" "$folder/worked.csv"
	says "--report and --dry-run are two different outputs"
}

@test "leadroute --report: has the grades, whether it computes them or an earlier tool did" {
	cat >a <<-'X'
		roster "reps.csv"
		route all among yes
		score fit
		    +10 when title = "CEO"
		grade fit A from 5, else B
	X
	printf 'rep\nAnn\n' >reps.csv
	printf 'id,title\n1,CEO\n2,CFO\n3,CEO\n' >in.csv
	leadroute -q -a a --report in.csv >want
	grep -q 'grade_A' want
	leadscore -q -a a in.csv | same want leadroute -q -a a --report
}
