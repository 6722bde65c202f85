# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadroute and its ledger: a lead is decided about once, whatever happens to the run.
load common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 LEADPIPE_AGREEMENT=$BATS_FILE_TMPDIR/a.agreement made=$BATS_FILE_TMPDIR
	printf '%s\n' rep,team,weight,cap Ann,a,5, Bob,a,3, Cas,b,2,4000 Dee,b,1,300 Eve,c,1,1 >team.csv
	cat >a.agreement <<-'END'
		roster "team.csv"
		route first when number(kind) < 7
		    among rep.team != "c"
		    prefer rep.team = "a" and kind = "3"
		    at most rep.cap per day
		    balance by kind
		route second when kind = "7"
		    among rep.team = "c"
		    at most rep.cap per run
		    else wait
		otherwise "nurture"
	END
	# some twice, some with an owner; and long, as a commit is of up to 4 MB of rows
	awk 'BEGIN {
		srand(5); print "id,kind,owner,note"
		note = sprintf("%600s", "so that it is not so short")
		for (i = 1; i <= 30000; i++) {
			row[i] = i "," int(rand() * 9) "," (rand() < .05 ? "Zoe" : "") "," note
			print row[rand() < .02 ? 1 + int(rand() * i) : i]
		}
	}' >in.csv
	TIMEFORMAT=%R
	leadroute -q -s whole.ledger <in.csv >whole.csv
	seconds=$( { time leadroute -q -s timed.ledger <in.csv >timed.csv; } 2>&1)
	export seconds
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 LEADPIPE_AGREEMENT=$made/a.agreement
}

teardown() {
	[ ! -e disk/l ] || umount disk
	[ -z "${one-}" ] || kill -9 "$one" 2>/dev/null || true
	[ -z "${two-}" ] || kill -9 "$two" 2>/dev/null || true
}

# Is it the beginning of the other file?
begins() { # part, whole
	cmp -n "$(stat -c %s "$1")" "$1" "$2"
}

# Has the ledger every owner that a row without one was given?
remembers() { # ledger, output
	awk -F, '
		NR == FNR { owner[$1] = $2; next }
		FNR > 1 && $3 != "" && $3 != "Zoe" && owner[$1] != $3 { print "not in the ledger: " $0; exit 1 }
	' "$1" "$2"
}

@test "leadroute: killed a hundred times, and run to the end: no lead lost, none twice, the owners as if undisturbed" {
	RANDOM=42
	cut_off=0
	all=$(wc -l <"$made/whole.ledger")
	for _ in $(seq 20); do
		rm -f l
		for _ in 1 2 3 4 5; do
			leadroute -q -s l <"$made/in.csv" >part &
			pid=$!
			sleep "$(awk -v r=$RANDOM -v t="$seconds" 'BEGIN { print t * r / 32768 / 2 }')"
			kill -9 $pid 2>/dev/null || true
			wait $pid 2>/dev/null || true
			begins part "$made/whole.csv"
			[ ! -s part ] || remembers l <(sed '$d' part)
			there=$(wc -l <l || echo 0)
			((there < 2 || there == all)) || cut_off=$((cut_off + 1))
		done
		leadroute -q -s l <"$made/in.csv" >out
		cmp out "$made/whole.csv"
		cmp l "$made/whole.ledger"
	done
	echo "# $cut_off were cut off between the first decision and the last" >&3
	[ "$cut_off" -ge 10 ]
}

@test "leadroute: a run by load that was cut off goes on as if it had not been" {
	cat >load.agreement <<-'END'
		roster "team.csv"
		stage lead at created
		stage won at won_at
		route all
		    share by load
	END
	cp "$made/team.csv" .
	awk 'BEGIN {
		srand(9); print "id,owner,created,won_at,late"
		for (i = 1; i <= 400; i++)
			print i "," (rand() < .3 ? "Ann" : "") ",2026-01-01," (rand() < .3 ? "2026-02-01" : "") "," (rand() < .5 ? "yes" : "no")
	}' >in.csv
	leadroute -q -a load.agreement --reassign late -s whole in.csv >want
	for records in 1 2 10 100 200; do
		head -n "$records" whole >l
		same want leadroute -q -a load.agreement --reassign late -s l in.csv
		cmp l whole
	done
	leadroute -q -a load.agreement --reassign late -s l --replay in.csv >proof
	[ "$(sed -n 2p proof | cut -d, -f3)" = "$(sed -n 2p proof | cut -d, -f4)" ]
}

until_there() { # something in the file, within ten seconds
	for _ in $(seq 1000); do
		[ ! -s "$1" ] || return 0
		sleep 0.01
	done
	return 1
}

@test "leadroute: two runs at once: one waits for the other, and then knows its leads" {
	mkfifo slow
	leadroute -q -s l <slow >first 2>err1 &
	one=$!
	two=
	exec 7>slow
	sed 100q "$made/in.csv" >&7
	until_there l # made, and locked
	fails timeout 10 leadroute -q --no-wait -s l "$made/in.csv"
	says "leadroute: l: another run is writing to it; try again when it has ended"
	[ ! -s out ]
	leadroute -s l "$made/in.csv" >second 2>err2 7>&- &
	two=$!
	until_there err2
	grep -q 'l: another run is writing to it; waiting until it has ended' err2
	[ ! -s second ]
	sed 1,100d "$made/in.csv" >&7
	exec 7>&-
	wait $one
	wait $two
	cmp first "$made/whole.csv"
	cmp second "$made/whole.csv"
	cmp l "$made/whole.ledger"
}

code() { # what a command of a pipe ends with, in ./rc
	local rc=0
	"$@" || rc=$?
	echo $rc >rc
}

# The rows that went out before it failed are of decisions that are in the ledger, and what is in it is whole.
# Where any did, the output ends in the reason as an open cell, so that the next command takes none for all.
failed_well() { # ledger, why
	grep -qxF "leadroute: $2" err
	begins "$1" "$made/whole.ledger"
	[ -z "$(tail -c 1 "$1")" ]
	: >rows
	[ -s part ] || return 0
	[ "$(tail -n 1 part)" = "\"leadroute: $2" ]
	sed '$d' part >rows
	begins rows "$made/whole.csv"
	remembers "$1" rows
	fails leadscore part
	says "the command before failed: leadroute: $2"
}

@test "leadroute: a full disk under the ledger: 2, cut back to what is sure, and no row out that is not" {
	for blocks in 1 40 700; do
		rm -f l
		code prlimit --fsize=$((blocks * 1024)) leadroute -q -s l <"$made/in.csv" 2>err | cat >part
		[ "$(<rc)" -eq 2 ]
		failed_well l "l: file too large; it is cut back to the decisions that were sure"
		leadroute -q -s l <"$made/in.csv" >out
		cmp out "$made/whole.csv"
		cmp l "$made/whole.ledger"
	done
	[ -s rows ] # of the last one some went out
}

# With LD_PRELOAD, the first $SYNCS syncs are good; each is a byte more in the file syncs.
make_no_sync() {
	# shellcheck disable=SC2086 # "ccache cc" is two words
	${CC:-cc} -shared -fPIC -o no_sync.so -x c - <<-'END'
		#include <errno.h>
		#include <stdio.h>
		#include <stdlib.h>
		int fdatasync(int fd)
		{
			static int calls;
			FILE *count = fopen("syncs", "a");
			(void)fd;
			fputc('s', count);
			fclose(count);
			errno = EIO;
			return ++calls <= atoi(getenv("SYNCS")) ? 0 : -1;
		}
	END
}

@test "leadroute: a ledger that can't be synced, at whichever commit, ends the rows in an open cell" {
	sanitized "no library can come first"
	make_no_sync
	why='l: input/output error; it is cut back to the decisions that were sure'
	for ((good = 0, with_rows = 0; ; good++)); do # the last one is of rows that were held until the end
		rm -f l
		code env LD_PRELOAD="$PWD/no_sync.so" SYNCS=$good leadroute -q -s l <"$made/in.csv" 2>err | cat >part
		[ "$(<rc)" -eq 2 ] || break
		failed_well l "$why"
		[ ! -s rows ] || ((with_rows += 1))
	done
	[ "$(<rc)" -eq 0 ]
	cmp part "$made/whole.csv"
	[ $with_rows -ge 3 ]
	tr , '\t' <"$made/in.csv" >in.tsv
	for options in '--raw-tsv in.tsv' '-c note' '-f json' '-f table'; do
		rm -f l
		# shellcheck disable=SC2086
		code env LD_PRELOAD="$PWD/no_sync.so" SYNCS=1 leadroute -q -s l $options <"$made/in.csv" 2>err | cat >part
		[ "$(<rc)" -eq 2 ]
		[ "$(wc -l <part)" -gt 500 ]
		[ "$(tail -n 1 part)" = "\"leadroute: $why" ]
	done
}

@test "leadroute: decisions are synced in groups, and the ledger is the same" {
	sanitized "no library can come first"
	make_no_sync
	# the rows of a commit are at most 4 MB, and its lines in the ledger 2 MB
	awk -v OFS=, 'NR > 1 { $1 = "so-that-it-is-longer-" $1 } { print }' FS=, <"$made/in.csv" >long.csv
	for options in '' '-c owner' '-f json' '-j 4'; do
		rm -f l syncs
		# shellcheck disable=SC2086
		LD_PRELOAD=$PWD/no_sync.so SYNCS=1000 leadroute -q -s l $options long.csv >out
		n=$(stat -c %s syncs)
		echo "# ${options:-rows}: $n syncs" >&3
		[ "$n" -ge 2 ]
		[ "$n" -le 20 ] # a batch each would be 80
		[ ! -e before ] || cmp l before
		cp l before
	done
}

@test "leadroute: rows of a slow pipe are out at once, and their decisions are sure before" {
	mkfifo slow
	leadroute -q -s l <slow >part 2>err &
	one=$!
	exec 7>slow
	before=0
	for lines in 2 3 8; do # the first two are the header and a row
		sed "$((before + 1)),${lines}p;d" "$made/in.csv" >&7
		before=$lines
		for _ in $(seq 1000); do
			[ "$(wc -l <part)" -lt "$lines" ] || break
			sleep 0.01
		done
		cmp part <(head -n "$lines" "$made/whole.csv")
		remembers l part
	done
	exec 7>&-
	wait $one
	one=
}

@test "leadroute: a small file system that is full" {
	mkdir disk
	mount -t tmpfs -o size=900k none disk 2>/dev/null || skip "no file system can be mounted here"
	code leadroute -q -s disk/l <"$made/in.csv" 2>err | cat >part
	cp disk/l l
	[ "$(<rc)" -eq 2 ]
	sed -i 's,disk/l,l,' err part
	failed_well l "l: no space left on device; it is cut back to the decisions that were sure"
	[ -s rows ]
	leadroute -q -s l <"$made/in.csv" >out
	cmp out "$made/whole.csv"
}

@test "leadroute: a full disk under the rows: the decisions are made, and the next run shows them" {
	rc=0
	leadroute -q -s l "$made/in.csv" >/dev/full 2>err || rc=$?
	[ "$rc" -eq 2 ]
	grep -q 'no space left on device' err
	begins l "$made/whole.ledger"
	leadroute -q -s l <"$made/in.csv" >out
	cmp out "$made/whole.csv"
}

@test "leadroute: a closed pipe ends it quietly, and the next run goes on" {
	code leadroute -q -s l "$made/in.csv" 2>err | head -1 >part
	[ "$(<rc)" -eq 141 ]
	[ ! -s err ]
	leadroute -q -s l "$made/in.csv" >out
	cmp out "$made/whole.csv"
	cmp l "$made/whole.ledger"
}

@test "leadroute: half a record at the end is removed, and told" {
	for bytes in 1 3 30 60; do
		{ head -n 500 "$made/whole.ledger"; tail -n +501 "$made/whole.ledger" | head -c $bytes; } >l
		leadroute -s l "$made/in.csv" >out 2>err
		grep -q "^leadroute: l: the last $bytes bytes are half a record of a run that was cut off; they are removed" err
		cmp out "$made/whole.csv"
		cmp l "$made/whole.ledger"
	done
}

@test "leadroute: a dry run and a replay leave a torn ledger as it is" {
	{ head -n 500 "$made/whole.ledger"; printf 99,An; } >l
	cp l before
	leadroute --dry-run -s l "$made/in.csv" >out 2>err
	grep -q 'the last 5 bytes are half a record; they are left out' err
	leadroute --replay -s l "$made/in.csv" >proof
	[ "$(sed -n 2p proof | cut -d, -f3,4)" = 499,499 ]
	cmp l before
}

@test "leadroute: the ledger of a stranger, or one that somebody spoilt, is left as it is" {
	cp "$made/in.csv" leads.csv
	cp "$made/team.csv" team.csv
	sed '30s/,2026-/,2o26-/' "$made/whole.ledger" >spoilt
	for l in leads.csv team.csv spoilt; do
		cp "$l" before
		fails leadroute -q -s "$l" "$made/in.csv"
		says "leadroute: $l"
		cmp "$l" before
		[ ! -s out ]
	done
	fails leadroute -q -s /dev/null "$made/in.csv"
	says "not a regular file"
	fails leadroute -q -s nowhere/l "$made/in.csv"
	says "nowhere/l: no such file or directory"
}

@test "leadroute: a symbolic link to a ledger is followed and stays" {
	mkdir far
	ln -s far/owners.ledger l
	leadroute -q -s l "$made/in.csv" >out
	[ -L l ]
	cmp far/owners.ledger "$made/whole.ledger"
	leadroute -q -s far/owners.ledger "$made/in.csv" >out
	cmp out "$made/whole.csv"
}

@test "leadroute: -o is written whole or not at all, and the decisions of a run that failed are kept" {
	{ cat "$made/in.csv"; printf '"open'; } >bad.csv
	fails leadroute -q -s l -o routed.csv bad.csv
	[ ! -e routed.csv ]
	leadroute -q -s l -o routed.csv "$made/in.csv"
	cmp routed.csv "$made/whole.csv"
	cp routed.csv before
	fails leadroute -q -s l -o routed.csv bad.csv
	cmp routed.csv before
	leadroute -q -s l -o routed.csv routed.csv # in place
	cmp routed.csv before
	[ "$(ls)" = $'bad.csv\nbefore\nerr\nl\nout\nrouted.csv' ]
}

@test "leadroute: killed while it writes -o: no half file under the name" {
	RANDOM=7
	for _ in 1 2 3 4 5 6 7 8; do
		rm -f l routed.csv
		leadroute -q -s l -o routed.csv "$made/in.csv" &
		pid=$!
		sleep "$(awk -v r=$RANDOM -v t="$seconds" 'BEGIN { print t * r / 32768 }')"
		kill -9 $pid 2>/dev/null || true
		wait $pid 2>/dev/null || true
		[ ! -e routed.csv ] || cmp routed.csv "$made/whole.csv"
		leadroute -q -s l -o routed.csv "$made/in.csv"
		cmp routed.csv "$made/whole.csv"
	done
}

@test "leadroute: a lead without an id can't be remembered" {
	printf 'id,kind,owner\n1,1,\n,1,Zoe\n' >in.csv
	fails leadroute -q -s l in.csv
	says "in.csv:3: the lead has no id, so the ledger can't know it again"
	printf 'name,kind\nx,1\n' >in.csv
	fails leadroute -q -s l2 in.csv
	says 'no column is the lead'
	[ ! -s out ] && [ ! -e l2 ]
	leadroute -q in.csv >out
}

@test "ledger: the first id that a spreadsheet has rounded ends the run before it is decided about" {
	printf 'rep\nAnn\nBob\n' >reps.csv
	printf 'roster "reps.csv"\nroute all among yes\n' >a
	for id in 1.23457E+14 1,23457E+14 1.2E+05 9E+15 1.23457e+14 12.5E+12 1E+100; do
		printf 'id\n7001\n"%s"\n"%s"\n' "$id" "$id" >in.csv
		rm -f l
		fails leadroute -q -a a -s l in.csv
		says "in.csv:3: the id '$id' has been rounded by a spreadsheet"
		run ! grep -qi 'E+' l
		leadroute -q -a a in.csv >out # nothing is kept of these decisions
	done
	printf 'id\n1E14\n1E+\nE+14\n12E+45F\n1.2.3E+4\n1.5e-7\n+1E+14\n1234567E14\n' >in.csv
	rm -f l
	leadroute -q -a a -s l in.csv >out
	[ "$(sed 1d l | wc -l)" -eq 8 ]
}
