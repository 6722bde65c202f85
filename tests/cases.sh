#!/bin/sh
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Cases made from public bug reports of other programs. They live beside the repository, and are skipped where
# they don't. Their runner prints a line a case: pass NAME, or FAIL NAME and why.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"
cases=$LEADPIPE_SHARED/cases

if ! test -e "$cases/run.py"; then
	skip cases "$cases isn't there"
elif ! command -v python3 >/dev/null; then
	skip cases "there is no python3"
else
	BIN=$BIN python3 "$cases/run.py" >"$work/said" 2>&1
	while read -r verdict name why; do
		case $verdict in
		pass) ok "$name" ;;
		FAIL) echo "$why" >"$work/why"; not_ok "$name" "$work/why" ;;
		esac
	done <"$work/said"
	test "$tests" -gt 0 || not_ok 'the runner of the cases' "$work/said"
fi
plan
