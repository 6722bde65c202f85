# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes the exports of Weidling's CRM, one for each night of March and April 2026, and what really happened:
#
#     LC_ALL=C awk -v into=exports -f generate.awk          exports/leads-2026-03-01_22-30.csv, ...
#     LC_ALL=C awk -v what=truth -f generate.awk >truth.csv
#
# Nothing in it is real. It has its own random numbers (Park and Miller's minimal standard, exact in a
# double) and uses no logarithm, no locale and no clock, so every awk writes the same bytes.
#
# The model: every lead has a life, which is a list of moments and of the status that it has from then on. An
# export shows the status and the owner of that night and nothing else. Many leads that were handed over are
# never answered, most of them before February, and stand there as MQL from then on. Jonas Wirth answers hardly
# any; on 1 April he is gone, and all his leads become Petra Lindner's. Times are minutes since Monday, 2025-09-01, 00:00, Linz wall clock.

function random() { seed = (seed * 16807) % 2147483647; return (seed - 1) / 2147483646 }
function below(n) { return int(random() * n) }
function chance(p) { return random() < p }
function between(a, b) { return a + below(b - a + 1) }

# One of "a|b|c", and one of "a:3|b:1", three times as often a.
function one(list, n, part) { n = split(list, part, "|"); return part[1 + below(n)] }
function weighted(list, n, i, part, pair, total, at) {
	n = split(list, part, "|")
	for (i = 1; i <= n; i++) {
		split(part[i], pair, ":")
		total += pair[2]
	}
	at = random() * total
	for (i = 1; i <= n; i++) {
		split(part[i], pair, ":")
		if ((at -= pair[2]) < 0)
			break
	}
	return pair[1]
}

# What an address makes of a name.
function slug(s, i, n, pair) {
	n = split("ä ae ö oe ü ue ß ss é e è e ř r š s á a ć c č c ž z ő o", pair, " ")
	for (i = 1; i < n; i += 2)
		gsub(pair[i], pair[i + 1], s)
	s = tolower(s)
	gsub(/[^a-z0-9]+/, "-", s)
	return s
}

# ---- time

function weekday(day) { return day % 7 }         # 0 is Monday
function month_of(day, month) { for (month = 9; day < begins[month]; month--); return month }
function date(t, day, month) {
	day = int(t / 1440)
	month = month_of(day)
	return sprintf("%d-%02d-%02d", month > 4 ? 2026 : 2025, (month + 7) % 12 + 1, day - begins[month] + 1)
}
function clock(t) { return sprintf("%02d:%02d", int(t % 1440 / 60), t % 60) }
function iso(t) { return t == "" || t > last ? "" : date(t) " " clock(t) }

# Somebody is at work: days later, on a weekday, between eight and five.
function at_work(t, days, day) {
	day = int(t / 1440) + days
	while (weekday(day) > 4)
		day++
	return (days || day > int(t / 1440) ? day * 1440 + between(480, 1020) : t + between(5, 90))
}

# ---- a lead's life

# From t on it has this status.
function becomes(status, t) {
	lives[n]++
	since[n, lives[n]] = t
	status_of[n, lives[n]] = status
	if (!((n, status) in first_time))
		first_time[n, status] = t
}

# It is handed over; false: nobody has accepted it.
function hand_over(t, often, at) {
	becomes("MQL", t)
	if (chance(0.005)) {                     # a wrong number, which is seen at once
		becomes("Recycled", t + between(3, 60))
		return 0
	}
	at = owner[n] == "Jonas Wirth" && t < gone ? 0.09 : owner[n] == "Petra Lindner" && t >= gone ? 0.4 : 0.52
	if (chance(int(t / 1440) < 150 ? at * 0.25 : at + often)) {
		at = at_work(t, weighted("0:34|1:22|2:13|3:9|5:8|8:6|13:5|21:2|34:1"))
		becomes("SAL", at)
		return at
	}
	if (chance(0.3))
		becomes("Recycled", at_work(t, between(4, 24)))
	return 0
}

function sell(t) {
	if (!chance(0.5)) {
		if (chance(0.5))
			becomes("Lost", at_work(t, between(4, 30)))
		return
	}
	t = at_work(t, between(2, 16))
	becomes("Offer", t)
	if (chance(0.4))
		becomes("Customer", at_work(t, between(6, 35)))
	else if (chance(0.6))
		becomes("Lost", at_work(t, between(5, 40)))
}

function lead(t, at, where, i) {
	n++
	id[n] = record = record + between(1, 4)
	where = weighted("AT:42|DE:34|CH:8|CZ:8|HU:4|SI:4")
	i = where ~ /AT|DE|CH/ ? "de" : "east"
	at = one(first[i]) " " one(family[i])
	i = one(place[i]) " " one(trade[i])
	about[n] = date(t) "," i "," at "," slug(at) "@" slug(i) ".example," where "," weighted("Website:36|Trade fair:17|Webinar:14|Search ad:18|Partner:15")
	owner[n] = where == "AT" ? one("Eva Gruber|Jonas Wirth") : where ~ /DE|CH/ ? one("Petra Lindner|Stefan Auer|Stefan Auer") : "Milan Dvořák"
	if (where == "AT" && t >= gone && owner[n] == "Jonas Wirth")
		owner[n] = "Petra Lindner"
	becomes("New", t)
	if (!chance(0.55))
		return
	t = chance(0.45) ? t + between(1, 40) : at_work(t, between(1, 18))
	at = hand_over(t, 0)
	if (!at && status_of[n, lives[n]] == "Recycled" && chance(0.4))  # it comes back, and is handed over again
		at = hand_over(at_work(since[n, lives[n]], between(7, 30)), 0.15)
	if (at)
		sell(at)
}

# ---- what is shown

function owner_at(n, t) { return owner[n] == "Jonas Wirth" && t >= gone ? "Petra Lindner" : owner[n] }

function write_night(t, file, i, k) {
	file = into "/leads-" date(t) "_22-30.csv"
	print "Lead ID,Created,Company,Contact,Email,Country,Source,Status,Owner" >file
	for (i = 1; i <= n && since[i, 1] <= t; i++) {
		for (k = lives[i]; since[i, k] > t; k--)
			;
		print id[i] "," about[i] "," status_of[i, k] "," owner_at(i, t) >file
	}
	close(file)
}

# The columns that the agreement's fold makes of the history; but nothing was before.
function write_truth(i, k, mql, again) {
	print "lead_id,before,mql_at,sal_at,offer_at,customer_at,recycled_at,again_at,lost_at,owner_then"
	for (i = 1; i <= n; i++) {
		mql = first_time[i, "MQL"]
		if (mql == "" || mql > last)
			continue
		again = ""
		for (k = 1; k <= lives[i]; k++)
			if (status_of[i, k] == "MQL" && since[i, k] > mql)
				again = since[i, k]
		print id[i] ",0," iso(mql) "," iso(first_time[i, "SAL"]) "," iso(first_time[i, "Offer"]) "," \
			iso(first_time[i, "Customer"]) "," iso(first_time[i, "Recycled"]) "," iso(again) "," \
			iso(first_time[i, "Lost"]) "," owner_at(i, mql)
	}
}

# So many leads of a day, in the order in which they come.
function day_of(day, leads, i, j, t, minute) {
	for (i = 1; i <= leads; i++) {
		t = chance(0.8) ? between(450, 1110) : between(0, 1439)
		for (j = i; j > 1 && minute[j - 1] > t; j--)
			minute[j] = minute[j - 1]
		minute[j] = t
	}
	for (i = 1; i <= leads; i++)
		lead(day * 1440 + minute[i])
}

BEGIN {
	seed = 20260301
	split("0 30 61 91 122 153 181 212 242", begins, " ")
	gone = 212 * 1440 + 540                          # Wednesday, 1 April, nine o'clock
	last = 241 * 1440 + 1350                         # the last night: 30 April, half past ten in the evening
	record = 20100
	first["de"] = "Anna|Bernhard|Christina|Dominik|Elisabeth|Franz|Gabriele|Hannes|Ingrid|Josef|Karin|Lukas|Monika|Oskar|Renate|Simon|Theresa|Ulrich|Verena|Wolfgang"
	family["de"] = "Aigner|Bauer|Danninger|Eder|Fuchs|Gassner|Hofer|Huber|Kaiser|Kern|Leitner|Mayr|Pichler|Reiter|Schmid|Steiner|Wagner|Wimmer|Zauner|Zöhrer"
	first["east"] = "Ana|Eszter|Gábor|Jana|Jiří|Luka|Maja|Pavel|Tereza|Zsolt"
	family["east"] = "Horvat|Kovács|Krajnc|Molnár|Novák|Procházka|Svoboda|Szabó|Veselý|Zupan"
	place["de"] = "Donautal|Traunsee|Innviertel|Mostland|Hausruck|Wienerwald|Isar|Altmühl|Bodensee|Rheintal|Schwarzwald|Hegau"
	trade["de"] = "Logistik|Getränke|Molkerei|Papier|Versand|Zement|Möbel|Backwaren|Pharma|Recycling"
	place["east"] = "Morava|Balaton|Drava|Labe|Sava"
	trade["east"] = "Logistika|Pivovar|Papir|Trans|Pharma"

	for (day = 0; day <= 241; day++)
		day_of(day, weekday(day) > 4 ? between(1, 5) : between(9, 19))
	if (what == "truth")
		write_truth()
	else
		for (day = 181; day <= 241; day++)
			write_night(day * 1440 + 1350)
}
