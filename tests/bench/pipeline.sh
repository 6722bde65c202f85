# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Four tools in a pipe, as every night; read by bench.sh. Beside its time stand those of each tool alone, on what the
# tool before it makes, and half of what the pipe takes of the processors: no pipe of these four on two cores can be
# faster than the slowest of them or than that half. Half of what four cats take is the system's part of it. The
# yardstick has the same answers by hand, in C, as a pipe of four. With BEFORE=COMMIT, or the folder of its tools, the
# same pipe of those. Then, where GNU parallel is, the three that take each lead by itself on the file cut into a part
# for each core, a header in front of each: other bytes than the whole file's fail the bench.
data=$(generated unowned unowned) || exit 2
sales_team >"$work/reps.csv"
cp "$here/pipeline.agreement" "$work"
piped=(leadscore leadbant leadroute leadsla)

# shellcheck disable=SC2016
pipe_of() { # folder of the tools: sets `pipe`
	pipe=(env LEADPIPE_AGREEMENT="$work/pipeline.agreement" LEADPIPE_NOW=2026-10-31 sh -c
		'"$1/leadscore" -q "$0" | "$1/leadbant" -q | "$1/leadroute" -q | "$1/leadsla" -q' "$data" "$1")
}

pipe_of "$BIN"
lines=$("${pipe[@]}" | wc -l)
[ "$lines" = $((rows + 1)) ] || { echo "bench: $lines lines come out of the pipe" >&2; exit 1; }
echo "four tools in a pipe: $rows rows, $(($(stat -c %s "$data") / 1000000)) MB; 200 people, 3 routes"
heading '' '÷ pipe'
base=("${pipe[@]}")
versus 'the pipe' "$data" "$pairs" "${pipe[@]}"
half
# shellcheck disable=SC2016
measure sh -c 'cat "$0" | cat | cat | cat' "$data"
awk -v cpu="$cpu" 'BEGIN { printf "%-44s %9.3f\n", "half of that of cat, four in a pipe", cpu / 2 }'
# shellcheck disable=SC2086
if ${CC:-cc} -O2 -std=c17 -D_GNU_SOURCE -o "$work/yardstick_pipe" "$here/yardstick_pipe.c"; then
	# shellcheck disable=SC2016
	by_hand=(sh -c '"$1" score "$0" | "$1" bant | "$1" route "$2" | "$1" sla'
		"$data" "$work/yardstick_pipe" "$work/reps.csv")
	if cmp <("${pipe[@]}") <("${by_hand[@]}"); then
		versus 'the same by hand in C' "$data" "$pairs" "${by_hand[@]}"
		half
	else
		failed=1
	fi
else
	failed=1
fi
from=$data
for tool in "${piped[@]}"; do
	alone=(env LEADPIPE_AGREEMENT="$work/pipeline.agreement" LEADPIPE_NOW=2026-10-31 "$BIN/$tool" -q)
	versus "$tool alone" "$from" "$pairs" "${alone[@]}" "$from"
	"${alone[@]}" "$from" >"$work/$tool.csv" || exit 2
	[ "$from" = "$data" ] || rm -f "$from"
	from=$work/$tool.csv
done
rm -f "$from"
if [ -n "${BEFORE-}" ]; then
	before=$(tools_before) || exit 2
	pipe_of "$before"
	versus 'the pipe of the tools before' "$data" "$pairs" "${pipe[@]}"
	half
fi

if command -v parallel >/dev/null; then
	asked=(env LEADPIPE_AGREEMENT="$work/pipeline.agreement" LEADPIPE_NOW=2026-10-31 PATH="$BIN:$PATH")
	each='leadscore -q | leadbant -q | leadsla -q'
	# shellcheck disable=SC2016
	whole=("${asked[@]}" sh -c "exec <\"\$0\"; $each" "$data")
	parts=("${asked[@]}" parallel --will-cite -k --pipepart -a "$data" --header : --block -1
		"$each | if [ {#} = 1 ]; then cat; else tail -n +2; fi")
	"${parts[@]}" >"$work/parts.csv"
	if [ "$(wc -l <"$work/parts.csv")" != $((rows + 1)) ] || ! "${whole[@]}" | cmp - "$work/parts.csv"; then
		echo "bench: parts give other rows than the file" >&2
		exit 1
	fi
	rm -f "$work/parts.csv"
	heading 'three tools, without leadroute' '÷ pipe'
	base=("${whole[@]}")
	versus 'the pipe' "$data" "$pairs" "${whole[@]}"
	versus "GNU parallel, $(nproc) parts" "$data" "$pairs" "${parts[@]}"
fi
