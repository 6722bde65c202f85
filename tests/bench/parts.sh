# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# One file in parts, by GNU parallel and by xargs -P, against the threads of one process; read by bench.sh.
data=$(generated leads '') || exit 2
ours=("$BIN/leadscore" -q --now 2026-10-31 -a "$here/bench.agreement")
part="${ours[*]} --header-from $data --no-header"
export PARALLEL_HOME=$work/parallel
tail -n +2 "$data" >"$work/rows" && rm -f "$work"/rows.* && split -n l/16 "$work/rows" "$work/rows." || exit 2

whole() { # what makes the rows, without their header
	"$@" | cmp - <("${ours[@]}" "$data" | tail -n +2) || { echo "bench: other rows: $*" >&2; exit 1; }
}
piped=(parallel -k --pipe --block 10M -j "$(nproc)" "$part")
pipepart=(parallel -k --pipepart -a "$work/rows" --block 10M -j "$(nproc)" "$part")
# shellcheck disable=SC2016
xargs=(sh -c 'printf "%s\n" "$0".* | xargs -P "$(nproc)" -I {} '"$part"' -o {}.out {}; cat "$0".*.out; rm "$0".*.out' "$work/rows")

echo "leadscore in parts: $rows rows, $(($(stat -c %s "$data") / 1000000)) MB; 12 rules"
heading '' '÷ threads'
base=("${ours[@]}" -j "$(nproc)" "$data")
versus "leadscore -j $(nproc)" "$data" "$pairs" "${base[@]}"
if command -v parallel >/dev/null; then
	whole "${piped[@]}" <"$work/rows"
	whole "${pipepart[@]}"
	versus 'parallel --pipe' "$data" "$pairs" sh -c '"$@" <"$0"' "$work/rows" "${piped[@]}"
	versus 'parallel --pipepart' "$data" "$pairs" "${pipepart[@]}"
fi
whole "${xargs[@]}"
versus 'xargs -P, files that exist, and cat' "$data" "$pairs" "${xargs[@]}"
rm -f "$work/rows" "$work"/rows.*
