# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Of all rows that nodes were asked of, how many they were asked of a column at a time: a build that counts them, see
# src/expr/counted.h; on the agreements of the repository; read by bench.sh. Where it is less than 99%, which nodes
# were asked row by row.
counted=$work/counted
make -s -C "$here/../.." BUILD="$counted" BIN="$counted/bin" CPPFLAGS=-DNODES_COUNTED all || exit 2

share() { # label; what a tool wrote to standard error on standard input
	awk -v label="$1" '
		sub(/^nodes: /, "") {
			split($0, part, "; ")
			split(part[1], count, " ")
			column += count[1]
			row += count[4]
			for (i = 2; i in part; i++) {
				split(part[i], count, " ")
				alone[count[1]] += count[2]
			}
		}
		END {
			if (!(column + row))
				exit
			printf "%-44s %8.2f%%", label, 100 * column / (column + row)
			for (name in alone)
				if (column < 99 * row)
					printf "  %s %d", name, alone[name]
			print ""
		}'
}

counts() { # label, command ...: of the counting build
	local label=$1
	shift
	"$counted/bin/$@" 2>&1 >/dev/null | share "$label"
}

printf '\n%-44s %9s\n' '' 'by column'
data=$(rows=20000 && generated leads '') || exit 2
for agreement in bench wall; do
	counts "leadscore, $agreement.agreement" leadscore -j 1 -q -a "$here/$agreement.agreement" "$data"
done
sales_team >"$work/reps.csv"
cp "$here/route.agreement" "$work"
# People are asked one by one, once for each kind of lead, however many leads there are.
unowned=$(rows=200000 && generated unowned unowned) || exit 2
for options in -q -x "-s $work/columns.ledger" "--reassign no" --dry-run --report; do
	rm -f "$work/columns.ledger"
	# shellcheck disable=SC2086
	counts "leadroute, 200 people $options" leadroute -q $options --now 2026-10-31 -a "$work/route.agreement" "$unowned"
done
rm -f "$work/columns.ledger"
counts 'leadscore -x' leadscore -j 1 -q -a "$here/bench.agreement" -x "$data"
for tool in leadscore leadbant leadsla leadfunnel; do
	counts "$tool, built in" "$tool" -j 1 -q --now 2026-10-31 "$data"
	counts "$tool, nordlicht.agreement" "$tool" -j 1 -q --now 2026-10-31 \
		-a "$here/../../examples/nordlicht.agreement" "$here/../../examples/leads.csv"
done
clocks=$(rows=20000 && generated clocks clocks) || exit 2
{ cat "$here/clocks.agreement" && echo 'handover mql to sal'; } >"$work/meeting.agreement"
leadreview=(leadreview -j 1 -q --now 2026-10-31 -a "$work/meeting.agreement")
"$BIN/${leadreview[0]}" "${leadreview[@]:1}" --sheet -f csv "$clocks" |
	sed -E '2~3s/,,,,,\r?$/,accept,,,,/; 3~3s/,,,,,\r?$/,return,lost,,,/' >"$work/filled.csv"
rm -f "$work/decisions.csv"
"$BIN/${leadreview[0]}" "${leadreview[@]:1}" --record "$work/filled.csv" -s "$work/decisions.csv" --reviewer Ann \
	"$clocks" || exit 2
for mode in --sheet "--status -s $work/decisions.csv" "--apply -s $work/decisions.csv"; do
	# shellcheck disable=SC2086
	counts "leadreview ${mode%% *}" "${leadreview[@]}" $mode "$clocks"
done
# shellcheck disable=SC2086
${CC:-cc} -O2 -std=c17 -D_GNU_SOURCE -o "$work/people" "$here/people.c" && "$work/people" 20000 >"$work/people.csv" || exit 2
counts 'leadfold --duplicates' leadfold -j 1 -q --now 2026-10-31 -a "$here/same.agreement" --duplicates "$work/people.csv"
for folder in "$here"/../golden/*/; do
	input=/dev/null
	test ! -e "$folder/in.csv" || input=$folder/in.csv
	(cd "$folder" && PATH=$counted/bin:$PATH sh ./cmd <"$input" 2>&1 >/dev/null) | share "golden, $(basename "$folder")"
done
