# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What it takes to start: each tool on a file of three lines of ASCII, and an empty C program, in turn, 200 times;
# read by bench.sh. The figures are medians of the differences, in milliseconds, of the time that passes and of what
# it takes of the processors. Where there is valgrind, the tool's instructions, too. The tools are copied first, as
# an installation does: what a linker writes the system keeps in single pages, which take 0.1 ms more to map.
starts=200
echo 'int main(void) { return 0; }' >"$work/nothing.c"
# shellcheck disable=SC2086
${CC:-cc} -O2 -o "$work/nothing" "$work/nothing.c" || exit 2
printf '%s\n' id,created_at,country 1,2026-01-01,DE 2,2026-02-01,FR >"$work/three.csv"

cp "$BIN"/lead* "$work/" || exit 2

times() { # file, command ...
	local file=$1
	shift
	"$work/timer" "$file" "$@" >/dev/null 2>&1 || { echo "bench: failed: $*" >&2; exit 2; }
}

start() { # command ...
	local i counted=
	rm -f "$work/empty" "$work/full"
	for ((i = 0; i < starts; i++)); do
		times "$work/empty" "$work/nothing"
		times "$work/full" "$@"
	done
	paste -d ' ' "$work/full" "$work/empty" >"$work/both"
	! command -v valgrind >/dev/null ||
		counted=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
			sed -n 's/.*Collected : //p')
	printf '%-44s %9.3f %9.3f %14s\n' "$(basename "$1")" \
		"$(awk '{ print 1000 * ($1 - $4) }' "$work/both" | median)" \
		"$(awk '{ print 1000 * ($3 - $6) }' "$work/both" | median)" "$counted"
}

printf '%-44s %9s %9s %14s\n' "three lines, less an empty program; ms" wall processor instructions
three=(-q --now 2026-10-31 "$work/three.csv")
for tool in leadscore leadbant leadsla leadfunnel; do
	start "$work/$tool" "${three[@]}"
done
start "$work/leadroute" -e 'route all to "Ann"' "${three[@]}"
start "$work/leadreview" --sheet "${three[@]}"
start "$work/leadfold" --duplicates -e "same lead by country" "${three[@]}"
