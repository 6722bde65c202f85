# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfunnel: what people see, on a terminal and in tables.
load common

road() { # an agreement of four stages and an exit, and N leads of each of the groups
	cat >a.agreement <<-'END'
		stage lead at a
		stage mql  at b
		stage sql  at c
		stage won  at d
		exit lost  at e
		benchmark lead to mql 50%
		benchmark lead to sql 10%
	END
	printf 'a,b,c,d,e,g\n' >in.csv
	for group; do
		awk -v g="${group%:*}" -v n="${group##*:}" 'BEGIN {
			for (i = 0; i < n; i++)
				print "2026-01-01," (i % 4 ? "" : "2026-02-01") "," (i % 8 ? "" : "2026-03-01") "," \
					(i % 80 ? "" : "2026-04-01") "," (i % 5 ? "" : "2026-05-01") "," g
		}' >>in.csv
	done
}

# What leadfunnel writes on a terminal of so many columns.
on_terminal() { # columns, arguments ...
	command -v script >/dev/null || skip "no script(1) to make a terminal"
	local columns=$1
	shift
	COLUMNS=$columns TERM=${TERM_IS-xterm} script -qec "leadfunnel -q $*" /dev/null </dev/null | tr -d '\r'
}

widest() {
	LC_ALL=C.UTF-8 wc -L <"$1"
}

@test "leadfunnel: five stages and three exits fit 80 columns, and the bars take what a wider screen has" {
	for columns in 80 100 120; do
		on_terminal $columns --color=never -a "$nordlicht" "$leads" >out.$columns
		[ "$(widest out.$columns)" = $columns ]
	done
	leadfunnel -q -f table -a "$nordlicht" "$leads" | diff out.80 -
	grep -q '^inquiry    2,555  ███████████████         100.0%$' out.80
	grep -q '^                  115 waiting  → 58 recycled  → 30 disqualified$' out.80
	grep -q '^sal  *443  .* 68.6%   17.3%          1.0  ▲ over 60%$' out.80
	grep -q '▲ over 35% of mql$' out.80
}

@test "leadfunnel: what left goes into further lines where it has no room, and is not cut" {
	road x:80 y:80
	sed -i 's/^exit.*/exit lost when e is present and g = "x"\nexit "sent away again" when e is present/' a.agreement
	on_terminal 40 --color=never -a a.agreement in.csv >out
	grep -A2 '^lead' out | diff - <(printf '%s\n' 'lead       160  ███████         100.0%' \
		'                96 waiting  → 12 lost' '                → 12 sent away again')
}

@test "leadfunnel: groups stand beside each other on one scale, all leads on theirs, as many as fit" {
	road big:400 half:200 x:20
	leadfunnel -q -f table -a a.agreement --by g in.csv >out
	sed -n 1,14p out | diff - <(cat <<-'LOOK'
		By g: leads, share of the stage before; (all) not to scale
		stage  big                                  half
		───────────────────────────────────────────────────────────────────────────────
		lead   █████████████████████  400           ██████████▌            200
		mql    █████▎                 100    25.0%  ██▋                     50    25.0%
		sql    ██▋                     50  ≈ 50.0%  █▍                      25  ≈ 50.0%
		won    ▎                        5    10.0%  ▏                        3    12.0%

		stage  x                                    (all)
		───────────────────────────────────────────────────────────────────────────────
		lead   █                       20           █████████████████████  620
		mql    ▎                        5    25.0%  █████▎                 155    25.0%
		sql    ▏                        3  ≈ 60.0%  ██▋                     78  ▲ 50.3%
		won    ▏                        1    33.3%  ▎                        9    11.5%
	LOOK
	)
	grep -qx '▲ over, ≈ at: lead to mql 50%, lead to sql 10%' out
	grep -qx 'half   lead   100.0%            120      30' out # what has no room above
	on_terminal 120 --color=never -a a.agreement --by g in.csv >out
	[ "$(sed -n 2p out | tr -s ' ')" = 'stage big half x (all)' ]
	leadfunnel -q -f table -a a.agreement --by g --limit 1 in.csv >out
	grep -q '(other), (all) not to scale$' out
	[ "$(sed -n 4,10p out | grep -o '█████*' | uniq -d | wc -l)" = 1 ] # big, and all others, as long
	road $(seq 40 | sed 's/.*/&:&/')
	leadfunnel -q -f table -a a.agreement --by g in.csv >out
	[ "$(grep -c ^stage out)" = 14 ]
	[ "$(widest out)" -le 80 ]
}

@test "leadfunnel: names of groups that are long, wide, missing or several, and hostile" {
	road 'Chamber of Commerce and Industry of the North:30' '株式会社サンプル代理店ネットワーク:25' :24 $'a|b\e[31m:23'
	on_terminal 80 --color=never -a a.agreement --by "'g,year(a)'" in.csv >out
	grep -q '^stage  Chamber of Commerce a…  株式会社サンプル代理…   (none), 2026$' out
	grep -q 'a|b?\[31m' out
	leadfunnel -q -f markdown -a a.agreement --by g in.csv >out
	grep -qF '| stage | Chamber of Commerce and Industry of the North |  |  | 株式会社サンプル代理店ネットワーク |  |  | (none) |' out
	[ "$(grep -c '^| ---' out)" = 3 ] # two bands and the rest
	run ! grep -q $'\e' out
	leadfunnel -q -f markdown -a a.agreement in.csv | grep -q '^| lead | 102 | █* |  | 100.0% |  | [0-9]* | → [0-9]* lost |  |$'
}

@test "leadfunnel: a verdict has a sign and a word; color is asked for, never needed; ASCII where there is no UTF-8" {
	road x:400 y:400
	sed -i 's/to mql 50%/to mql 90%/' a.agreement # pending leads can't be why
	export NO_COLOR=1
	on_terminal 80 -a a.agreement in.csv >out
	grep -q ' ▼ under 90%$' out
	run ! grep -q $'\e' out
	on_terminal 80 --color=always -a a.agreement --by g in.csv >out
	grep -q $'\e\[31m▼ 25.0%\e\[0m' out
	unset NO_COLOR
	on_terminal 80 -a a.agreement in.csv >out
	grep -q $'\e\[31m▼ under 90%\e\[0m' out
	TERM_IS=dumb on_terminal 80 -a a.agreement in.csv >out
	run ! grep -q $'\e' out
	LC_ALL=C on_terminal 80 --color=never -a a.agreement in.csv >out
	[ -z "$(LC_ALL=C tr -d ' -~\n' <out)" ]
	grep -q '^mql  .* ####.* v under 90%$' out
	grep -q -- '-> 120 lost' out
	LC_ALL=C on_terminal 80 --color=never -a a.agreement --by g in.csv >out
	[ -z "$(LC_ALL=C tr -d ' -~\n' <out)" ]
	grep -q ' v 25.0%' out
}

@test "leadfunnel: a stage that nobody shows reads so, and nothing else is said of it" {
	road x:80 y:40
	sed -i 's/at b$/at nowhere/; $a field nowhere "zz"' a.agreement
	sed -i '1s/$/,zz/; 2,$s/$/,/' in.csv
	leadfunnel -f table -a a.agreement in.csv >out 2>err
	grep -qE '^mql +15  not recorded +50%$' out
	grep -q '^leadfunnel: mql: no lead shows it; the next step' err
	run ! grep -q skipped err
	leadfunnel -q -f table -a a.agreement --by g in.csv | grep -qx 'mql    not recorded'
	leadfunnel -a a.agreement --where 'g = "z"' in.csv 2>err >out
	run ! grep -q 'no lead shows it' err
}
