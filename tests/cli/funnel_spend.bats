# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# leadfunnel --spend: what each lead of a stage cost.
load common

market() { # ten leads of three channels in two quarters
	cat >a.agreement <<-'END'
		missing "" "n/a"
		stage lead at created_at
		stage sql at sql_at
		stage won at won_at value amount
		exit lost at lost_at
	END
	cat >leads.csv <<-'END'
		created_at,sql_at,won_at,amount,lost_at,Channel,country
		2026-01-05,2026-01-09,2026-02-01,1000,,Ads,DE
		2026-01-20,2026-01-22,,,2026-02-03,Ads,DE
		2026-02-11,,,,,ads ,US
		2026-03-31,2026-04-02,2026-04-20,500.5,,Events,DE
		2026-04-01,,,,,Events,US
		2026-04-15,2026-04-16,,,,ADS,US
		2026-05-02,,,,,Ads,DE
		2026-05-03,,,,,n/a,DE
		2026-06-01,,,,,Fax,US
		2026-06-02,,,,,Fax,US
	END
}

costs() { # the options: group, stage, reached and what it cost, without the exit
	leadfunnel -a a.agreement "$@" leads.csv 2>err | grep -Ev '(^|,)lost,[0-9]' >rows
	awk -F, -v k="${groups-1}" 'NR == 1 { w = NF - 4 } { for (i = 1; i <= k + 2; i++) printf "%s,", $i; print $(w - 2) "," $(w - 1) "," $w }' rows
}

@test "leadfunnel --spend: the cost of a group on each of its rows, by what reached it, and the value by the cost" {
	market
	printf 'channel,campaign,Cost\nads,spring,"$1,000.50"\nEvents,,300\nADS,credit,-0.125\nAds,,0.005\n' >spend.csv
	costs --by channel --spend spend.csv >got
	# 1000.38 ÷ 5 is 200.076; 1000 ÷ 1000.38 is 0.99962014...; a half of 500.19 is away from zero
	diff - got <<-'END'
		channel,stage,reached,cost,cost_per_reached,value_per_cost
		Ads,lead,5,1000.38,200.08,
		Ads,sql,3,1000.38,333.46,
		Ads,won,1,1000.38,1000.38,0.999620
		Events,lead,2,300.00,150.00,
		Events,sql,1,300.00,300.00,
		Events,won,1,300.00,300.00,1.668333
		Fax,lead,2,,,
		Fax,sql,0,,,
		Fax,won,0,,,
		,lead,1,,,
		,sql,0,,,
		,won,0,,,
		(all),lead,10,1300.38,130.04,
		(all),sql,4,1300.38,325.10,
		(all),won,2,1300.38,650.19,1.153893
	END
	grep -q 'spend.csv: no row of 2 groups of leads: their cost is not known' err
	! grep -q 'without leads' err
}

@test "leadfunnel --spend: without groups the total; other reports and exits have none of it" {
	market
	printf 'cost,what\n10,a\n20,b\n' >spend.csv
	groups=0 costs --spend spend.csv >got
	diff - got <<-'END'
		stage,reached,cost,cost_per_reached,value_per_cost
		lead,10,30.00,3.00,
		sql,4,30.00,7.50,
		won,2,30.00,15.00,50.016667
	END
	leadfunnel -q -a a.agreement --spend spend.csv leads.csv >out
	grep -q '^lost,1,.*,,,$' out
	cut -d, -f1-15 out | same - leadfunnel -q -a a.agreement leads.csv
	leadfunnel -q -a a.agreement -f table --spend spend.csv leads.csv >out
	head -1 out | grep -q 'cost per lead  return$'
	grep -Eq '^won .* 15.00   50.02$' out
	! leadfunnel -q -a a.agreement -f table leads.csv | grep -q 'cost'
	leadfunnel -q -a a.agreement -f json --spend spend.csv leads.csv | grep -q '"cost": *30.00, *"cost_per_reached": *15.00'
}

@test "leadfunnel --spend: nothing to divide by" {
	market
	printf 'cost,channel\n0,ads\n5,fax\n-2,events\n' >spend.csv
	costs --by channel --spend spend.csv >got
	grep -qx 'Ads,won,1,0.00,0.00,' got
	grep -qx 'Fax,sql,0,5.00,,' got
	grep -qx 'Fax,won,0,5.00,,0.000000' got
	grep -qx 'Events,won,1,-2.00,-2.00,-250.250000' got
	# a stage that nobody shows
	sed -i '/^stage sql/i stage seen at seen_at' a.agreement
	sed -i '1s/$/,seen_at/; 2,$s/$/,/' leads.csv
	costs --by channel --spend spend.csv >got
	grep -qx 'Ads,seen,3,0.00,,' got
}

@test "leadfunnel --spend: dates and months are folded into the cohorts' quarters, and into periods of --by" {
	market
	printf 'Month;what;Cost\n2026-01;a;100\n2026-03;b;20\n2026-06-30;c;7\n15.04.2026;c;0.5\n2026-q2;d;1\n' >spend.csv
	costs --cohort quarter --spend spend.csv >got
	grep -qx '2026-Q1,lead,4,120.00,30.00,' got
	grep -qx '2026-Q2,lead,6,8.50,1.42,' got
	grep -qx '(all),won,2,128.50,64.25,11.677043' got
	costs --by 'quarter(created_at)' --spend spend.csv | sed 1d >other
	sed 1d got | diff - other
	costs --by 'year(created_at)' --spend spend.csv | grep -qx '2026,lead,10,128.50,12.85,'
	for name in quarter period Cohort date 'Quarter(Created_At)'; do
		sed -i "1s/^[^;]*/$name/" spend.csv
		costs --by 'quarter(created_at)' --spend spend.csv | sed 1d | diff other -
	done
	printf 'week,cost\n2026-W02,3\n2026-01-11,4\n2026-01-12,1\n' >spend.csv
	costs --cohort week --spend spend.csv | grep -qx '2026-W02,lead,1,7.00,7.00,'
	grep -q 'spend.csv: 1 row of groups without leads: 1.00 counts in (all) alone; first .2026-W03., line 4' err
}

@test "leadfunnel --spend: two items of --by, and a column each" {
	market
	printf 'country,channel,cost\nDE,ads,1\nUS,ads,2\nde,Ads,4\nus,n/a,8\n,fax,16\n' >spend.csv
	groups=2 costs --by 'channel,country' --spend spend.csv >got
	grep -qx 'Ads,DE,lead,3,5.00,1.67,' got
	grep -qx 'ADS,US,lead,2,2.00,1.00,' got
	grep -qx '(all),(all),lead,10,31.00,3.10,' got
	grep -q "spend.csv: 2 rows of groups without leads: 24.00 counts in (all) alone; first ', us', line 5" err
	printf 'country,channel,cost\nDE,n/a,8\n' >spend.csv
	groups=2 costs --by 'channel,country' --spend spend.csv | grep -qx ',DE,lead,1,8.00,8.00,'
	printf 'month,channel,cost\n2026-01,ads,8\n' >spend.csv
	groups=2 costs --cohort month --by channel --spend spend.csv | grep -qx '2026-01,Ads,lead,2,8.00,4.00,'
	# a field of the agreement: by its own name, or by the header that it is read from
	sed -i '1i field source "Channel"' a.agreement
	printf 'Channel,cost\nads,5\n' >spend.csv
	costs --by source --spend spend.csv | grep -qx 'Ads,lead,5,5.00,1.00,'
	sed -i 1s/Channel/Source/ spend.csv
	costs --by source --spend spend.csv | grep -qx 'Ads,lead,5,5.00,1.00,'
}

@test "leadfunnel --spend: what no lead is of counts in all, and is told; --where filters leads alone" {
	market
	printf 'channel,cost\nads,5\nPodcast,100.10\nTV,0.006\nfax,1\n' >spend.csv
	costs --by channel --spend spend.csv >got
	grep -qx '(all),lead,10,106.11,10.61,' got
	grep -q "spend.csv: 2 rows of groups without leads: 100.11 counts in (all) alone; first 'Podcast', line 3" err
	costs --by channel -w 'country = "DE"' --spend spend.csv >got
	grep -qx 'Ads,lead,3,5.00,1.67,' got
	grep -qx '(all),lead,5,106.11,21.22,' got
	grep -q '3 rows of groups' err
	printf 'channel,cost\n,\n' >spend.csv
	costs --by channel --spend spend.csv | grep -qx '(all),lead,10,,,'
	grep -q 'spend.csv: no costs in it' err
}

@test "leadfunnel --spend: --sort by cost and by what came back, and the cost of (other)" {
	market
	printf 'channel,cost\nads,5\nfax,1\nevents,2000\nTV,7\n' >spend.csv
	costs --by channel --sort cost --limit 1 --spend spend.csv >got
	diff - got <<-'END'
		channel,stage,reached,cost,cost_per_reached,value_per_cost
		Events,lead,2,2000.00,1000.00,
		Events,sql,1,2000.00,2000.00,
		Events,won,1,2000.00,2000.00,0.250250
		(other),lead,8,6.00,0.75,
		(other),sql,3,6.00,2.00,
		(other),won,1,6.00,6.00,166.666667
		(all),lead,10,2013.00,201.30,
		(all),sql,4,2013.00,503.25,
		(all),won,2,2013.00,1006.50,0.745405
	END
	order() { costs --by channel --sort "$1" --spend spend.csv | grep ,won, | cut -d, -f1 | paste -sd' '; }
	[ "$(order value_per_cost)" = 'Ads Events Fax  (all)' ]
	[ "$(order cost_per_reached)" = 'Events Ads Fax  (all)' ]
	fails leadfunnel -a a.agreement --sort cost leads.csv
	says "no column of numbers 'cost'"
}

@test "leadfunnel --spend: --exact tells spellings apart in the costs, too" {
	market
	printf 'channel,cost\nads,5\nADS,7\n Ads ,11\naDS,100\n' >spend.csv
	costs --by channel --exact --spend spend.csv >got
	grep -qx 'Ads,lead,3,11.00,3.67,' got
	grep -qx 'ads,lead,1,5.00,5.00,' got
	grep -qx 'ADS,lead,1,7.00,7.00,' got
	grep -q "1 row of groups without leads: 100.00 counts in (all) alone; first 'aDS', line 5" err
}

@test "leadfunnel --spend: a byte order mark, semicolons and a decimal comma" {
	market
	sed -i '1i decimal ","' a.agreement
	sed -i 's/500.5/500/' leads.csv
	printf '\xef\xbb\xbfKANAL;Channel;COST\r\nx;Ads;"1.234,567 €"\r\n;;\r\ny;events;12,5\r\n' >spend.csv
	costs --by channel --spend spend.csv >got
	grep -qx 'Ads,lead,5,1234.57,246.91,' got
	grep -qx 'Events,lead,2,12.50,6.25,' got
	grep -qx '(all),lead,10,1247.07,124.71,' got
}

@test "leadfunnel --spend: money is exact, far beyond what a double holds" {
	market
	printf 'cost\n90071992547409.93\n0.000001\n0.01\n-90071992547409.94\n0.0049990\n' >spend.csv
	groups=0 costs --spend spend.csv | grep -qx 'lead,10,0.01,0.00,'
	printf 'cost\n999999999999999.99\n999999999999999.99\n' >spend.csv
	groups=0 costs --spend spend.csv | grep -qx 'lead,10,1999999999999999.98,200000000000000.00,'
}

@test "leadfunnel --spend: the same with any number of threads and in any order" {
	market
	for _ in 1 2 3 4 5 6 7 8; do tail -n +2 leads.csv; done >more
	for _ in 1 2 3 4 5 6 7 8; do cat more; done >>leads.csv
	printf 'channel,cost\nads,5.55\nfax,1\nADS,2000\nTV,7\n' >spend.csv
	leadfunnel -q -a a.agreement -j 1 --by channel --spend spend.csv leads.csv >want
	same want leadfunnel -q -a a.agreement -j 4 --by channel --spend spend.csv leads.csv
	(sed 1q leads.csv && sed 1d leads.csv | sort -r) >other.csv
	(sed 1q spend.csv && sed 1d spend.csv | sort) >other_spend.csv
	same want leadfunnel -q -a a.agreement --by channel --spend other_spend.csv other.csv
}
