# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# leadfold --archive with a year of nights; read by bench.sh. Each is an export of a tenth of ROWS leads and 20
# columns, of which a hundredth changes a night, in 2.6 cells. Filing the year takes a while, so it is kept.
# The ratio is to reading tonight's export alone. The last night, as it comes back, must be the export.
#
# A thousand nights, measured once with ROWS=200000: 26 MB, with a second base that night 925 wrote. The last night
# came back in 0.07 seconds of processor time, --history took 0.25, tonight's filing 0.08.
leads=$((rows / 10))
nights=${NIGHTS:-365}
archive=$work/nights-$leads-$nights
# shellcheck disable=SC2086
${CC:-cc} -O2 -std=c17 -D_GNU_SOURCE -o "$work/nights" "$here/nights.c" || exit 2
leadfold=("$BIN/leadfold" -q -a "$here/nights.agreement")

file_night() { # archive, night, file
	"${leadfold[@]}" --archive "$1" --at "$(date -u -d "2025-01-01 + $(($2 - 1)) days" +%F)T02:00" "$3"
}

# Under another name until it is whole.
if [ ! "$archive/base.csv" -nt "$here/nights.c" ]; then
	rm -rf "$archive" "$archive.part"
	for ((n = 1; n < nights; n++)); do
		"$work/nights" "$leads" "$n" | file_night "$archive.part" "$n" - || exit 2
	done
	mv "$archive.part" "$archive" || exit 2
fi
tonight=$work/tonight.csv
"$work/nights" "$leads" "$nights" >"$tonight"
yesterday=$work/yesterday.csv
"$work/nights" "$leads" $((nights - 1)) >"$yesterday"
"${leadfold[@]}" --archive "$archive" | cmp - "$yesterday" || exit 1

echo "leadfold: $nights nights of $leads leads, 20 columns: $(($(du -sb "$archive" | cut -f 1) / 1000000)) MB"
heading 'an archive' '÷ reading'
base=("$BIN/leadscore" -q -a "$here/empty.agreement" "$tonight")
half=$(date -u -d "2025-01-01 + $((nights / 2)) days" +%F)
versus 'leadscore, no rules: reading alone' "$tonight" "$pairs" "${base[@]}"
# shellcheck disable=SC2016
versus 'tonight is filed' "$tonight" "$pairs" sh -c \
	'rm -rf "$0"; cp -R "$1" "$0"; shift; exec "$@"' "$archive.new" "$archive" "$work/timer" "$work/inner" \
	"${leadfold[@]}" --archive "$archive.new" --at 2028-12-31 --now 2028-12-31 "$tonight"
versus 'the last night comes back' "$tonight" "$pairs" "${leadfold[@]}" --archive "$archive"
versus "--as-of $half" "$tonight" "$pairs" "${leadfold[@]}" --archive "$archive" --as-of "$half"
versus '--history' "$tonight" "$pairs" "${leadfold[@]}" --archive "$archive" --history
# shellcheck disable=SC2016
versus '--history, folded, as a trend' "$tonight" "$pairs" sh -c \
	'"$0" -q -a "$1" --archive "$2" --history | "$0" -q -a "$1" | "$3" -q -a "$1" --now 2028-12-31 --trend month' \
	"$BIN/leadfold" "$here/nights.agreement" "$archive" "$BIN/leadsla"
rm -rf "$archive.new"
