# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadreview --forget: the words about a lead are taken out of the decisions, and nothing else is.
load common

header=at,by,lead_id,handed_over,decision,exit,reason,owner,until,answers,note

decisions() {
	printf '%s\n' "$header" \
		'2026-10-30T14:02:11Z,sofie,7,2026-10-10,answer,,,,,need=yes,"called, she is ""ill"""' \
		'2026-10-30T14:02:12Z,sofie,7,2026-10-10,return,recycled,Not now,,2027-01-01,,' \
		'2026-10-30T14:02:13Z,tom,8,2026-10-10T21:52:00Z,accept,,,Tom Whitfield,,,"two
lines"' \
		'2026-10-30T14:02:14Z,tom,7,2026-10-20,later,,,,2026-12-01,budget=2,'
}

# What it is afterwards.
forgotten() {
	decisions | sed -e 's/,need=yes,"called.*/,,/' -e 's/,Not now,/,,/' -e 's/,budget=2,$/,,/'
}

@test "leadreview: --forget blanks notes, reasons and answers of one lead, and says how many" {
	decisions >d.csv
	chmod 640 d.csv
	leadreview --forget 7 -s d.csv 2>err >out
	[ ! -s out ]
	[ "$(<err)" = "leadreview: d.csv: of 3 lines about '7', 3 had notes, reasons or answers, which are blanked" ]
	forgotten | cmp - d.csv
	[ "$(stat -c %a d.csv)" = 640 ]
	leadreview --forget ' 7' -s d.csv 2>err
	[ "$(<err)" = "leadreview: d.csv: of 3 lines about ' 7', 0 had notes, reasons or answers" ]
	forgotten | cmp - d.csv
	rc=0
	leadreview --forget 77 -s d.csv 2>err || rc=$?
	[ $rc -eq 1 ]
	[ "$(<err)" = "leadreview: d.csv: no decision is about '77', so nothing was changed" ]
	forgotten | cmp - d.csv
}

@test "leadreview: --forget keeps a spreadsheet's BOM and line ends, and follows a link" {
	decisions | sed -e '1s/^/\xef\xbb\xbf/' -e 's/$/\r/' >d.csv
	ln -s d.csv link
	leadreview -q --forget 7 -s link
	forgotten | sed -e '1s/^/\xef\xbb\xbf/' -e 's/$/\r/' | cmp - d.csv
	[ -L link ]
}

@test "leadreview: --forget reads no leads, and says what else doesn't go with it" {
	decisions >d.csv
	fails leadreview --forget 7
	says "leadreview: --forget blanks what is in a file of decisions; add -s FILE"
	fails leadreview --forget ' ' -s d.csv
	says "leadreview: --forget: no id"
	fails leadreview --forget 7 -s nowhere.csv
	says "leadreview: nowhere.csv: no such file or directory"
	fails leadreview --forget 7 -s d.csv leads.csv
	says "leadreview: --forget reads no leads; leave 'leads.csv' out"
	for extra in '-w x' --fields; do
		# shellcheck disable=SC2086
		fails leadreview --forget 7 -s d.csv $extra
		says "looks at leads, and --forget reads none"
	done
	fails leadreview --forget 7 -s d.csv -o out.csv
	says "leadreview: --forget prints nothing; leave out --output"
	fails leadreview --forget 7 --again -s d.csv
	says "leadreview: --forget has no use for --again"
	decisions | cmp - d.csv
	[ ! -e out.csv ]
	leadreview -q --forget 7 -s d.csv <&-
	forgotten | cmp - d.csv
}

@test "leadreview: a line of decisions that somebody has spoilt is named, and nothing is changed" {
	decisions >d.csv
	sed -i 's/^2026-10-30T14:02:14Z/30.10.2026 15:02/' d.csv
	cp d.csv before
	fails leadreview --forget 7 -s d.csv
	says "leadreview: d.csv:6: at '30.10.2026 15:02' is not a time such as 2026-10-31T14:02:40Z; mend the line or take back a copy of the file, nothing was changed"
	cmp d.csv before
}

@test "leadreview: half a line at the end of the decisions is removed, and told" {
	{ decisions; printf 2026-10; } >d.csv
	leadreview --forget 8 -s d.csv 2>err
	grep -q 'd.csv: the last 7 bytes are half a record of a run that was cut off; they are removed' err
	decisions | sed -e '/^2026-10-30T14:02:13Z/{N;s/,"two.*/,/;}' | cmp - d.csv
}

@test "leadreview: --forget waits for another run, and says so" {
	decisions >d.csv
	# A lock of the kind that the tools take, until the file `go` is there.
	python3 - <<-'END' &
		import fcntl, os, struct, time
		fd = os.open("d.csv", os.O_RDWR)
		fcntl.fcntl(fd, 37, struct.pack("hhqqi4x", fcntl.F_WRLCK, 0, 0, 0, 0))  # F_OFD_SETLK
		open("locked", "w").close()
		while not os.path.exists("go"):
		    time.sleep(0.01)
	END
	until [ -e locked ]; do sleep 0.01; done
	leadreview --forget 7 -s d.csv 2>err &
	until grep -q 'd.csv: another run is writing to it; waiting until it has ended' err; do sleep 0.01; done
	decisions | cmp - d.csv
	: >go
	wait
	forgotten | cmp - d.csv
}

@test "leadreview: --forget on a full disk, a disk that fails or a folder that is read-only changes nothing" {
	decisions >d.csv
	fails prlimit --fsize=100 leadreview --forget 7 -s d.csv
	says "leadreview: d.csv: it can't be written anew: file too large"
	decisions | cmp - d.csv
	[ "$(echo *)" = "d.csv err out" ]
	sanitized "no library can come first"
	for ((sync = 1; ; sync++)); do
		rc=0
		LD_PRELOAD=$BUILD/tests/failing.so FAIL_SYNC=$sync leadreview --forget 7 -s d.csv 2>err || rc=$?
		[ $rc -eq 2 ] || break
		[[ $(<err) == "leadreview: d.csv: "*"input/output error" ]]
		decisions | cmp - d.csv || forgotten | cmp - d.csv # at the last one only the folder was not synced
		decisions >d.csv
	done
	[ $rc -eq 0 ]
	[ $sync -ge 3 ]
	[ "$(echo *)" = "d.csv err out" ]
}

# `fails` in a folder that takes no files.
fails_here() {
	local rc=0
	output=$("$@" 2>&1) || rc=$?
	[ $rc -eq 2 ]
}

@test "leadreview: --forget without the right to write says so" {
	decisions >d.csv
	chmod 400 d.csv
	as=()
	if [ -w d.csv ]; then # for root nothing is read-only
		as=(setpriv --reuid=65534 --clear-groups)
		chmod 777 .
		chown 65534 d.csv
		"${as[@]}" "$BIN/leadreview" --version >/dev/null 2>&1 || skip "nobody else can run it here"
	fi
	fails "${as[@]}" "$BIN/leadreview" --forget 7 -s d.csv
	says "leadreview: d.csv: permission denied"
	chmod 600 d.csv
	chmod 555 . # and a folder where no new file can be made
	fails_here "${as[@]}" "$BIN/leadreview" --forget 7 -s d.csv
	says "leadreview: d.csv: it can't be written anew: permission denied"
	chmod 755 .
	decisions | cmp - d.csv
}

@test "leadreview: --forget that is killed leaves the file as it was or as it is to be" {
	decisions >before
	for ((i = 0; i < 3000; i++)); do
		echo "2026-10-30T14:02:11Z,sofie,7,2026-10-10,answer,,,,,need=yes,word"
	done >>before
	cp before d.csv
	start=$(date +%s%N)
	leadreview -q --forget 7 -s d.csv
	took=$((($(date +%s%N) - start) / 1000))
	mv d.csv after
	old=0 new=0
	for ((turn = 0; turn < 60; turn++)); do
		cp before d.csv
		leadreview -q --forget 7 -s d.csv 2>/dev/null &
		at=$((took * (turn % 15) / 5)) # up to three times as long as it takes
		sleep "$((at / 1000000)).$(printf %06d $((at % 1000000)))"
		kill -9 $! 2>/dev/null || true
		wait $! 2>/dev/null || true
		if cmp -s d.csv after; then new=$((new + 1)); else cmp d.csv before; old=$((old + 1)); fi
	done
	[ $old -gt 0 ]
	[ $new -gt 0 ]
}
