#!/bin/sh
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# One wrong agreement a file, tests/errors/NAME.agreement, and in NAME.err exactly what is said about it:
# on standard error, with exit 2, and not a byte on standard output. The command is leadscore over
# input.csv, or what NAME.cmd says, which may write to the folder $work.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"
cd "$(dirname "$0")/errors" || exit 2

for agreement in *.agreement; do
	test -e "$agreement" || break
	name=${agreement%.agreement}
	if [ -e "$name.cmd" ]; then
		work=$work sh "./$name.cmd" <input.csv >"$work/out" 2>"$work/err"
	else
		leadscore -a "$agreement" <input.csv >"$work/out" 2>"$work/err"
	fi
	rc=$?
	if [ $rc != 2 ]; then
		{ echo "exit $rc, not 2"; cat "$work/err"; } >"$work/why"
		not_ok "$name" "$work/why"
	elif [ ! -s "$work/err" ]; then
		echo 'exit 2 without a word' >"$work/why"
		not_ok "$name" "$work/why"
	elif [ -s "$work/out" ]; then
		{ echo "wrote to standard output:"; head -5 "$work/out"; } >"$work/why"
		not_ok "$name" "$work/why"
	else
		same "$name" "$name.err" "$work/err"
	fi
done
plan
