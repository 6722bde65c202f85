#!/bin/sh
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# A folder a case, tests/golden/NAME: `cmd`, run there by sh with in.csv as its input, must give exactly the
# bytes of `out` and `err`, and the exit code in `rc` (0 without that file).
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"
cd "$(dirname "$0")/golden" || exit 2

for cmd in */cmd; do
	test -e "$cmd" || break
	name=${cmd%/cmd}
	input=/dev/null
	test -e "$name/in.csv" && input=$name/in.csv
	(cd "$name" && exec sh ./cmd) <"$input" >"$work/out" 2>"$work/err"
	rc=$?
	expected=0
	test -e "$name/rc" && read -r expected <"$name/rc"
	if [ "$rc" != "$expected" ]; then
		{ echo "exit $rc, not $expected"; cat "$work/err"; } >"$work/why"
		not_ok "$name: exit" "$work/why"
		continue
	fi
	same "$name: out" "$name/out" "$work/out"
	same "$name: err" "$name/err" "$work/err"
done
plan
