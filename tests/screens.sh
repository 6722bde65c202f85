#!/bin/bash
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What people see. tests/screens/NAME.txt is a command, run in a copy of examples/, and the table it must print in
# windows of four widths; no line is wider than its window. BLESS=1 takes what came out: a new screen is a file of
# one line, `$ command`.
# shellcheck source-path=SCRIPTDIR source=tap.sh
. "$(dirname "$0")/tap.sh"
cd "$(dirname "$0")/.." || exit 2
screens=$PWD/tests/screens
PATH=$(realpath -m "${BIN:-bin}"):$PATH
export PATH LC_ALL=C.UTF-8 TZ=UTC LEADPIPE_AGREEMENT=nordlicht.agreement LEADPIPE_NOW=2026-10-31
cp -R examples "$work/examples" && cd "$work/examples" || exit 2

for want in "$screens"/*.txt; do
	name=$(basename "$want" .txt)
	read -r _ command <"$want"
	good=yes
	printf '$ %s\n' "$command" >"$work/got"
	for columns in 60 80 120 200; do
		printf '\n=== %d columns\n' "$columns" >>"$work/got"
		COLUMNS=$columns sh -c "$command" </dev/null >"$work/out" 2>"$work/why" || echo "exit $?" >>"$work/why"
		cat "$work/out" >>"$work/got"
		wide=$(wc -L <"$work/out")
		((wide <= columns)) || echo "a line is $wide wide" >>"$work/why"
		if [ -s "$work/why" ] || [ ! -s "$work/out" ]; then
			good=
			not_ok "$name: fits $columns columns" "$work/why"
		else
			ok "$name: fits $columns columns"
		fi
	done
	[ -z "$good" ] || same "$name" "$want" "$work/got"
done
plan
