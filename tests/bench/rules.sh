# shellcheck shell=bash disable=SC2034,SC2154
# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# leadscore with a hundred rules and with three hundred, as companies that score in earnest have them; and with its
# reasons and as JSON; read by bench.sh. The rules are made here, once for us and once for DuckDB.
data=$(generated leads '') || exit 2
countries=(NL CH FR GB AT AU SE DE CA US)
industries=(Telecom Machinery Utilities Retail Software Elevators HVAC)

# Each looks at two columns; points from -5 to 5.
many_rules() { # how many: $work/rules-N.agreement and .sql
	local n=$1 i points country industry visits
	{
		echo 'agreement "Many rules"'
		echo 'score fit -2000..2000'
	} >"$work/rules-$n.agreement"
	echo "COPY (SELECT *, least(2000, greatest(-2000, 0" >"$work/rules-$n.sql"
	for ((i = 0; i < n; i++)); do
		((points = i % 11 - 5)) || points=3
		country=${countries[i % 10]} industry=${industries[i % 7]} visits=$((i % 37))
		if ((i % 3)); then
			printf '    %+d when country = "%s" and page_views >= %d "rule %d"\n' $points "$country" $visits $i \
				>>"$work/rules-$n.agreement"
			echo "+ CASE WHEN country = '$country' AND try_cast(page_views AS INTEGER) >= $visits THEN $points ELSE 0 END"
		else
			printf '    %+d when industry = "%s" and employees >= %d "rule %d"\n' $points "$industry" $((visits * 50)) $i \
				>>"$work/rules-$n.agreement"
			echo "+ CASE WHEN industry = '$industry' AND try_cast(employees AS INTEGER) >= $((visits * 50)) THEN $points ELSE 0 END"
		fi
	done >>"$work/rules-$n.sql"
	cat >>"$work/rules-$n.sql" <<-END
		)) AS score FROM read_csv('@IN@', header = true, delim = ',', quote = '"', escape = '"', all_varchar = true)
		) TO '@OUT@' (FORMAT csv, HEADER);
	END
}

answers=(last 1)
for n in 100 300; do
	many_rules $n
	ours=("$BIN/leadscore" -q -a "$work/rules-$n.agreement")
	expect "$data" "$rows"
	heading "leadscore, $n rules" '÷ ours'
	base=("${ours[@]}" -j 1 "$data")
	versus 'leadscore -j 1' "$data" "$pairs" "${ours[@]}" -j 1 "$data"
	versus 'leadscore -j 2' "$data" "$pairs" "${ours[@]}" -j 2 "$data"
	for threads in 1 2; do peer_duckdb '' $threads "$data" "$work/rules-$n.sql"; done
done

ours=("$BIN/leadscore" -q -a "$here/bench.agreement" -j 1)
base=("${ours[@]}" "$data")
heading 'leadscore, 12 rules, written in other ways' '÷ plain'
versus 'leadscore' "$data" "$pairs" "${ours[@]}" "$data"
versus 'leadscore -x' "$data" "$pairs" "${ours[@]}" -x "$data"
versus 'leadscore -f json' "$data" "$pairs" "${ours[@]}" -f json "$data"
versus 'leadscore -w, one row in a hundred' "$data" "$pairs" "${ours[@]}" -w 'page_views = 39 and webinars = 2' "$data"
