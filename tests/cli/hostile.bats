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
	fails leadscore bank.csv
	says "bank.csv:1: text after a closing quote; if that divides cells, use -d ';'"
	printf '"age"\t"job"\n' >bank.csv
	fails leadfunnel bank.csv
	says 'if that divides cells, use -t'
}
