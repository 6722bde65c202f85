# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# The file of decisions: none is lost and none is doubled, whatever happens to the run, the disk and other runs.
load common

setup_file() {
	command -v python3 >/dev/null || return 0
	cd "$BATS_FILE_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 LEADPIPE_AGREEMENT=$BATS_FILE_TMPDIR/a.agreement made=$BATS_FILE_TMPDIR
	cat >a.agreement <<-'END'
		stage mql at mql_at
		stage sal at sal_at
		exit recycled at recycled_at
		handover mql to sal
	END
	awk 'BEGIN { print "id,mql_at,sal_at,recycled_at"; for (i = 1; i <= 2000; i++) print "00Q" i ",2026-10-01 12:00,," }' >leads.csv
	leadreview -q --sheet -f csv leads.csv >sheet.csv
	# Every lead is accepted, with a note; and the odd and the even rows of this as two sheets.
	python3 - <<-'END'
		import csv
		rows = list(csv.reader(open("sheet.csv", encoding="utf-8-sig", newline="")))
		decision = next(i for i, h in enumerate(rows[0]) if h.startswith("decision"))
		for row in rows[1:]:
		    row[decision], row[-1] = "accept", "so that it is longer"
		for name, some in ("filled", rows[1:]), ("odd", rows[1::2]), ("even", rows[2::2]):
		    with open(name + ".csv", "w", encoding="utf-8", newline="") as f:
		        csv.writer(f).writerows(rows[:1] + some)
	END
	leadreview -q --record filled.csv -s whole.csv --reviewer ana --at 2026-10-30 leads.csv
}

setup() {
	command -v python3 >/dev/null || skip "there is no python3"
	cd "$BATS_TEST_TMPDIR" || exit
	export LEADPIPE_NOW=2026-10-31 LEADPIPE_AGREEMENT=$made/a.agreement
}

teardown() {
	[ ! -e disk/d.csv ] || umount disk
}

record() { # sheet, file, options
	leadreview -q --record "$made/$1.csv" -s "$2" --reviewer ana --at 2026-10-30 "${@:3}" "$made/leads.csv"
}

# Has it a decision about each lead, and no second one?
has_all() { # file
	cmp <(sort "$1") <(sort "$made/whole.csv")
}

# Are these lines of the whole, each at most once?
has_some() { # file
	[ -z "$(sort "$1" | uniq -d)" ]
	[ -z "$(comm -23 <(sort "$1") <(sort "$made/whole.csv"))" ]
}

@test "leadreview: a file of decisions is its owner's alone, and a link to one is followed" {
	ln -s there/d.csv link
	mkdir there
	(umask 0 && record filled link)
	[ "$(stat -c %a there/d.csv)" = 600 ]
	[ -L link ]
	has_all there/d.csv
	chmod 660 there/d.csv # whoever shares it
	record filled link
	[ "$(stat -c %a there/d.csv)" = 660 ]
	cmp there/d.csv "$made/whole.csv"
}

@test "leadreview: a full disk under the decisions: 2, nothing of the run is there, and the next one records all" {
	for blocks in 1 2 40; do
		rm -f d.csv
		fails prlimit --fsize=$((blocks * 1024)) leadreview --record "$made/filled.csv" -s d.csv --reviewer ana "$made/leads.csv"
		says "leadreview: d.csv: file too large; it is cut back to the decisions that were sure"
		[ "$(wc -l <d.csv)" -eq 1 ]
		record filled d.csv
		has_all d.csv
	done
	fails leadreview --record "$made/filled.csv" -s /dev/full --reviewer ana "$made/leads.csv"
	says "leadreview: /dev/full: not a regular file"
}

@test "leadreview: a small file system that is full of decisions" {
	mkdir disk
	mount -t tmpfs -o size=64k none disk 2>/dev/null || skip "no file system can be mounted here"
	record odd disk/d.csv || true
	cp disk/d.csv sure.csv
	fails leadreview --record "$made/filled.csv" -s disk/d.csv --reviewer ana "$made/leads.csv"
	says "leadreview: disk/d.csv: no space left on device; it is cut back to the decisions that were sure"
	cmp disk/d.csv sure.csv
}

@test "leadreview: decisions that can't be synced are not there" {
	sanitized "no library can come first"
	# shellcheck disable=SC2086 # "ccache cc" is two words
	${CC:-cc} -shared -fPIC -o no_sync.so -x c - <<-'END'
		#include <errno.h>
		int fdatasync(int fd)
		{
			(void)fd;
			errno = EIO;
			return -1;
		}
	END
	record odd d.csv
	cp d.csv sure.csv
	fails env LD_PRELOAD="$PWD/no_sync.so" leadreview --record "$made/filled.csv" -s d.csv --reviewer ana "$made/leads.csv"
	says "leadreview: d.csv: input/output error; it is cut back to the decisions that were sure"
	cmp d.csv sure.csv
	record filled d.csv
	has_all d.csv
}

@test "leadreview: runs at once over one file: all is there, and nothing twice" {
	for turn in 1 2 3; do
		rm -f d.csv
		for sheet in odd even filled filled; do
			record $sheet d.csv &
		done
		wait
		has_all d.csv
	done
}

@test "leadreview: killed sixty times while it records: no decision lost, none twice" {
	RANDOM=42
	for ((turn = 0; turn < 60; turn++)); do
		rm -f d.csv
		[ $((turn % 2)) -eq 0 ] || record odd d.csv
		record filled d.csv 2>/dev/null &
		sleep 0.0$((RANDOM % 6))$((RANDOM % 10))
		kill -9 $! 2>/dev/null || true
		wait $! 2>/dev/null || true
		[ ! -e d.csv ] || grep -v -e '^at,' d.csv | sed '$d' | cat - <(head -1 "$made/whole.csv") >sure.csv
		[ ! -e d.csv ] || has_some sure.csv
		[ $((turn % 2)) -eq 0 ] || [ "$(wc -l <d.csv)" -gt 1000 ]
		record filled d.csv 2>/dev/null
		has_all d.csv
	done
}
