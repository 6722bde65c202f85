# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Standard streams that are closed, and files that are written: what is there of them whatever ends the tool.
load common

# ---- standard streams

# Without the standard streams that a number between 0 and 7 has bits for: 1 input, 2 output, 4 errors.
without() { # number, command ...
	local closed=$1
	shift
	(
		((closed & 1)) && exec <&-
		((closed & 2)) && exec >&-
		((closed & 4)) && exec 2>&-
		exec "$@"
	)
}

@test "closed: in every combination, rows go where they belong or it is an error, and no other file gets a word" {
	{ head -50 "$leads"; echo ragged; } >in.csv
	cp in.csv before.csv
	cat >a <<-'E'
		score s
		    +1 when company_size > 5
		bant need yes when need = yes
		stage mql at mql_at
		stage won at won_at
		sla look from mql to won within 2 days
		route all to "Ann"
	E
	for tool in leadscore leadbant leadsla leadfunnel leadroute; do
		command=($tool -a a --ragged skip --rejects r.csv)
		[ $tool != leadroute ] || command+=(-s l)
		rm -f l
		"${command[@]}" in.csv >want.out 2>want.err
		[ -s want.out ] && [ -s want.err ] && [ "$(<r.csv)" = ragged ]
		[ ! -e l ] || cp l want.l
		for closed in 1 2 3 4 5 6 7; do
			rm -f l r.csv o.csv
			rc=0
			without $closed "${command[@]}" in.csv >got.out 2>got.err || rc=$?
			if ((closed & 2)); then
				[ $rc -eq 2 ]
				((closed & 4)) || grep -q "^$tool: standard output: can't be written: it is closed" got.err
				[ ! -s got.out ] && [ ! -e r.csv ]
				[ ! -e l ] || [ "$(<l)" = "$(head -1 want.l)" ]
			else
				[ $rc -eq 0 ]
				cmp got.out want.out
				[ "$(<r.csv)" = ragged ]
				[ ! -e l ] || cmp l want.l
			fi
			((!(closed & 4))) || [ ! -s got.err ]
			rm -f l
			without $closed "${command[@]}" -o o.csv in.csv >got.out 2>got.err
			cmp o.csv want.out
			[ "$(<r.csv)" = ragged ]
			[ ! -e l ] || cmp l want.l
			[ ! -s got.out ]
			((closed & 4)) || cmp got.err want.err
			cmp in.csv before.csv
		done
	done
}

@test "closed: reading standard input is an error then" {
	for tool in leadscore leadbant leadsla leadfunnel; do
		for options in '' -- '- --allow-empty'; do
			# shellcheck disable=SC2086
			fails without 1 $tool $options
			says "$tool: standard input: it is closed"
			[ ! -s out ]
		done
		fails without 1 $tool --allow-empty /dev/stdin
		[ ! -s out ]
	done
	fails without 1 leadroute -q -e 'route all to "Ann" share by load'
	printf 'a\n1\n' >in.csv
	[ "$(without 1 leadscore -q -c a in.csv)" = $'a\n1' ]
	# open, but for writing alone
	fails leadscore 0>other
	says 'leadscore: standard input: it is closed'
}

@test "closed: what would go to standard output alone is an error then" {
	for tool in leadscore leadbant leadsla leadfunnel leadroute; do
		for options in --help --version '--completions bash' --print-agreement "--print-columns $leads" "--fields $leads"; do
			# shellcheck disable=SC2086
			fails without 2 $tool $options
			[[ $output == "$tool: standard output: "*"it is closed"* ]] || { echo "$tool $options: $output"; false; }
		done
	done
	for options in --summary '--top 3' '-f json' '-f table'; do
		# shellcheck disable=SC2086
		fails without 2 leadscore -q $options "$leads"
		says "leadscore: standard output: can't be written: it is closed"
	done
	fails without 2 leadsla -q -a "$nordlicht" --report "$leads"
	fails without 2 leadfunnel -q -f html "$leads"
	printf 'a\n' >empty.csv
	fails without 2 leadscore -q --allow-empty empty.csv
}

@test "closed: standard output is no way to another file, by any of its names" {
	printf 'a\n1\n' >in.csv
	for closed in 2 3 6; do
		for name in /dev/stdout /dev/fd/1 /proc/self/fd/1; do
			run -2 without $closed leadscore -q -o $name in.csv
			run -2 without $closed leadscore -q --ragged skip --rejects $name -o o.csv in.csv
			[ ! -e o.csv ]
			[ "$(<in.csv)" = $'a\n1' ]
		done
	done
	run -2 without 4 leadscore -q --ragged skip --rejects /dev/stderr -o o.csv in.csv
	# open, but for reading alone
	echo mine >other
	fails bash -c 'leadscore -q in.csv 1<other'
	fails bash -c 'leadscore -q --allow-empty /dev/null 1<other'
	[ "$(<other)" = mine ]
}

# ---- files that are written

# With what the file system has, and as if it had no files without a name.
ways='NO_TMPFILE= NO_TMPFILE=1'
failing() { # NAME=value: makes it so for what ${failing[@]} begins
	sanitized "nothing is put before a tool"
	failing=(env --default-signal=HUP,INT,QUIT,PIPE,ALRM,TERM,USR1,USR2,XCPU LD_PRELOAD="$BUILD/tests/failing.so" "$1")
}

# What makes root somebody else, in ${somebody[@]}; nothing if there is no need, or no way to the tools then.
become_somebody() {
	somebody=()
	[ "$(id -u)" = 0 ] || return 0
	local try=(setpriv --reuid 4321 --regid 8765 --clear-groups)
	"${try[@]}" test -r "$BUILD/tests/failing.so" -a -x "$(command -v leadscore)" 2>/dev/null || return 0
	somebody=("${try[@]}")
}

# How many files, with a name or without, a running tool has in a folder of here that are yet to take their place.
drafts() { # process, folder
	find "/proc/$1/fd" -lname "$PWD/$2/*" -printf '%l\n' 2>/dev/null | grep -Ec '/(#[0-9]+ \(deleted\)|[or]\.csv\.[a-z2-7]{6})$' || true
}

wait_for_drafts() { # process, folder, how many
	for ((i = 0; i < 500; i++)); do
		[ "$(drafts "$1" "$2")" -ne "$3" ] || return 0
		sleep 0.01
	done
	ls -l "/proc/$1/fd"
	return 1
}

@test "files: nothing is left of -o and --rejects, and the old ones stay, when a signal ends the tool" {
	mkfifo pipe
	mkdir to
	named=0
	for way in $ways; do
		failing $way
		for signal in HUP INT QUIT ALRM TERM USR1 USR2 XCPU KILL; do
			[ "$way $signal" != 'NO_TMPFILE=1 KILL' ] || continue
			echo old >to/o.csv
			rm -f to/r.csv
			"${failing[@]}" leadscore -q --ragged skip --rejects to/r.csv -o to/o.csv pipe &
			tool=$!
			exec 7<>pipe
			{ make_leads 300; echo ragged; } >&7
			wait_for_drafts $tool to 2
			[ "$(ls to)" = o.csv ] || named=$((named + 1))
			kill -$signal $tool
			exec 7>&-
			rc=0
			wait $tool || rc=$?
			[ $rc -eq $((128 + $(kill -l $signal))) ] || { echo "$way $signal: $rc"; false; }
			[ "$(ls to)" = o.csv ] || { echo "$way $signal"; ls to; false; }
			[ "$(<to/o.csv)" = old ]
		done
	done
	[ $named -eq 8 ] # so the other way was another
}

@test "files: nothing is left of a report, a page, a partial or a list either, nor beside a ledger" {
	mkfifo pipe
	mkdir to
	printf 'route all to "Ann"\n' >routes
	printf 'id,created_at,mql_at,sal_at\n1,2026-01-01,2026-01-02,2026-01-03\n' >leads
	for way in $ways; do
		failing $way
		while read -r command; do
			for signal in HUP INT TERM; do
				"${failing[@]}" $command -o to/o.csv pipe 2>err &
				tool=$!
				exec 7<>pipe
				cat leads >&7
				wait_for_drafts $tool to 1
				kill -$signal $tool
				exec 7>&-
				rc=0
				wait $tool || rc=$?
				[ $rc -eq $((128 + $(kill -l $signal))) ] || { echo "$way $command: $rc"; cat err; false; }
				[ -z "$(ls to)" ] || { echo "$way $command"; ls to; false; }
				[ "$(ls | grep -vx ledger | paste -sd' ')" = 'err leads pipe routes to' ]
			done
		done <<-'END'
			leadfunnel -f table
			leadfunnel -f html
			leadfunnel --partial
			leadsla --report -f html
			leadscore --top 3
			leadbant --summary
			leadroute -a routes -s ledger
		END
	done
}

@test "files: a signal that is ignored, as by nohup, ends nothing" {
	mkfifo pipe
	mkdir to
	for way in $ways; do
		failing $way
		"${failing[@]}" env --ignore-signal=HUP leadscore -q -c email -o to/o.csv pipe &
		tool=$!
		exec 7<>pipe
		echo email >&7
		wait_for_drafts $tool to 1
		kill -HUP $tool
		echo x@y.example >&7
		exec 7>&-
		wait $tool
		[ "$(<to/o.csv)" = $'email\nx@y.example' ]
		[ "$(ls to)" = o.csv ]
	done
}

@test "files: killed at any moment, -o is the old file or the whole new one, and alone in its folder" {
	make_leads 3000 >in.csv
	leadscore -q in.csv >whole.csv
	mkdir to
	for way in $ways; do
		failing $way
		for ((k = 0; k < 25; k++)); do
			echo old >to/o.csv
			"${failing[@]}" leadscore -q -o to/o.csv in.csv &
			sleep 0.0$((k / 5))$((RANDOM % 10))
			kill -TERM $! 2>/dev/null || true
			wait $! || true
			[ "$(<to/o.csv)" = old ] || cmp to/o.csv whole.csv
			[ "$(ls to)" = o.csv ]
		done
	done
}

@test "files: a closed pipe leaves no rejects" {
	{ make_leads 100000; echo ragged; } >big.csv
	mkdir to
	for way in $ways; do
		failing $way
		"${failing[@]}" leadscore -q --ragged skip --rejects to/r.csv big.csv 2>err | head -1 >out
		[ "${PIPESTATUS[0]}" -eq 141 ]
		[ ! -s err ]
		[ -z "$(ls to)" ]
	done
}

@test "files: rows that can't be written leave no rejects, and rejects that can't be written mark the rows" {
	{ make_leads 10; echo ragged; } >in.csv
	echo old >r.csv
	fails bash -c 'leadscore -q --ragged skip --rejects r.csv in.csv >/dev/full'
	says "leadscore: standard output: can't be written: no space left on device"
	[ "$(<r.csv)" = old ]
	fails leadscore -q --ragged skip --rejects /dev/full in.csv
	says "leadscore: /dev/full: can't be written: no space left on device"
	mv out half
	fails leadbant -q half
	says 'the command before failed: leadscore: /dev/full: can'"'"'t be written: no space left on device'
}

@test "files: a full disk leaves nothing beside the old ones" {
	make_leads 20000 >in.csv
	awk '{ print } { print "ragged" }' in.csv >half.csv
	mkdir to
	for way in $ways; do
		failing $way
		for limit in 1000 100000; do
			echo old >to/o.csv
			echo old >to/r.csv
			fails prlimit --fsize=$limit "${failing[@]}" leadscore -q -o to/o.csv in.csv
			says "leadscore: to/o.csv: can't be written: file too large"
			fails prlimit --fsize=$limit "${failing[@]}" leadscore -q -w 'employees < 0' --ragged skip --rejects to/r.csv half.csv
			says "leadscore: to/r.csv: can't be written: file too large"
			[ "$(cat to/*)" = $'old\nold' ]
			[ "$(ls to)" = $'o.csv\nr.csv' ]
		done
	done
}

@test "files: bytes are on the disk before they have a name, the name after it, and a disk that fails is an error" {
	make_leads 10 >in.csv
	for way in $ways; do
		failing $way
		rm -f log o.csv
		"${failing[@]}" LOG_DISK=log leadscore -q -c email -o o.csv in.csv
		want=$'fsync\nlinkat\nrename\nfsync'
		[ "$way" = NO_TMPFILE= ] || want=$'fsync\nrename\nfsync'
		[ "$(<log)" = "$want" ] || { cat log; false; }
		echo old >o.csv
		fails "${failing[@]}" FAIL_SYNC=1 leadscore -q -o o.csv in.csv
		says "leadscore: o.csv: can't be written: input/output error"
		[ "$(<o.csv)" = old ]
		fails "${failing[@]}" FAIL_SYNC=2 leadscore -q -o o.csv in.csv
		says "leadscore: o.csv: can't be written: input/output error"
		[ "$(ls)" = $'err\nin.csv\nlog\no.csv\nout' ]
	done
	rm o.csv log
	failing NO_TMPFILE=
	"${failing[@]}" LOG_DISK=log leadroute -q -e 'field id "email"' -e 'route all to "Ann"' -s l -o o.csv in.csv
	[ "$(grep -c fsync log)" -ge 3 ]
}

@test "files: mode, owner and group stay, without the bits that change who one is" {
	make_leads 3 >in.csv
	become_somebody
	for way in $ways; do
		failing $way
		for mode in 600 644 4755 6711 1640; do
			echo old >o.csv
			chmod $mode o.csv
			"${failing[@]}" leadscore -q -c email -o o.csv in.csv
			[ "$(stat -c %a o.csv)" = ${mode: -3} ]
		done
		rm o.csv
		(umask 027 && "${failing[@]}" leadscore -q -o o.csv in.csv)
		[ "$(stat -c %a o.csv)" = 640 ]
		[ "$(id -u)" = 0 ] || continue
		chown 1234:5678 o.csv
		"${failing[@]}" leadscore -q -o o.csv in.csv
		[ "$(stat -c %u:%g:%a o.csv)" = 1234:5678:640 ]
		# of a group that one isn't in nothing stays, nor of its rights
		[ ${#somebody[@]} -gt 0 ] || continue
		chmod 777 . && chmod 666 o.csv
		"${failing[@]}" "${somebody[@]}" leadscore -q -o o.csv - <in.csv
		[ "$(stat -c %u:%g:%a o.csv)" = 4321:8765:666 ]
		chown 1234:5678 o.csv && chmod 662 o.csv
		"${failing[@]}" "${somebody[@]}" leadscore -q -o o.csv - <in.csv
		[ "$(stat -c %u:%g:%a o.csv)" = 4321:8765:622 ]
	done
}

@test "files: a name of 255 bytes, a link to nowhere, and a folder that can't be listed" {
	make_leads 3 >in.csv
	leadscore -q in.csv >whole.csv
	mkdir to drop
	long=$(printf %0255d 1)
	become_somebody # nothing is hidden from root
	for way in $ways; do
		failing $way
		rm -rf to/* drop/o.csv
		"${failing[@]}" leadscore -q -o to/$long in.csv
		cmp to/$long whole.csv
		ln -s ../drop/o.csv to/link
		"${failing[@]}" leadscore -q -o to/link in.csv
		cmp drop/o.csv whole.csv
		[ -L to/link ]
		rm drop/o.csv
		chmod 333 drop
		"${failing[@]}" "${somebody[@]}" leadscore -q -o drop/o.csv - <in.csv
		chmod 755 drop
		cmp drop/o.csv whole.csv
	done
}

@test "files: input that is read twice is kept where TMPDIR says, without a name" {
	printf 'rep\nAnn\n' >team.csv
	printf 'roster "team.csv"\nroute all share by load\n' >a
	command=(leadroute -q -a a)
	printf 'id\n1\n2\n' >in.csv
	fails bash -c "cat in.csv | TMPDIR=nowhere ${command[*]}"
	says "leadroute: standard input: can't be kept in a temporary file in nowhere, to be read twice: no such file or directory; TMPDIR names another folder"
	mkdir temporary
	mkfifo to
	for way in $ways; do
		failing $way
		cat in.csv | "${failing[@]}" TMPDIR="$PWD/temporary" "${command[@]}" -o to &
		tool=$!
		for ((i = 0; i < 500; i++)); do
			kept=$(readlink /proc/$tool/fd/0) || true
			[[ $kept != "$PWD/temporary/"*' (deleted)' ]] || break
			sleep 0.01
		done
		[[ $kept == "$PWD/temporary/"*' (deleted)' ]]
		[ -z "$(ls temporary)" ]
		[ "$(cut -d, -f1,2 to)" = $'id,owner\n1,Ann\n2,Ann' ]
		wait $tool
	done
}
