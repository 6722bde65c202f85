# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Inputs made, or grown, to hurt.
load common

# Runs a command of no arguments that must end with 2, looking at its memory meanwhile: $peak is in MB.
watched() {
	local kb
	peak=0
	"$1" <&0 >out 2>err &
	while kill -0 $! 2>/dev/null; do
		kb=$(awk '/^VmHWM/ { print $2 }' /proc/$!/status 2>/dev/null) || break
		[ "${kb:-0}" -le $((peak * 1024)) ] || peak=$((kb / 1024))
		sleep 0.02
	done
	run -2 wait $!
	output=$(<err)
}

@test "hostile: a gigabyte without a line end is an error soon, in bounded memory" {
	sanitized "this takes long"
	zeros() { head -c 1000000000 /dev/zero | tr '\0' x; }
	watched leadscore < <(zeros)
	says 'standard input:1: a row of more than 256 MiB; is a quote left open, or are these no lines'
	[ "$peak" -gt 100 ] && [ "$peak" -lt 700 ]
	watched leadscore < <(echo a,b; printf '1,"'; zeros)
	says 'standard input:2: a row of more than 256 MiB'
	[ "$peak" -gt 100 ] && [ "$peak" -lt 700 ]
}

@test "hostile: a cell of 100 MB passes through" {
	sanitized "this takes long"
	{ echo a,b; printf '1,"'; head -c 100000000 /dev/zero | tr '\0' x; echo '"'; echo 3,4; } >in.csv
	leadscore -q -c a,b in.csv | cmp - in.csv
}

@test "hostile: 100,000 columns" {
	awk 'BEGIN { for (r = 0; r < 4; r++) for (i = 1; i <= 100000; i++) printf "%s%s", r ? i * r : "c" i, i < 100000 ? "," : "\n" }' >in.csv
	leadscore -q in.csv | cut -d, -f-100000 | cmp - in.csv
	printf 'score s\n    +1 per c99999\n' >a
	[ "$(leadscore -q -a a -c s in.csv | tail -1)" = 299997 ]
}

@test "hostile: more than a million columns are refused" {
	head -c 1100000 /dev/zero | tr '\0' , >in.csv
	fails leadscore in.csv
	says 'in.csv:1: a row of more than 1048576 cells'
}

@test "hostile: 10,000 parentheses, minus signs and nots are told, not climbed" {
	for unit in '(' '- ' 'not ' 'length('; do
		awk -v unit="$unit" 'BEGIN { printf "mql when "; for (i = 0; i < 10000; i++) printf "%s", unit; print "a" }' >a
		fails leadscore -a a < <(printf 'a\n1\n')
		says 'this expression is nested more than 200 deep'
	done
	awk 'BEGIN { printf "mql when a = 1"; for (i = 0; i < 10000; i++) printf " or a = %d", i; print "" }' >a
	[ "$(printf 'a\n9999\n' | leadscore -a a -c mql | tail -1)" = yes ]
}

@test "hostile: times at the ends of the world start no clock that breaks" {
	{
		echo m,s,pf,pt
		for t in 0001-01-01 '0001-01-01 00:00:00.000001' 1582-10-10 1969-12-30 1970-01-01T00:00Z 2100-12-31T23:59:59Z 9999-12-31 '9999-12-31 23:59:59.999999' 99999-01-01 -1 253402300800 1e18; do
			echo "$t,,,"
			echo "$t,$t,$t,$t"
			echo "1970-01-02 10:00,$t,2026-01-01,$t"
			echo "2026-10-01 10:00,$t,,$t"
			echo "2026-10-01 10:00,,$t,"
		done
	} >in.csv
	for within in '1 hour' '1000000 days' '2 office hours' '40000 office days' '99999999 office hours' '1 day'; do
		printf 'timezone "Pacific/Apia"\nstage m at m\nstage s at s\ncalendar office hours mon-fri 09:00-17:00\nsla x from m to s within %s warn at 1%% pause from pf to pt\n' "$within" >a
		for options in '' --backlog --report '--trend quarter' '--trend month --since 1970-01-01' '--report --last 365000days' '--now 9999-12-31' '--now 1970-01-01' '--report --now 9999-12-31' '--report --now 0001-01-01'; do
			rc=0
			# shellcheck disable=SC2086
			timeout 20 leadsla -q -a a $options in.csv >out 2>err || rc=$?
			[ $rc -eq 0 ] || [ $rc -eq 2 ] || { echo "$within $options: $rc"; cat err; false; }
			[ $rc -eq 0 ] || [ -s err ]
		done
	done
}

@test "hostile: a regular expression that backtracks for ever ends the run, and says which" {
	printf 'score s\n    +1 when title ~ "(a+)+$"\n' >a
	printf 'title\nfine\naaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n' >in.csv
	fails timeout 5 leadscore -a a in.csv
	says 'in.csv:3: title: the pattern "(a+)+$" takes too many steps on this cell'
	# nor is what it said of somebody for many leads remembered when they are asked one by one
	printf 'rep,x\nana,1\nbob,aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\n' >team.csv
	printf 'roster "team.csv"\nroute one among rep.x ~ "(a+)+$" and rep.x != title\nroute two\n' >routes
	{ echo id,title; seq 100 | sed 's/$/,t&/'; } >many.csv
	fails timeout 5 leadroute -a routes many.csv
	says 'many.csv:2: ~: the pattern "(a+)+$" takes too many steps on this cell'
	# many cheap cells are no reason
	{ echo title; yes aaaaaaaab | head -10000; } >in.csv
	leadscore -q -a a in.csv >/dev/null
}

@test "hostile: bytes that are no UTF-8, and every single byte, go through unchanged" {
	gawk -b 'BEGIN { print "a,b"; for (i = 0; i < 256; i++) if (i != 10 && i != 13 && i != 34 && i != 44) printf "x%cy,%c\n", i, i }' >in.csv
	leadscore -q -c a,b in.csv | cmp - in.csv
	leadscore -q -w 'a contains "x" and b is present or a ~ "x" or lower(a) = "q"' -c a,b in.csv | cmp - in.csv
	for format in json markdown table tsv; do leadscore -q -f $format in.csv >/dev/null; done
	leadsla -q -e 'stage s' -e 'sla x from a to b within 1 day' -c a,b in.csv | cmp - in.csv
	leadsla -q -e 'stage s' -e 'sla x from a to b within 1 day' --by a -f json in.csv >/dev/null
}

@test "hostile: random bytes as input, agreement and expression end in 0 or 2" {
	for ((i = 0; i < 60; i++)); do
		awk -v seed=$i 'BEGIN { srand(seed); for (k = 0; k < 400; k++) printf "%s", substr("abc,\";\n\r\t =~<>()+-*/#`0123456789.when score", 1 + int(rand() * 48), 1 + int(rand() * 3)) }' >junk
		for command in 'leadscore junk' 'leadscore -a junk in.csv' 'leadbant --raw-tsv --ragged skip junk' 'leadscore --top 2 -d ; --ragged pad junk' \
			'leadsla junk' 'leadsla -a junk in.csv' 'leadsla --trend month --ragged pad junk'; do
			printf 'a,b\n1,2\n' >in.csv
			rc=0
			timeout 10 $command >/dev/null 2>err || rc=$?
			[ $rc -eq 0 ] || [ $rc -eq 2 ] || { echo "$i $command: $rc"; false; }
			[ $rc -eq 0 ] || [ -s err ]
		done
	done
}

@test "hostile: an agreement that ends early anywhere is an error or an agreement" {
	n=$(wc -c <"$nordlicht")
	for ((i = 0; i < n; i += 97)); do
		head -c $i "$nordlicht" >"$BATS_TEST_TMPDIR/cut.agreement"
		rc=0
		leadscore -q -a cut.agreement --fields "$leads" >/dev/null 2>err || rc=$?
		[ $rc -eq 0 ] || [ $rc -eq 2 ] || { echo "$i: $rc"; false; }
	done
}

# The most memory, in kB, that a tool had when all of a file had gone through it.
peak_of() { # file, options
	local file=$1
	shift
	rm -f gone
	leadscore -q -j 1 "$@" < <(cat "$file"; sleep 0.2; : >gone; sleep 0.5) >/dev/null &
	while [ ! -e gone ]; do sleep 0.05; done
	awk '/^VmHWM/ { print $2 }' /proc/$!/status
	wait $!
}

@test "hostile: memory is flat: ten times the rows take the same" {
	sanitized "memory is not the tool's"
	make_leads 40000 >one.csv
	{ cat one.csv; for i in 2 3 4 5 6 7 8 9 10; do sed 1d one.csv; done; } >ten.csv # 25 MB
	for options in -x '--top 100' --summary '-f json'; do
		# shellcheck disable=SC2086
		one=$(peak_of one.csv $options) ten=$(peak_of ten.csv $options)
		[ "$one" -gt 1000 ]
		[ "$ten" -lt $((one + 3000)) ] || { echo "$options: $one kB, $ten kB"; false; }
	done
}

@test "hostile: memory is flat where quotes mislead threads about the ends of rows" {
	sanitized "memory is not the tool's"
	make_leads 40000 | awk -F, -v OFS=, 'NR > 1 && NR % 50 == 0 { $NF = "5\" pipe" } NR > 1 && NR % 3 == 0 { $NF = "\"a\nb\"" } 1' >one.csv
	{ cat one.csv; for i in 2 3 4 5 6 7 8 9 10; do sed 1d one.csv; done; } >ten.csv
	one=$(peak_of one.csv --summary -j 4) ten=$(peak_of ten.csv --summary -j 4)
	[ "$one" -gt 1000 ]
	[ "$ten" -lt $((one + 12000)) ] || { echo "$one kB, $ten kB"; false; } # of 25 MB, by as many threads as come to it
}

@test "hostile: side files: byte order mark, semicolons, CRLF, an unread table costs nothing" {
	printf '\xef\xbb\xbfDomain;Owner\r\nACME.example;"Ann; or Bob"\r\n' >t.csv
	cat >a <<-'E'
		table t "t.csv" by domain = domain(email)
		table unread "nowhere.csv" by domain = domain(email)
		score s
		    +1 when t.owner = "ann; or bob"
	E
	[ "$(printf 'email\nx@acme.EXAMPLE\ny@b.example\n' | leadscore -a a -c s,t.owner | tr '\n' ' ')" = 's,t.owner 1,Ann; or Bob 0, ' ]
	printf '\xef\xbb\xbf# list\r\n acme.example \r\n\r\n' >list.txt
	printf 'score s\n    +1 when domain(email) in file "list.txt"\n' >a
	[ "$(printf 'email\nx@acme.EXAMPLE\ny@b.example\n' | leadscore -a a -c s | tr '\n' ' ')" = 's 1 0 ' ]
}

@test "all tools: a quoted header of another delimiter says which option reads it" {
	printf '"age";"job"\n58;"management"\n' >bank.csv
	fails leadscore -d , bank.csv
	says "bank.csv:1: text after a closing quote; if that divides cells, use -d ';'"
	printf '"age"\t"job"\n' >bank.csv
	fails leadfunnel -d , bank.csv
	says 'if that divides cells, use -t'
	fails env LEADPIPE_DELIMITER=, leadfunnel bank.csv
	says 'if that divides cells, use -t'
}

# What a terminal obeys: C0, C1 as UTF-8 and as bytes, DEL, lines of Unicode, text that runs the other way.
obeyed=$'\e]0;title\a\e[2J\xc2\x9b31m\x9b32m\xe2\x80\xae\xe2\x81\xa6\xe2\x80\xa8\x7f\b\tend'
forged=$obeyed$'\nleadscore: forged'

# Nothing in a file is obeyed, and each of its lines begins as lines do there.
is_harmless() { # file, pattern of a line's beginning
	! LC_ALL=C grep -aqP '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8-\xae]|\xe2\x81[\xa6-\xa9]' "$1" &&
		iconv -f utf-8 -t utf-8 "$1" >/dev/null && ! grep -Evq "$2" "$1" && ! grep -q '^leadscore: forged' "$1" ||
		{ cat -v "$1"; false; }
}

# The command says something, and that is harmless.
says_harmless() { # command ...
	"$@" >out 2>err </dev/null || true
	[ -s err ] && is_harmless err "^(lead[a-z]+: |    |try 'lead)" || { echo "$*" | cat -v; false; }
}

@test "hostile: no message is obeyed by a terminal or forges another, whatever it quotes" {
	file=$'f\e[31m\x9b\nleadscore: forged' list=()
	printf 'a,b\n1,2\n' >in.csv
	printf 'a,b\n1\n' >"$file"
	printf '"%s",b\n1,2\n' "$forged" >head.csv
	printf '"x%s",b\n1,2\n' "$forged" >other.csv
	printf 'n,t\n"%s",1\n' "$forged" >cell.csv
	printf 'a\n1\n"leadscore: %s' "$forged" >mark.csv
	says_harmless leadscore head.csv other.csv
	says_harmless leadscore -w bb head.csv
	says_harmless leadscore -d $'\e' -w c in.csv
	for strict in '' --strict; do
		# shellcheck disable=SC2086
		says_harmless leadscore $strict -e 'score s' -e ' +1 when n > 1' cell.csv
	done
	for path in "$file" "no$file"; do
		says_harmless leadscore "$path"
		says_harmless leadscore -a "$path" in.csv
		says_harmless env LEADPIPE_AGREEMENT="$path" leadbant in.csv
		says_harmless leadsla -o "nowhere/$path" in.csv
		says_harmless leadscore --ragged skip --rejects "nowhere/$path" in.csv
		says_harmless leadscore --diff "$path" in.csv
	done
	for option in -f -j -w -c -d --now --ragged --color --skip-lines --completions --top "-e" "-e timezone " "-e mql when " "-e field x "; do
		[[ $option != *' '* ]] && list=("$option" "$forged") || list=(-e "${option#-e }\"$obeyed\"")
		says_harmless leadscore "${list[@]}" in.csv
	done
	says_harmless leadscore "--$forged"
	says_harmless leadscore "--tab=$forged"
	says_harmless leadscore $'-\e' $'-\x9b'
	for name in LEADPIPE_NOW LEADPIPE_DELIMITER LEADPIPE_SCAN; do says_harmless env "$name=$forged" leadscore in.csv; done
	says_harmless env TZDIR="$forged" leadscore -e 'timezone "Europe/Berlin"' in.csv
	says_harmless leadbant mark.csv
	says_harmless leadbant --raw-tsv <(printf 'a\n1\n"leadscore: \\n\e[31m')
	says_harmless bash -c 'leadscore "$1" 2>/dev/null | leadbant' - "$file"
	says_harmless leadsla -e 'stage m at a' --fail-when "$forged" in.csv
	says_harmless leadfunnel --merge "no$file"
}

@test "hostile: no roster, pool, ledger, list or holiday is obeyed where it is quoted" {
	printf 'id,owner,a\n1,"%s",2026-03-03\n2,,2026-03-03\n' "$forged" >in.csv
	roster() { printf 'roster "team.csv"\n%s\n' "${1-route all}" >a; cat >team.csv; }
	roster <<<'rep,weight'$'\n"'"$forged"'",x'
	says_harmless leadroute -a a in.csv
	roster <<<'rep,active'$'\n"'"$forged"'","'"$forged"'"'
	says_harmless leadroute -a a in.csv
	roster <<<rep$'\n"'"$forged"$'"\n"'"$forged"'"'
	says_harmless leadroute -a a in.csv
	roster 'route all among rep.rep = "'"$obeyed"$'"\notherwise "'"$obeyed"'"' <<<rep$'\nAnn'
	says_harmless leadroute -a a in.csv
	roster <<<rep$'\nAnn'
	says_harmless leadroute -a a -s "nowhere/$obeyed" in.csv
	printf 'no ledger %s' "$forged" >$'l\e[1m\nleadscore: forged'
	says_harmless leadroute -a a -s $'l\e[1m\nleadscore: forged' in.csv
	printf 'a,v\n"%s",2\n"%s",3\n' "$forged" "$forged" >dup.csv
	for side in dup.csv "no$obeyed"; do
		says_harmless leadscore -e "table t \"$side\" by a = a" -e 'score s' -e ' +1 when t.w = 1' in.csv
		says_harmless leadscore -e 'score s' -e " +1 when a in file \"no$side\"" in.csv
	done
	printf 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:%s\\nleadscore: forged\nDTSTART:soon\nEND:VEVENT\nEND:VCALENDAR\n' "$obeyed" >days.ics
	printf 'date\n"%s"\n' "$forged" >days.csv
	for days in days.ics days.csv "no$obeyed"; do
		printf 'stage m at a\nstage s at b\ncalendar c\n  hours mon-fri 09:00-17:00\n  holidays "%s"\nsla x from m to s within 1 c day\n' "$days" >sla
		says_harmless leadsla -a sla in.csv
	done
}

@test "hostile: a terminal without UTF-8 gets ASCII, as a byte of a letter may be a command there" {
	# Û is C3 9B in UTF-8, and 9B alone begins a sequence
	run -2 env LC_ALL=C script -qec "leadscore $(printf '\xc3\x9b31m')" /dev/null </dev/null
	[ "$(tr -d '\r' <<<"$output")" = 'leadscore: ?31m: no such file or directory' ]
	run -2 env LC_ALL=C.UTF-8 script -qec "leadscore $(printf '\xc3\x9b31m')" /dev/null </dev/null
	[ "$(tr -d '\r' <<<"$output")" = $'leadscore: \xc3\x9b31m: no such file or directory' ]
}

@test "hostile: tables, markdown, JSON and pages hold nothing that is obeyed" {
	{
		printf 'id,email,mql_at,sal_at,won_at,amount,lost_at,owner,source,"h%s"\n' "$forged"
		for i in 1 2 3 4 5 6 7 8; do
			printf '"%s%s",x@y.example,2026-0%s-03,2026-0%s-04,2026-0%s-09,10%s,,"Ann%s","src%s","c%s"\n' $i "$forged" $i $i $i $i "$forged" "$forged" "$forged"
			printf '"a%s%s",x@y.example,2026-0%s-03,,,,2026-0%s-20,,"s2%s","c%s"\n' $i "$forged" $i $i "$forged" "$forged"
		done
	} >in.csv
	printf 'rep,team\n"Ann%s","T"\n"Bob","U%s"\n' "$forged" "$forged" >team.csv
	cat >a <<-END
		agreement "Title $obeyed"
		stage mql at mql_at
		stage sal at sal_at
		stage won at won_at value amount
		exit lost at lost_at reason source
		handover mql to sal
		sla x from mql to sal within 1 day
		score fit 0..50
		    +1 when id is present "why $obeyed"
		    +2 when source contains "s" "because $obeyed"
		mql when fit > 1
		bant need yes when fit > 1
		bant authority no when fit > 5
		sql when bant > 1 "label $obeyed"
		roster "team.csv"
		route east when source contains "src" among rep.team = "T"
		route rest
	END
	{
		echo at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note
		printf '2026-02-05T10:00:00Z,"Bob%s","a1%s",2026-01-03,return,lost,"why%s",,,,"note%s"\n' "$forged" "$forged" "$forged" "$forged"
		printf '2026-02-05T10:00:00Z,"Bob%s","1%s",2026-01-03,later,,,,2026-02-06,"source=""x%s""","note%s"\n' "$forged" "$forged" "$forged" "$forged"
	} >d
	export LEADPIPE_AGREEMENT=a
	for format in table markdown json html; do
		for command in 'leadscore -x' leadbant leadsla 'leadroute -x' 'leadscore --top 3' 'leadsla --backlog' 'leadscore --summary' 'leadbant --summary' \
			'leadsla --report --by source' 'leadsla --trend month --by owner' leadfunnel 'leadfunnel --by source' 'leadfunnel --cohort month' \
			'leadfunnel --eventual --by source' 'leadfunnel --yoy' 'leadfunnel --lookback' 'leadroute --report' 'leadscore --fields' \
			'leadreview --sheet -s d --by owner -w reached("mql")' 'leadreview --status -s d'; do
			rc=0
			$command -f $format in.csv >out 2>err || rc=$?
			[ $rc -eq 0 ] || { [ $format = html ] && grep -q 'is for reports' err; } || { echo "$command -f $format: $rc"; cat err; false; }
			is_harmless out '' && is_harmless err '^lead' || { echo "$command -f $format"; false; }
		done
	done
}

@test "all tools: how many leads found a row in a side table is noted, for tables that are asked, for any -j" {
	printf 'Email Address,tier\na@x.example,gold\n,tin\n' >t.csv
	cat >a <<-'X'
		table deal "t.csv" by email_address = email
		table other "t.csv" by tier = email
		field tier
		    otherwise deal.tier
		score s
		    +1 when tier = "gold"
		stage mql when tier = "gold"
		bant need yes when tier = "gold"
		route gold when tier = "gold" to "Ann"
	X
	awk 'BEGIN { print "id,email"; for (i = 1; i <= 1200; i++) print i "," (i % 300 ? i % 7 ? "b@x.example" : "" : "A@x.example ") }' >in.csv
	note='table deal: 4 of 1,200 leads found a row in t.csv'
	for jobs in 1 4; do
		for tool in leadscore leadbant leadroute 'leadroute --report' 'leadroute --dry-run' 'leadscore --summary' 'leadfunnel --by tier'; do
			$tool -j $jobs -a a in.csv 2>&1 >/dev/null | grep 'table' >said
			[ "$(<said)" = "${tool%% *}: $note" ]
		done
	done
	leadscore -q -a a in.csv 2>err >/dev/null
	[ ! -s err ]
	leadscore -a a -c id in.csv 2>err >/dev/null
	run ! grep -q 'table other' err
	sed -i 's/^A@/Z@/; s/,A@/,Z@/' in.csv
	leadscore -a a in.csv 2>&1 >/dev/null | grep -qxF 'leadscore: table deal: 0 of 1,200 leads found a row in t.csv'
}
