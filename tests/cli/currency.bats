# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# Money in several currencies has no sum: where it would stand is nothing, and why is said.
load common

deals() { # rows of: currency, amount, won_at
	printf 'Email,Created,Country,%s,Amount,Won Date\n' "${head-Currency}"
	n=0
	while IFS='|' read -r currency amount won; do
		n=$((n + 1))
		printf 'p%s@x.example,2026-01-%02d,%s,%s,"%s",%s\n' $n $((n % 28 + 1)) "L$((n % 2))" "$currency" "$amount" "$won"
	done
}

won() { # options: the value of the won, of each group
	leadfunnel "$@" | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) c[$i] = i } $c["stage"] == "won" { print (c["stage"] > 1 ? $1 " " : "") $c["value"] }'
}

@test "currency: amounts with different marks have no sum, and -q does not keep the reason back" {
	deals >in.csv <<-'END'
		|€ 1,000|2026-02-01
		|$2,000|2026-02-01
		|€ 500|2026-02-01
		|700|2026-02-01
	END
	[ "$(won -q in.csv 2>err)" = "" ]
	diff err - <<-'END'
		leadfunnel: won: its values are in 2 currencies, EUR (2 rows), USD (1 row), which have no sum, so sums of several are empty; convert them with a table of rates, as leadpipe-agreement(5) shows under 'stage', or group by currency
	END
	for format in json html markdown; do
		leadfunnel -q -f $format in.csv >out 2>err
		run ! grep -E '4,?200|3,?500|3500' out
		[ -s err ]
	done
	for pair in 'CHF 900|900 CHF' '1,000 USD|$1,000' 'EUR 5|5 €' '£2|GBP 2' 'US$ 4|$4' '3|$4' '($4)|$ 2.5K'; do
		printf '|%s|2026-02-01\n|%s|2026-02-01\n' "${pair%|*}" "${pair#*|}" | deals >in.csv
		[ -n "$(won -q in.csv 2>err)" ] && [ ! -s err ] || { echo "$pair"; cat in.csv err; return 1; }
	done
	for pair in 'CHF 900|900' '1,000 USD|CA$1,000' 'EUR 5|5 £' '¥2|₹2' '$4 CAD|$4 USD'; do
		printf '|%s|2026-02-01\n|%s|2026-02-01\n|DKK 1|2026-02-02\n' "${pair%|*}" "${pair#*|}" | deals >in.csv
		[ -z "$(won -q in.csv 2>err)" ] && grep -q 'DKK (1 row)' err || { echo "$pair"; cat in.csv err; return 1; }
	done
}

@test "currency: so with the words of a column of currencies, whatever a CRM calls it" {
	for head in Currency CurrencyIsoCode deal_currency_code 'Deal currency' 'Amount Currency' 'Transaction Currency' 'Currency of Value' Währung; do
		deals >in.csv <<-'END'
			EUR|1000|2026-02-01
			gbp|2000|2026-02-01
			EUR|500|2026-02-01
			|300|2026-02-01
		END
		[ -z "$(won -q in.csv 2>err)" ] || { echo "$head"; return 1; }
		grep -q '^leadfunnel: won: its values are in 2 currencies, EUR (2 rows), GBP (1 row), which' err
	done
	for head in 'Exchange Rate of Currency' 'Company currency' Cryptocurrency; do
		sed -i "1s/.*/Email,Created,Country,$head,Amount,Won Date/" in.csv
		[ "$(won -q in.csv 2>err)" = 3800.00 ] && [ ! -s err ] || { echo "$head"; cat err; return 1; }
	done
	for head in 'Amount in company currency' 'Amount (converted)' 'Amount (Base)'; do # in one already
		sed -i "1s/.*/Email,Created,Country,Currency,$head,Won Date/" in.csv
		[ "$(won -q -e "field amount \"$head\"" -e 'stage lead at created_at' -e 'stage won at won_at value amount' in.csv 2>err)" = 3800.00 ]
		[ ! -s err ]
	done
	# of several columns of currencies it is the amount's own
	printf 'Created,Budget Currency,Amount Currency,Budget,Amount,Won Date\n2026-01-01,EUR,USD,1,2,2026-02-01\n2026-01-01,CHF,USD,1,2,2026-02-01\n' >in.csv
	[ "$(won -q in.csv 2>err)" = 4.00 ] && [ ! -s err ]
	sed -i '2s/USD/SEK/' in.csv
	[ -z "$(won -q in.csv 2>err)" ] && [ -s err ]
}

@test "currency: only rows that enter the sum count, and a group in one currency has its sum" {
	deals >in.csv <<-'END'
		EUR|1000|2026-02-01
		USD|2000|
		EUR|500|2026-02-01
		USD||2026-02-01
		USD|0|2026-02-01
	END
	[ "$(won -q in.csv 2>err)" = 1500.00 ]
	[ ! -s err ]
	deals >in.csv <<-'END'
		EUR|1000|2026-02-01
		USD|2000|2026-02-01
		EUR|500|2026-02-01
	END
	won -q --by Currency in.csv 2>err >out
	diff out - <<-'END'
		EUR 1500.00
		USD 2000.00
		(all) 
	END
	[ -s err ]
	[ "$(won -q -w 'Currency = "EUR"' in.csv)" = 1500.00 ]
	[ "$(won -q --by Currency --limit 1 in.csv 2>err | tail -2 | tr '\n' ,)" = '(other) 2000.00,(all) ,' ]
}

@test "currency: so with what leads cost, and what is in one currency isn't divided by what is in another" {
	costs() { leadfunnel -q "$@" in.csv 2>err | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } $1 == "won" || $2 == "won" { print $at["cost"] "," $at["value_per_cost"] }'; }
	deals >in.csv <<-'END'
		EUR|1000|2026-02-01
		USD|2000|2026-02-01
		EUR|500|2026-02-01
	END
	printf 'Currency,cost\nEUR,10\nUSD,20\n' >spend.csv
	[ "$(costs --by Currency --spend spend.csv | tr '\n' ' ')" = '10.00,150.000000 20.00,100.000000 , ' ]
	grep -q '^leadfunnel: spend.csv: its values are in 2 currencies, EUR (1 row), USD (1 row), which' err
	sed -i 's/USD/EUR/' in.csv
	printf 'cost\n"10 EUR"\n€ 20\n0 USD\n5\n' >spend.csv
	[ "$(costs --spend spend.csv)" = 35.00,100.000000 ] && [ ! -s err ]
	printf 'cost,Currency\n10,usd\n25,USD\n' >spend.csv
	[ "$(costs --spend spend.csv)" = 35.00, ]
	diff err - <<<"leadfunnel: won: its values are in EUR and the costs of spend.csv in USD, so value_per_cost is empty"
	printf 'cost\n$10\n€ 20\n' >spend.csv
	[ "$(costs --spend spend.csv)" = , ]
	leadfunnel -q -f html --spend spend.csv in.csv >out 2>err
	[ -s err ]
	run ! grep 'Cost per' out
}

@test "currency: any number of threads, and partials, give the same" {
	awk 'BEGIN { for (i = 0; i < 3000; i++) print (i % 7 ? i % 5 ? "EUR" : "USD" : i % 3 ? "" : "SEK") "|" (i % 11 ? "" : "CHF ") i % 90 "|2026-02-01" }' | deals >in.csv
	leadfunnel --by Country,Currency in.csv >want 2>want.err
	grep -q 'won: its values are in 3 currencies, EUR (' want.err
	for j in 1 2 4; do
		leadfunnel -j $j --by Country,Currency in.csv >out 2>err
		cmp out want
		cmp err want.err
	done
	leadfunnel -q --by Country,Currency --partial in.csv >whole
	head -1 in.csv >a.csv
	cp a.csv b.csv
	sed -n '2,900p' in.csv >>a.csv
	sed -n '901,$p' in.csv >>b.csv
	leadfunnel -q --by Country,Currency --partial a.csv >a.part
	leadfunnel -q --by Country,Currency --partial b.csv >b.part
	leadfunnel -q --merge --partial a.part b.part >sum
	diff <(grep -v -e ^rows, -e ^end, sum) <(grep -v -e ^rows, -e ^end, whole)
	leadfunnel --merge b.part a.part >out 2>err
	cmp out want
	grep 'its values are in' want.err | cmp - <(grep 'its values are in' err)
}

@test "currency: a table of rates converts; what is only multiplied stays what it is" {
	printf 'code,rate\nEUR,1.1\nGBP,1.25\nUSD,1\n' >fx.csv
	deals >in.csv <<-'END'
		EUR|1000|2026-02-01
		GBP|2000|2026-02-01
		USD|500|2026-02-01
	END
	agree='stage lead at created_at
stage won at won_at value'
	printf '%s\n' 'table fx "fx.csv" by code = Currency' "$agree amount * number(fx.rate)" >a.agreement
	[ "$(won -q -a a.agreement in.csv 2>err)" = 4100.00 ] && [ ! -s err ]
	printf '%s\n' 'table fx "fx.csv" by code = Currency' 'field usd' '    otherwise amount * number(fx.rate)' "$agree usd" >a.agreement
	[ "$(won -q -a a.agreement in.csv 2>err)" = 4100.00 ] && [ ! -s err ]
	printf '%s\n' 'field usd' '    amount * 1.1 when Currency = "EUR"' '    amount * 1.25 when Currency = "GBP"' '    otherwise amount' "$agree usd" >a.agreement
	[ "$(won -q -a a.agreement in.csv 2>err)" = 4100.00 ] && [ ! -s err ]
	printf '%s\n' "$agree amount * 12" >a.agreement
	[ -z "$(won -q -a a.agreement in.csv 2>err)" ] && [ -s err ]
	printf '%s\n' 'field deal' '    otherwise amount' "$agree round(deal)" >a.agreement
	[ -z "$(won -q -a a.agreement in.csv 2>err)" ] && [ -s err ]
}

@test "currency: revenue of periods year over year" {
	{
		echo 'Email,Created,Won Date,Currency,Amount'
		printf 'a@x.example,%s,%s,%s,%s\n' 2024-03-01 2024-03-20 USD 100 2025-03-01 2025-03-20 EUR 100 \
			2024-07-01 2024-07-02 EUR 10 2025-07-01 2025-07-02 EUR 30 \
			2024-11-01 2024-11-02 EUR 10 2024-11-01 2024-11-02 USD 10
	} >in.csv
	leadfunnel -q --yoy --cohort quarter -e 'stage lead at created_at' -e 'stage won at won_at value amount' in.csv 2>err |
		grep revenue >out
	grep -q '^2025-Q3,.*,30.00,10.00,20.00' out
	run ! grep '^2025.*100' out
	grep -q 'won: its values are in 2 currencies, EUR (4 rows), USD (2 rows)' err
}

@test "currency: a header that says one is found as the amount it is of, and its figures are in that currency" {
	while IFS='|' read -r head field; do
		printf '"%s",Won Date\n1,2026-02-01\n' "$head" >in.csv
		leadscore --fields -q -f tsv in.csv >out
		grep -F "$field	$head	its header '" out | grep -q "', with a unit	" || { echo "$head"; cat out; return 1; }
	done <<-'END'
		Amount (USD)|amount
		Deal value [€]|amount
		Amount in CHF|amount
		amount_eur|amount
		Amount, GBP *|amount
		Betrag (in €)|amount
		Annual Revenue in USD|annual_revenue
		Budget (EUR)|budget
		Employees (approx.)|employees
		Number of Employees (FTE)|employees
	END
	for cells in '100|200|300.00|' '€ 100|200|300.00|' '$100|200||2 currencies, EUR (1 row), USD (1 row), which'; do
		IFS='|' read -r a b sum reason <<<"$cells"
		printf 'Amount (EUR),Won Date\n%s,2026-02-01\n%s,2026-02-02\n' "$a" "$b" >in.csv
		[ "$(won in.csv 2>err)" = "$sum" ] && grep -qF "$reason" err || { echo "$cells"; cat err; return 1; }
		grep -qx "leadfunnel: headers with a unit: 'Amount (EUR)' is amount; their figures are compared as they stand, whatever the unit" err
	done
	printf 'Amount (EUR),Fee (USD),Won Date\n100,,2026-02-01\n,7,2026-02-01\n' >in.csv
	[ -z "$(won -q -e 'stage inquiry' -e 'stage won at `Won Date` value coalesce(`Amount (EUR)`, `Fee (USD)`)' in.csv 2>err)" ]
	grep -q '2 currencies, EUR (1 row), USD (1 row)' err
}

@test "currency: what else a header says behind a field's name may change its figures, so it is told and not read" {
	for head in 'Budget (k€)' 'Budget (TEUR)' 'Budget [$000]' 'Budget (MRR)' 'Employees (USD)' 'Email (old)' 'Need ()'; do
		printf '%s,Name\n5,Ann\n' "$head" >in.csv
		leadscore --fields -q in.csv >out
		grep -qF ",$head,no field reads it," out || { echo "$head"; cat out; return 1; }
	done
	printf 'Budget (k€),Name\n5,Ann\n' >in.csv
	[ "$(leadbant -c bant_budget in.csv 2>err | tail -1)" = unknown ]
	grep -qx "leadbant: 'Budget (k€)' is not read as budget, because 'k€' may change what it means; if it doesn't: -e '+field budget \"Budget (k€)\"'" err
	[ "$(leadbant -e '+field budget "Budget (k€)"' -c bant_budget in.csv 2>err | tail -1)" = yes ]
	! grep -q 'not read' err
	printf 'Amount (USD),Amount (EUR),Deal Value,Won Date\n1,2,4,2026-02-01\n' >in.csv
	[ "$(won in.csv 2>err)" = 4.00 ]
	! grep -q 'with a unit\|may both' err
	sed -i 's/Deal Value/Fee/' in.csv
	[ "$(won in.csv 2>err)" = 0.00 ]
	grep -qx "leadfunnel: 'Amount (USD)' and 'Amount (EUR)' may both be amount, so neither is read; name one: -e '+field amount \"Amount (USD)\"'" err
}
