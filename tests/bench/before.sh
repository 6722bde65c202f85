# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The tools of an earlier commit and these, in turn on the same rows; read by bench.sh when BEFORE names the commit,
# or the folder of its tools. The seconds are those of processors, as most of this is one thread and the pipe isn't;
# a ratio is ours ÷ theirs, the median over the pairs. Where there is valgrind, so are the instructions a row.
if [ -z "${BEFORE-}" ]; then
	echo "earlier tools: BEFORE=COMMIT, or the folder of its tools"
	return
fi
before=$(tools_before) || exit 2
example=$before/../tree/examples # of the commit, whose tools can't read the agreement of today
[ -d "$example" ] || example=$here/../../examples

# The leads of the example, who have every column of its agreement, often enough for a figure.
many_leads() { # how many times its leads
	local i file=$work/nordlicht-$1.csv
	head -n 1 "$example/leads.csv" >"$file"
	for ((i = 0; i < $1; i++)); do
		tail -n +2 "$example/leads.csv"
	done >>"$file"
	echo "$file"
}

counted() { # file, command ...
	local file=$1
	shift
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" <"$file" 2>&1 >/dev/null | sed -n 's/.*Collected : //p'
}

per_lead() { # few leads, more leads, command ...
	local few=$1 more=$2
	shift 2
	echo $(($(counted "$more" "$@") - $(counted "$few" "$@")))
}

ratio() { # label, file, few leads, more leads, tool, its options ...
	local label=$1 file=$2 few=$3 more=$4 tool=$5 i was instructions=
	shift 5
	: >"$work/ratios"
	for ((i = 0; i < pairs; i++)); do
		measure "$before/$tool" "$@" "$file"
		was=$cpu
		measure "$BIN/$tool" "$@" "$file"
		awk -v now="$cpu" -v was="$was" 'BEGIN { print now / was }' >>"$work/ratios"
	done
	! command -v valgrind >/dev/null ||
		instructions=$(awk -v now="$(per_lead "$few" "$more" "$BIN/$tool" "$@")" \
			-v was="$(per_lead "$few" "$more" "$before/$tool" "$@")" 'BEGIN { printf "%.3f", now / was }')
	printf '%-44s %9.3f %9.3f %9.3f %14s\n' "$label" "$was" "$cpu" "$(median <"$work/ratios")" "$instructions"
}

parts_of() { # file: sets `few` and `more`, its first rows
	few=$work/few.csv more=$work/more.csv
	head -n 10001 "$1" >"$few"
	head -n 20001 "$1" >"$more"
}

printf '%-44s %9s %9s %9s %14s\n' "${BEFORE##*/}" before now ratio instructions
leads=$(many_leads 40) few=$(many_leads 4) more=$(many_leads 8)
for options in "-j 1" "-j 1 -x"; do
	# shellcheck disable=SC2086
	ratio "leadscore $options, nordlicht.agreement" "$leads" "$few" "$more" leadscore -q --now 2026-10-31 \
		-a "$example/nordlicht.agreement" $options
done
data=$(generated leads '') || exit 2
parts_of "$data"
ratio 'leadscore, 12 rules' "$data" "$few" "$more" leadscore -q -j 1 -a "$here/bench.agreement"
ratio leadbant "$data" "$few" "$more" leadbant -q -j 1
data=$(generated clocks clocks) || exit 2
parts_of "$data"
for options in '' --report '--trend month'; do
	# shellcheck disable=SC2086
	ratio "leadsla $options" "$data" "$few" "$more" leadsla -q -j 1 --now 2026-10-31 -a "$here/clocks.agreement" $options
done
ratio 'leadfunnel --by country' "$data" "$few" "$more" leadfunnel -q -j 1 --now 2026-10-31 -a "$here/clocks.agreement" \
	--by country
data=$(generated unowned unowned) || exit 2
parts_of "$data"
sales_team >"$work/reps.csv"
cp "$here/route.agreement" "$work"
ratio 'leadroute, 200 people' "$data" "$few" "$more" leadroute -q --now 2026-10-31 -a "$work/route.agreement"
