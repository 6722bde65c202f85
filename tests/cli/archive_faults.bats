# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfold --archive: whatever happens to a run, no night is lost, doubled or half there.
load common

setup_file() {
	cd "$BATS_FILE_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 made=$BATS_FILE_TMPDIR
	# Twelve nights; in the fifth to the seventh changes outgrow the base.
	awk 'BEGIN {
		srand(3)
		for (i = 1; i <= 3000; i++) for (c = 1; c <= 5; c++) cell[i, c] = rand() < .3 ? "" : "value " int(rand() * 90)
		for (n = 1; n <= 12; n++) {
			file = sprintf("n%02d.csv", n)
			print "Record ID,One,Two,Three,Four,\"Five, with \"\"quotes\"\"\"" >file
			for (i = 1; i <= 3000; i++) {
				for (k = 0; n > 1 && k < 3; k++)
					if (rand() < (n < 8 ? .6 : .02)) cell[i, 1 + int(rand() * 5)] = "\"new,\n" int(rand() * 9999) "\""
				if (rand() < .01) continue
				printf "00Q%d", i >file
				for (c = 1; c <= 5; c++) printf ",%s", cell[i, c] >file
				print "" >file
			}
			close(file)
		}
	}'
	for n in 01 02 03 04 05 06 07 08 09 10 11 12; do
		leadfold -q --archive whole --at "2026-03-$n 02:00" n$n.csv
		as_filed whole "2026-03-$n" n$n.csv
	done
	rm -rf timed
	TIMEFORMAT=%R
	seconds=$( { time leadfold -q --archive timed --at '2026-03-01 02:00' n01.csv; } 2>&1)
	export seconds
}

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31
}

teardown() {
	[ ! -e disk/d ] || umount disk
	[ -z "${one-}" ] || kill -9 "$one" 2>/dev/null || true
	[ -z "${two-}" ] || kill -9 "$two" 2>/dev/null || true
}

# Does the archive give back that export? Rows stand in another order there.
as_filed() { # archive, date, export
	leadfold -q --archive "$1" --as-of "$2" -f json </dev/null | sed 's/^ *\[//; s/[],]*$//' | sort >is
	leadscore -q -f json -c '`Record ID`,One,Two,Three,Four,`Five, with "quotes"`' "$3" | sed 's/^ *\[//; s/[],]*$//' | sort >want
	cmp is want
}

file_night() { # archive, number, option ...
	local d=$1 n=$2
	shift 2
	leadfold -q --archive "$d" --at "2026-03-$n 02:00" "$@" "$made/n$n.csv"
}

@test "archive: each night is what was filed, behind a second base, too" {
	for n in 01 02 03 04 05 06 07 08 09 10 11 12; do as_filed "$made/whole" "2026-03-$n" "$made/n$n.csv"; done
	[ "$(cd "$made/whole" && ls)" != $'2026-03.csv\nbase.csv' ]
	leadfold -q --archive "$made/whole" --check
	# Every change is there, whatever base is read: the history adds up to the last night.
	leadfold -q --archive "$made/whole" --history -f json | awk -F '", "' '
		{ gsub(/^ *[[{"]*lead_id": "/, ""); split($0, f, "\", \""); sub(/^column": "/, "", f[2]); sub(/^new": "/, "", f[4]) }
		f[2] != "" { if (f[4] == "") delete cell[f[1], f[2]]; else cell[f[1], f[2]] = f[4] }
		END { for (k in cell) print k f[4] }' | wc -l >cells
	[ "$(<cells)" -gt 9000 ]
}

@test "archive: killed a hundred times while it files, no night is lost, doubled or half there" {
	RANDOM=42
	killed=0
	for n in 01 02 03 04 05 06 07 08 09 10 11 12; do
		for _ in 1 2 3 4 5 6 7 8; do
			file_night d $n &
			pid=$!
			sleep "$(awk -v r=$RANDOM -v t="$seconds" 'BEGIN { print t * r / 32768 / 2 }')"
			kill -9 $pid 2>/dev/null || true
			if ! wait $pid 2>/dev/null; then ((killed += 1)); fi
			[ ! -s d/2026-03.csv ] || ! grep -q '^end,' d/2026-03.csv || leadfold -q --archive d </dev/null >part
		done
		file_night d $n
		as_filed d "2026-03-$n" "$made/n$n.csv"
	done
	echo "# $killed of 96 were killed" >&3
	[ "$killed" -ge 10 ]
	grep '^night' d/2026-03.csv | cut -d, -f 1-6 >nights
	grep '^night' "$made/whole/2026-03.csv" | cut -d, -f 1-6 | cmp - nights
	for n in 01 02 03 04 05 06 07 08 09 10 11 12; do as_filed d "2026-03-$n" "$made/n$n.csv"; done
	leadfold -q --archive d --check
}

@test "archive: whatever bytes a run that was cut off left, they are no night" {
	size=$(stat -c %s "$made/whole/2026-03.csv")
	# where the last night begins
	begins=$(grep -ab '^night,12,' "$made/whole/2026-03.csv" | cut -d: -f1)
	for at in $((begins + 1)) $((begins + 40)) $((begins + 500)) $((size - 60)) $((size - 20)) $((size - 1)); do
		rm -rf d
		cp -r "$made/whole" d
		head -c $at "$made/whole/2026-03.csv" >d/2026-03.csv
		leadfold --archive d --nights </dev/null >out 2>err
		[ "$(wc -l <out)" -eq 12 ]
		grep -q "d/2026-03.csv: the last $((at - begins)) bytes are half a night; they are left out" err
		as_filed d 2026-03-12 "$made/n11.csv"
		leadfold --archive d --at '2026-03-12 02:00' "$made/n12.csv" 2>err
		grep -q "the last $((at - begins)) bytes are half a night of a run that was cut off; they are removed" err
		diff -r d "$made/whole"
	done
	# and if the month ended in between
	head -c $((begins + 500)) "$made/whole/2026-03.csv" >d/2026-03.csv
	leadfold -q --archive d --at '2026-04-01 02:00' "$made/n12.csv"
	as_filed d 2026-04-01 "$made/n12.csv"
	[ "$(stat -c %s d/2026-03.csv)" -eq "$begins" ]
}

@test "archive: what somebody changed, or a month that is gone, is found, and nothing is written" {
	begins=$(grep -n '^night,9,' "$made/whole/2026-03.csv" | cut -d: -f1)
	for edit in "$((begins + 2))s/./X/12" "$((begins + 2))d" "${begins}s/^night,9/night,8/" "${begins}d" \
		"$((begins - 1))d" '/^end,9,/d' '/^end,12,/s/,12,/,11,/' '/^base,1/s/.$/x/' '2s/,3000,/,x,/'; do
		rm -rf d before
		cp -r "$made/whole" d
		sed -i "$edit" d/2026-03.csv
		if cmp -s d/2026-03.csv "$made/whole/2026-03.csv"; then continue; fi
		cp -r d before
		for command in --nights '--as-of 2026-03-02' "--at 2026-03-20 $made/n12.csv --accept"; do
			# shellcheck disable=SC2086
			fails leadfold --archive d $command
			says "d/2026-03.csv:"
			says 'nothing was changed'
			[ ! -s out ]
		done
		rc=0
		leadfold --archive d --check >out 2>err || rc=$?
		[ "$rc" -eq 1 ]
		diff -r d before
	done
	rm -rf d
	cp -r "$made/whole" d
	sed -i '5s/./X/7' d/base.csv
	fails leadfold --archive d --as-of 2026-03-02
	says 'd/base.csv: its checksum is another one'
	rc=0
	leadfold --archive d --check 2>err || rc=$?
	[ "$rc" -eq 1 ]
	rm d/base.csv
	fails leadfold --archive d --as-of 2026-03-02
	says 'd/base.csv: it is gone, and night 1 with it; take back a copy of it'
	cp "$made/whole/base.csv" d
	leadfold -q --archive d --at '2026-04-01 02:00' "$made/n12.csv"
	leadfold -q --archive d --at '2026-05-01 02:00' "$made/n11.csv" --accept
	rm d/2026-04.csv
	fails leadfold --archive d
	says 'd/2026-05.csv:2: night 13 must stand here; a night, or a month'
}

@test "archive: two runs at once: one waits for the other, and then files its own" {
	cp -r "$made/whole" d
	mkfifo slow
	leadfold --archive d --at '2026-03-13 02:00' - <slow 2>err1 &
	one=$!
	exec 7>slow
	head -c 70000 "$made/n11.csv" >&7
	sed 's/value 17/value 99/' "$made/n12.csv" >n14.csv
	leadfold --archive d --at '2026-03-14 02:00' n14.csv 2>err2 7>&- &
	two=$!
	for _ in $(seq 1000); do
		[ ! -s err2 ] || break
		sleep 0.01
	done
	grep -q 'd: another run is filing in it; waiting until it has ended' err2
	as_filed d 2026-03-14 "$made/n12.csv" # readers don't wait, and have the night before
	tail -c +70001 "$made/n11.csv" | sed 's/value 17/value 1717/' >&7
	exec 7>&-
	wait $one
	wait $two
	one='' two=''
	[ "$(leadfold -q --archive d --nights | tail -2 | cut -d, -f 1,2)" = $'13,2026-03-13T02:00:00Z\n14,2026-03-14T02:00:00Z' ]
	as_filed d 2026-03-14 n14.csv
	leadfold -q --archive d --check
}

@test "archive: several first runs at once: each night is there once, or was refused for its time" {
	for _ in 1 2 3; do
		rm -rf d
		printf 'Record ID\n1\n1\n' >bad.csv
		leadfold -q --archive d --at 2026-03-01 bad.csv 2>err0 & # it makes the folder, and removes it
		for n in 01 02 03 04; do
			file_night d $n 2>err$n &
		done
		wait
		nights=$(leadfold -q --archive d --nights | sed 1d | cut -d, -f2)
		[ "$nights" = "$(sort -u <<<"$nights")" ]
		[ "$(tail -1 <<<"$nights")" = 2026-03-04T02:00:00Z ]
		for n in 01 02 03 04; do
			grep -q "2026-03-$n" <<<"$nights" || grep -q 'a night must be later' err$n
		done
		leadfold -q --archive d --check
		as_filed d 2026-03-04 "$made/n04.csv"
	done
}

@test "archive: a full disk: 2, and it is as it was" {
	file_night d 01
	file_night d 02
	cp -r d before
	for blocks in 1 90 130; do
		fails prlimit --fsize=$((blocks * 1024)) leadfold -q --archive d --at '2026-03-03 02:00' "$made/n03.csv"
		says 'd/2026-03.csv: file too large; it is cut back to the nights that were sure'
		diff -r d before
	done
	rm -r d
	fails prlimit --fsize=1024 leadfold -q --archive d --at '2026-03-01 02:00' "$made/n01.csv"
	says 'd/base.csv: file too large'
	fails leadfold --archive d
	for n in 01 02 03; do file_night d $n; done
	as_filed d 2026-03-03 "$made/n03.csv"
}

@test "archive: ended by a signal, or with nowhere to write to, it has the night or is as it was" {
	file_night d 01
	cp -r d before
	ended=0
	mkfifo slow # which is surely not through when the signal comes
	exec 9<>slow
	for signal in TERM HUP; do
		setsid leadfold -q --archive d --at '2026-03-02 02:00' slow 9>&- &
		pid=$!
		sleep 0.1
		kill -$signal $pid
		wait $pid || ((ended += 1))
		diff -r d before
	done
	exec 9>&-
	[ "$ended" = 2 ]
	for signal in TERM HUP INT; do
		for part in 1 2 4 6; do
			rm -rf d
			cp -r before d
			setsid leadfold -q --archive d --at '2026-03-02 02:00' "$made/n02.csv" &
			pid=$!
			sleep "$(awk -v p=$part -v t="$seconds" 'BEGIN { print t * p / 8 }')"
			kill -$signal $pid 2>/dev/null || true
			wait $pid 2>/dev/null || ((ended += 1))
			[ -z "$(find d -type f ! -name 'base*.csv' ! -name 2026-03.csv)" ]
			file_night d 03
			as_filed d 2026-03-03 "$made/n03.csv"
			leadfold -q --archive d --check
		done
	done
	[ "$ended" -ge 1 ]
	rm -rf d
	cp -r before d
	run -2 bash -c "leadfold --archive d --at '2026-03-02 02:00' $made/n02.csv >&-"
	[ "$output" = "leadfold: standard output: can't be written: it is closed" ]
	diff -r d before
}

@test "archive: a base that can't be written leaves the night as it is filed" {
	n=$(cd "$made/whole" && echo base-*.csv)
	n=${n%%.csv*}
	n=$(printf %02d "${n#base-}")
	for m in $(seq -f %02.0f 1 $((10#$n - 1))); do file_night d "$m"; done
	mkdir "d/base-$((10#$n)).csv" # it can't be replaced
	fails leadfold -q --archive d --at "2026-03-$n 02:00" "$made/n$n.csv"
	says "night $((10#$n)) is filed all the same"
	as_filed d "2026-03-$n" "$made/n$n.csv"
	n=$(printf %02d $((10#$n + 1)))
	file_night d "$n"
	[ -s "d/base-$((10#$n)).csv" ]
	as_filed d "2026-03-$n" "$made/n$n.csv"
	leadfold -q --archive d --check
}

@test "archive: a night that can't be synced is no night" {
	sanitized "no library can come first"
	# shellcheck disable=SC2086 # "ccache cc" is two words
	${CC:-cc} -shared -fPIC -o no_sync.so -x c - <<-'END'
		#include <errno.h>
		#include <stdlib.h>
		int fdatasync(int fd)
		{
			static int calls;
			(void)fd;
			errno = EIO;
			return ++calls <= atoi(getenv("SYNCS")) ? 0 : -1;
		}
	END
	file_night d 01
	cp -r d before
	for good in 0 1; do # the lines, and their end
		fails env LD_PRELOAD="$PWD/no_sync.so" SYNCS=$good leadfold -q --archive d --at '2026-03-02 02:00' "$made/n02.csv"
		says 'd/2026-03.csv: input/output error; it is cut back to the nights that were sure'
		diff -r d before
	done
	env LD_PRELOAD="$PWD/no_sync.so" SYNCS=2 leadfold -q --archive d --at '2026-03-02 02:00' "$made/n02.csv"
	as_filed d 2026-03-02 "$made/n02.csv"
}

@test "archive: a small file system that is full" {
	mkdir disk
	mount -t tmpfs -o size=200k none disk 2>/dev/null || skip "no file system can be mounted here"
	file_night disk/d 01
	cp -r disk/d before
	fails leadfold -q --archive disk/d --at '2026-03-02 02:00' "$made/n02.csv"
	says 'no space left on device; it is cut back to the nights that were sure'
	diff -r disk/d before
	as_filed disk/d 2026-03-01 "$made/n01.csv"
}

@test "archive: no room for what is read, or for what is printed" {
	fails env TMPDIR=/nowhere leadfold --archive "$made/whole"
	says "temporary file in /nowhere: no such file or directory; TMPDIR names another folder"
	fails prlimit --fsize=1024 leadfold --archive "$made/whole"
	says 'file too large; TMPDIR names another folder'
	rc=0
	leadfold -q --archive "$made/whole" </dev/null >/dev/full 2>err || rc=$?
	[ "$rc" -eq 2 ]
	grep -q 'standard output: can.t be written: no space left on device' err
	chmod a-w "$made/whole" || true
	leadfold -q --archive "$made/whole" --nights >out # reading needs nothing
	chmod u+w "$made/whole"
	[ "$(wc -l <out)" -eq 13 ]
}
