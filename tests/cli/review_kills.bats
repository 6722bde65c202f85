# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadreview's decisions and a run that is killed at any moment: REVIEW_KILLS times, by default 100.
load common

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31
	unset LEADPIPE_AGREEMENT LEADPIPE_DELIMITER LEADPIPE_REVIEWER
	leads=$ROOT/examples/leads.csv
	cat >meet <<-END
		#!/bin/sh
		exec leadreview -q -a $ROOT/examples/nordlicht.agreement -e 'return recycled "Not now"' --reviewer Sofie "\$@" $leads
	END
	chmod +x meet
}

teardown() {
	[ -z "${one-}" ] || kill -9 "$one" 2>/dev/null || true
}

# Commands for some leads that wait: a decision, and an answer or a note.
commands() {
	echo list | ./meet -s none.csv 2>/dev/null | awk '$NF == "d" && $2 ~ /^[A-D][1-4]$/ {
		print "show " $1
		print NR % 3 ? "accept tom" : "return \"not now\" until 2027-01-0" NR % 9 + 1
		print NR % 2 ? "note number " NR ", \"as said\"" : "need yes"
		if (++n == 25) exit
	}'
}

@test "killed at any moment and run again: no decision lost, none written twice, none that was said to be written missing" {
	RANDOM=42
	commands >c
	[ "$(grep -c show c)" -eq 25 ]
	TIMEFORMAT=%R
	seconds=$( { time ./meet -s whole.csv --commands c >whole; } 2>&1)
	[ "$(wc -l <whole.csv)" -eq 51 ]
	local i wait said
	for ((i = 0; i < ${REVIEW_KILLS:-100}; i++)); do
		./meet -s d.csv --commands c >out 2>err &
		one=$!
		wait=$(awk -v s="$seconds" -v r=$RANDOM 'BEGIN { print s * r / 32768 }')
		sleep "$wait"
		kill -9 "$one" 2>/dev/null || true
		wait "$one" 2>/dev/null || true
		one=
		[ ! -s err ] || { cat err; false; }
		[ -e d.csv ] || continue
		# all whole lines are those of an undisturbed run, in its order
		head -n "$(wc -l <d.csv)" d.csv >lines
		cmp -n "$(stat -c %s lines)" lines whole.csv
		# what was said to be written is
		said=$(grep -c -E '^(accepted|returned|noted of|Need)' out) || true
		[ "$said" -eq 0 ] || [ "$said" -lt "$(wc -l <d.csv)" ] || { echo "kill $i: said $said"; cat out d.csv; false; }
		[ "$(wc -l <d.csv)" -lt "$(wc -l <whole.csv)" ] || rm d.csv
	done
	./meet -s d.csv --commands c >out
	cmp d.csv whole.csv
}

@test "two who are killed again and again while they write to one file leave every line whole" {
	RANDOM=7
	commands >c
	tac c | awk '/^show/ { print; for (i = n; i; i--) print line[i]; n = 0; next } { line[++n] = $0 }' >b
	local i
	for ((i = 0; i < ${REVIEW_KILLS:-100} / 10; i++)); do
		./meet -s d.csv --commands c >out 2>err &
		one=$!
		./meet -s d.csv --commands b --reviewer Mehmet >out2 2>err2 || true
		kill -9 "$one" 2>/dev/null || true
		wait "$one" 2>/dev/null || true
		one=
		[ -z "$(tail -n +2 d.csv | head -n -1 | grep -v -E '^2026-10-31T[0-9:.]*Z,(Sofie|Mehmet),[0-9]+,')" ]
		[ $((i % 3)) -ne 2 ] || rm d.csv
	done
}
