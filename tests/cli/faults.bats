# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# What fails: the input, the disk, the pipe, the command before.
load common

@test "faults: no input is 2 and says why; --allow-empty takes it for nothing" {
	for tool in leadscore leadbant leadsla; do
		fails $tool </dev/null
		says "$tool: standard input: no header: the input is empty; in a pipe the command before may have failed (use --allow-empty to accept it)"
		[ ! -s out ]
		[ "$($tool --allow-empty </dev/null 2>&1)" = '' ]
		[ "$($tool --allow-empty -f json </dev/null)" = '[]' ]
		printf '\n\n' >blank
		fails $tool blank
		says 'blank: no header: there are only blank lines'
	done
}

@test "faults: a full disk is 2 with a message, however late it shows" {
	make_leads 50000 >big.csv
	printf 'score s\n    +1 when employees > 5\nmql when s > 0\n' >other.agreement
	for options in '' '-j 4' '--top 9' --summary '-f json' '--diff other.agreement'; do
		rc=0
		# shellcheck disable=SC2086
		leadscore -q $options big.csv >/dev/full 2>err || rc=$?
		[ $rc -eq 2 ] || { echo "$options: $rc"; false; }
		grep -q 'no space left on device' err || { echo "$options"; cat err; false; }
	done
	awk 'BEGIN { print "email,mql_at,accepted_at"; for (i = 0; i < 50000; i++) printf "p%d@firm.example,2026-10-%02d %02d:00,\n", i, i % 28 + 1, i % 24 }' >late.csv
	for options in '' '-j 4' --backlog --report '--trend day' '-f json' '--report -f html' '--report -f table' --check '--fail-when overdue>1'; do
		rc=0
		# shellcheck disable=SC2086
		leadsla -q $options late.csv >/dev/full 2>err || rc=$?
		[ $rc -eq 2 ] || { echo "$options: $rc"; false; }
		grep -q 'no space left on device' err || { echo "$options"; cat err; false; }
	done
	printf 'a\n1\n' >small.csv
	run -2 bash -c 'leadbant small.csv >/dev/full'
	run -2 bash -c 'leadscore --help >/dev/full'
	run -2 bash -c 'leadscore --print-agreement >/dev/full'
	run -2 bash -c 'leadscore --fields small.csv >/dev/full'
	run -2 bash -c 'leadscore small.csv >&-'
	run -2 bash -c 'leadscore -o /dev/full small.csv'
}

@test "faults: a file without room for all rows ends in the mark, so that half a column is not taken for whole" {
	make_leads 50000 >big.csv
	want='leadscore: standard output: can'"'"'t be written: file too large'
	for options in '' '-c email' '-f json' '-j 4'; do
		# shellcheck disable=SC2086
		all=$(leadscore -q $options big.csv | wc -c)
		for size in 500123 $((all - 9)); do # the last bytes are held until the end
			for to in half.csv more.csv; do
				rc=0
				: >$to
				# shellcheck disable=SC2086
				if [ $to = more.csv ]; then
					prlimit --fsize=$size leadscore -q $options big.csv >>$to 2>err || rc=$?
				else
					prlimit --fsize=$size leadscore -q $options big.csv >$to 2>err || rc=$?
				fi
				[ $rc -eq 2 ]
				[ "$(<err)" = "$want" ]
				[ "$(tail -n 1 $to)" = "\"$want" ]
				[ "$(stat -c %s $to)" -eq $size ]
				fails leadbant --ragged pad $to
				[ "$options" = '-f json' ] || says "the command before failed: $want"
			done
		done
	done
}

@test "faults: a closed pipe is quiet" {
	make_leads 100000 >big.csv
	leadscore big.csv 2>err | head -1 >/dev/null
	[ "${PIPESTATUS[0]}" -eq 141 ]
	[ ! -s err ]
	for options in '' --backlog; do
		# shellcheck disable=SC2086
		leadsla $options <(awk 'BEGIN { print "email,mql_at"; for (i = 0; i < 100000; i++) print "someone@firm.example,2026-10-01 10:00" }') 2>err | head -1 >/dev/null
		[ "${PIPESTATUS[0]}" -eq 141 ]
		[ ! -s err ]
	done
	(trap '' PIPE; leadscore big.csv 2>err2 | head -1 >/dev/null; [ "${PIPESTATUS[0]}" -eq 141 ]) # as cron may start it
	[ ! -s err2 ]
}

@test "faults: 'false | leadscore | leadbant > out' is 2" {
	run -2 bash -c 'false | leadscore | leadbant >out'
	[ ! -s out ]
}

@test "faults: half a stream ends in an open cell, which the next tool names" {
	{ make_leads 100000; echo ragged,row; make_leads 5 | sed 1d; } >big.csv
	for jobs in 1 4; do
		rc=0
		leadscore -j $jobs big.csv >half.csv 2>err || rc=$?
		[ $rc -eq 2 ]
		want='leadscore: big.csv:100002: 2 cells where the header has 6; --ragged pad fills short rows, --ragged skip leaves such rows out'
		[ "$(<err)" = "$want" ]
		[ "$(tail -n 1 half.csv)" = "\"$want" ]
		[ "$(wc -l <half.csv)" -eq 100001 ]
		leadscore -q -c email big.csv 2>/dev/null | sqlite3 :memory: '.mode csv' '.import /dev/stdin t' 2>&1 | grep -q unterminated
		fails leadbant half.csv
		says "leadbant: half.csv:100002: the command before failed: $want"
		fails bash -c 'leadscore big.csv 2>/dev/null | leadbant 2>/dev/null | leadscore'
		says "leadscore: standard input:100002: the command before failed: leadbant: standard input:100002: the command before failed: $want"
	done
}

@test "faults: rejects that can't be kept fail the rows, too" {
	{ make_leads 50000; echo ragged,row; } >big.csv
	rc=0
	leadscore -q --ragged skip --rejects /dev/full big.csv >half.csv 2>err || rc=$?
	[ $rc -eq 2 ]
	want="leadscore: /dev/full: can't be written: no space left on device"
	[ "$(<err)" = "$want" ]
	[ "$(tail -n 1 half.csv)" = "\"$want" ]
	fails leadbant half.csv
	says "the command before failed: $want"
}

@test "faults: so it is with tabs, semicolons and raw TSV" {
	for options in -t '-d ;' --raw-tsv; do
		d=$'\t'
		[ "$options" != '-d ;' ] || d=';'
		printf "a${d}b\n1${d}2\n1\n" >in
		# shellcheck disable=SC2086
		{ leadscore -q $options in >half 2>/dev/null || true; }
		# shellcheck disable=SC2086
		fails leadbant -q $options half
		says 'the command before failed: leadscore: in:3: 1 cell where the header has 2'
	done
}

@test "faults: with -o there is no file afterwards, and an old one is as it was" {
	printf 'a,b\n1,2\n3\n' >in.csv
	fails leadscore -o out.csv in.csv
	[ ! -e out.csv ]
	echo old >out.csv
	fails leadscore -o out.csv in.csv
	[ "$(<out.csv)" = old ]
	fails leadscore -o out.csv nowhere.csv
	[ "$(<out.csv)" = old ]
	[ "$(ls)" = "$(printf 'err\nin.csv\nout\nout.csv')" ]
}

@test "faults: a partial without room is none, of leads or of partials, and an old one is as it was" {
	printf 'stage mql at at\nstage won at won_at\n' >a.agreement
	awk 'BEGIN { print "id,at,won_at"; for (i = 0; i < 2000; i++) printf "%d,2026-10-%02d,\n", i, 1 + i % 28 }' >in.csv
	leadfunnel -q -a a.agreement --by id --partial -o whole.part in.csv
	all=$(stat -c %s whole.part)
	for size in 4096 $((all - 1)); do
		for from in '--by id in.csv' '--merge whole.part'; do
			echo old >o.part
			# shellcheck disable=SC2086
			run -2 prlimit --fsize=$size leadfunnel -q -a a.agreement --partial -o o.part $from
			[ "$output" = "leadfunnel: o.part: can't be written: file too large" ]
			[ "$(<o.part)" = old ]
		done
	done
	for from in '--by id in.csv' '--merge whole.part'; do
		# shellcheck disable=SC2086
		fails leadfunnel -q -a a.agreement --partial -o /dev/full $from
		says "leadfunnel: /dev/full: can't be written: no space left on device"
		run -2 bash -c "leadfunnel -q -a a.agreement --partial $from >&-"
		[ "$output" = "leadfunnel: standard output: can't be written: it is closed" ]
		run -2 bash -c "leadfunnel -q -a a.agreement --partial $from >/dev/full"
		[ "$output" = "leadfunnel: standard output: can't be written: no space left on device" ]
	done
	[ -z "$(compgen -G '.*part*')" ]
}

@test "faults: a wrong agreement writes nothing at all" {
	echo old >out.csv
	fails leadscore -e 'mql when' -o out.csv "$leads"
	[ "$(<out.csv)" = old ]
	fails leadscore -e 'mql when' "$leads"
	[ ! -s out ]
}

@test "faults: files that can't be read are named" {
	mkdir folder
	fails leadscore folder
	says 'leadscore: folder: is a folder, and no archive; name a file, or the folder of leadfold --archive'
	fails leadscore nowhere.csv
	says 'leadscore: nowhere.csv: no such file or directory'
	fails leadscore "$leads" nowhere.csv
	says 'leadscore: nowhere.csv: no such file or directory'
	if [ "$(id -u)" != 0 ]; then
		cp "$leads" secret.csv && chmod 0 secret.csv
		fails leadscore secret.csv
		says 'permission denied'
	fi
}

@test "faults: killed half way, -o leaves no file of its name" {
	mkfifo pipe
	leadscore -q -o out.csv pipe &
	tool=$!
	{ make_leads 1000; sleep 0.3; } >pipe &
	sleep 0.1
	kill -9 $tool
	wait $tool || true
	wait
	[ ! -e out.csv ]
}
