# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes the CRM export of Kessler Analytik, from September to June:
#
#     LC_ALL=C awk -f generate.awk >leads.csv
#
# Nothing in it is real. It has its own random numbers (Park and Miller's minimal standard, exact in a
# double) and uses no logarithm, no locale and no clock, so every awk writes the same bytes.
#
# The model: marketing hands over more each month, and each month sales leaves more of it lying; what lies
# longer than a few weeks is forgotten. From December on one of five territories belongs to nobody. On 9 April
# both look at it together, and each lead that lies there gets a fate: given back, called, or still waiting.
# What comes after that day is answered within hours, a little better each month. Times are minutes since
# Monday, 2025-09-01, 00:00, Jena wall clock; what would happen after the export (30 June, midnight) is not in it.

function random() { seed = (seed * 16807) % 2147483647; return (seed - 1) / 2147483646 }
function below(n) { return int(random() * n) }
function chance(p) { return random() < p }
function between(a, b) { return a + below(b - a + 1) }
function most(a, b) { return a > b ? a : b }

# One of "a|b|c", and one of "a:3|b:1", three times as often a.
function one(list, n, part) { n = split(list, part, "|"); return part[1 + below(n)] }
function weighted(list) { return pick(list, random()) }
function pick(list, at, n, i, part, pair, total) {
	n = split(list, part, "|")
	for (i = 1; i <= n; i++) {
		split(part[i], pair, ":")
		total += pair[2]
	}
	at *= total
	for (i = 1; i <= n; i++) {
		split(part[i], pair, ":")
		if ((at -= pair[2]) < 0)
			break
	}
	return pair[1]
}
# A share that depends on the record's number alone, and takes no random number from anything else.
function apart() { return record * 48271 % 2147483647 * 16807 % 2147483647 / 2147483647 }

# What an address makes of a name.
function slug(s, i, n, pair) {
	n = split("ä ae ö oe ü ue Ä ae Ö oe Ü ue ß ss é e è e ê e î i ç c á a í i ý y ě e ř r š s", pair, " ")
	for (i = 1; i < n; i += 2)
		gsub(pair[i], pair[i + 1], s)
	s = tolower(s)
	gsub(/[^a-z0-9]+/, "-", s)
	gsub(/^-|-$/, "", s)
	return s
}

# ---- time

function weekday(day) { return day % 7 }         # 0 is Monday
function month_of(day, month) { for (month = 10; day < begins[month]; month--); return month }
function date(t, day, month) {
	day = int(t / 1440)
	month = month_of(day)
	return sprintf("%d-%02d-%02d", month > 4 ? 2026 : 2025, (month + 7) % 12 + 1, day - begins[month] + 1)
}
function clock(t) { return sprintf("%02d:%02d", int(t % 1440 / 60), t % 60) }
function iso(t) { return t == "" || t >= NOW ? "" : date(t) " " clock(t) }
function german(t, p) { split(date(t), p, "-"); return p[3] "." p[2] "." p[1] " " clock(t) }
function closed(day) { return (day in holiday) || weekday(day) > 4 }

# The moment when `m` more minutes of our office hours have passed.
function office(t, m, day, i, n, span, from, to) {
	for (t = int(t); ; t = (day + 1) * 1440) {
		day = int(t / 1440)
		n = split(closed(day) ? "" : weekday(day) == 4 ? "510 720 780 900" : "510 720 780 1020", span, " ")
		for (i = 1; i < n; i += 2) {
			from = most(t, day * 1440 + span[i])
			to = day * 1440 + span[i + 1]
			if (from >= to)
				continue
			if (from + m < to)
				return from + int(m)
			m -= to - from
		}
	}
}
# Office minutes an answer takes: the quantiles of a long-tailed wait, stretched by `slow`.
function wait(slow, n, q, at) {
	n = split("3 9 18 35 60 95 150 230 360 620 1500", q, " ")
	at = random() * (n - 1)
	return slow * (q[int(at) + 1] + (at - int(at)) * (q[int(at) + 2] - q[int(at) + 1]))
}
# A moment of the day: most write to us while they work.
function moment(day) { return day * 1440 + (chance(0.8) ? between(480, 1080) : between(0, 1439)) }
# Somebody sits down on a day between the two and does a pile of them.
function sitting(from, to, day) {
	do
		day = between(from, to)
	while (closed(day))
	return day * 1440 + between(13 * 60, 14 * 60 + 50)
}

# ---- who

function person(where, tongue) {
	tongue = where ~ /DE|AT|CH/ ? "de" : where ~ /FR|BE/ ? "fr" : where == "CZ" ? "cz" : "en"
	set("First Name", one(first[tongue]))
	set("Last Name", one(last[tongue]))
}
function institution(where, tongue) {
	tongue = where ~ /DE|AT|CH/ ? "de" : where ~ /FR|BE/ ? "fr" : where == "CZ" ? "cz" : "en"
	return one(place[tongue]) " " one(kind[tongue])
}

# Whose lead it is. Holger Brandt left in December; until the first meeting nobody told the CRM.
function owner_of(where, day) {
	if (where ~ /DE/)
		return weighted(day < meeting ? "Annika Vogt:5|Dirk Seidel:4|Holger Brandt:5" : "Annika Vogt:5|Dirk Seidel:5|Nele Hartung:5")
	if (where ~ /AT|CH|CZ/)
		return day < meeting ? "Holger Brandt" : "Nele Hartung"
	return where ~ /FR|BE/ ? "Marie Chevalier" : "Iain Rutherford"
}

# ---- the look of a cell

function cell(s) {
	if (s !~ /[",\n]/)
		return s
	gsub(/"/, "\"\"", s)
	return "\"" s "\""
}
function set(name, value) { value_of[name] = value }
function row(i, line) {
	for (i = 1; i <= columns; i++)
		line = line (i > 1 ? "," : "") cell(value_of[column[i]])
	print line
}
function clear(i) { for (i in value_of) delete value_of[i] }
function unsaid() { return weighted(":6|n/a:2|-:2") }

# ---- when sales answers

# As it was: what is not answered within some weeks is forgotten.
function forgotten(owner, day, p) {
	p = lies[month_of(day)]
	if (owner == "Holger Brandt" && day >= 102)
		return chance(0.985)
	return chance(p * (owner == "Marie Chevalier" ? 0.72 : owner == "Dirk Seidel" ? 1.12 : 1))
}
# What becomes of a forgotten one after the first meeting: "" still waits. `given` says it went back.
function fate(mql, asked, old, at) {
	old = int(mql / 1440) < meeting - 90
	given = chance(old ? 0.8 : asked == "Data sheet" ? 0.65 : 0.25)
	at = random()
	if (at < (old ? 0.5 : 0.17))
		return given ? sitting(meeting + 1, 241) : office(sitting(meeting + 4, 241), wait(1))
	if (at < (old ? 0.76 : 0.59))
		return given ? sitting(248, 270) : office(sitting(245, 270), wait(1))
	if (at < (old ? 0.84 : 0.74))
		return office(sitting(274, 299), wait(1))
	return ""
}

# ---- one lead

function lead(day, handed, t, where, asked, mql, answer, sql, won, lost, owner, status, name) {
	clear()
	where = weighted("DE:50|AT:7|CH:8|CZ:5|FR:11|BE:4|GB:11|IE:2|US:2")
	asked = handed ? weighted("Quote:30|Demo:24|Sample measurement:18|Data sheet:28") : weighted("Newsletter:30|Data sheet:45|Application note:25")
	if (handed && day >= 249 && asked == "Data sheet")       # since the second meeting no longer handed over
		asked = one("Quote|Demo|Sample measurement")
	t = moment(day)
	set("Record ID", record = record + between(1, 5))
	set("Created", german(t))
	person(where)
	set("Institution", institution(where))
	set("Email", slug(value_of["First Name"]) "." slug(value_of["Last Name"]) "@" slug(value_of["Institution"]) ".example")
	if (chance(0.01))
		set("Email", toupper(value_of["Email"]))
	set("Country", where)
	set("Source", chance(0.04) ? unsaid() : weighted("Website:34|Trade fair:15|Webinar:18|Search ad:20|Distributor:7|Journal:6"))
	set("Asked For", asked)
	given = 0
	status = "New"
	owner = owner_of(where, day)
	if (handed) {
		mql = t + (asked == "Quote" || chance(0.6) ? between(1, 25) : between(30, 2400))
		if (int(mql / 1440) > day && month_of(int(mql / 1440)) != month_of(day))
			mql = t + 20
		status = "Open"
		if (day < meeting) {
			if (forgotten(owner, day))
				answer = fate(mql, asked)
			else
				answer = office(mql, wait(month_of(day) < 3 ? 2.2 : 5))
			if (!given && answer && answer < meeting * 1440)
				given = chance(asked == "Data sheet" ? 0.4 : 0.06)
		} else if (!chance(day < 242 ? 0.1 : day < 273 ? 0.05 : 0.03)) {
			answer = office(mql, wait(day < 242 ? 1.5 : day < 273 ? 0.75 : 0.55) * (asked == "Quote" ? 0.35 : 1))
			given = chance(asked == "Data sheet" ? 0.5 : 0.1)
		}
		if (asked == "Sample measurement" && chance(0.75) && (!answer || answer > mql + 1440 * 3)) {
			name = office(mql + 1440 * between(1, 2), between(30, 400))
			set("Sample In", iso(name))
			name = name + 1440 * (answer ? between(1, 6) : between(5, 30))
			if (!answer && day >= 235 && chance(0.7))
				name = ""
			set("Sample Out", iso(name))
		}
		if (answer && answer < NOW) {
			status = given ? "Recycled" : "Accepted"
			set(given ? "Recycled At" : "Accepted At", iso(answer))
			if (given)
				set("Recycle Reason", one("No budget|Not now|No answer|No answer|Has bought elsewhere|Wrong contact"))
		}
		if (status == "Accepted" && chance(0.42)) {
			sql = office(answer, wait(10) + 300)
			if (sql < NOW) {
				status = "Qualified"
				set("SQL At", iso(sql))
				if (chance(0.3))
					won = office(sql + 1440 * between(20, 80), wait(2))
				else if (chance(0.5))
					lost = office(sql + 1440 * between(10, 70), wait(2))
			}
		}
		if (won && won < NOW) {
			status = "Won"
			set("Won At", iso(won))
			name = 100 * between(90, 1400)
			set("Amount", chance(0.5) ? name : int(name / 1000) "," sprintf("%03d", name % 1000))
		}
		if (lost && lost < NOW) {
			status = "Lost"
			set("Lost At", iso(lost))
			set("Lost Reason", pick("Price:30|No decision:24|Chose competitor:18|no decision:5|Project stopped:13|:10", apart()))
		}
	}
	set("MQL At", iso(mql))
	set("Status", status)
	set("Owner", chance(0.03) ? tolower(owner) : chance(0.02) ? owner " " : owner)
	row()
	if (chance(0.006)) {                                         # the same person fills the form twice
		t = t + between(2, 30)
		for (name in value_of)
			if (name ~ /^(MQL|Accepted|Recycled|SQL|Won|Lost) At$|^Sample |Reason|Amount/)
				set(name, "")
		set("Record ID", record = record + 1)
		set("Created", german(t))
		set("Status", "New")
		row()
	}
}

# Our own people, trying the form.
function stranger(day) {
	clear()
	set("Record ID", record = record + 1)
	set("Created", german(moment(day)))
	set("First Name", "Test")
	set("Last Name", "Test")
	set("Email", "test@kessler-analytik.example")
	set("Asked For", "Quote")
	set("MQL At", date(day * 1440) " 09:00")
	set("Status", "Open")
	row()
}

BEGIN {
	seed = 20251159
	NOW = 303 * 1440
	meeting = 220                                            # Thursday, 9 April
	split("0 30 61 91 122 153 181 212 242 273", begins, " ")
	split("32 60 115 116 122 214 217 242 255 266 291", list, " ")
	for (i in list)
		holiday[list[i]] = 1
	for (i = 114; i <= 121; i++)
		holiday[i] = 1                                   # between Christmas and New Year
	split("0.07 0.24 0.55 0.78 0.85 0.86 0.79", lies, " ")
	split("60 80 104 72 122 132 152 108 86 92", handed, " ")
	split("80 90 95 65 105 100 125 100 95 90", others, " ")

	first["de"] = "Anja|Britta|Carsten|Daniel|Eva|Florian|Gisela|Heiko|Ines|Jochen|Katrin|Lars|Martina|Norbert|Petra|Ralf|Sabine|Thomas|Ute|Volker"
	last["de"] = "Albrecht|Böhm|Dietrich|Ebert|Förster|Günther|Heinrich|Jäger|Köhler|Lorenz|Möller|Nagel|Otto|Pohl|Rößler|Schubert|Thiel|Ullrich|Voigt|Winkler"
	first["fr"] = "Amélie|Benoît|Céline|Damien|Élodie|Fabrice|Hélène|Julien|Laure|Mathieu"
	last["fr"] = "Aubert|Besson|Carpentier|Delorme|Fournier|Girard|Lambert|Marchand|Perrin|Roussel"
	first["cz"] = "Jana|Lenka|Milan|Ota|Petr|Radka|Tomáš"
	last["cz"] = "Beneš|Dvořák|Horák|Kolář|Novotný|Svoboda"
	first["en"] = "Alice|Brian|Claire|David|Emma|Fiona|George|Hannah|Isaac|Judith|Keith|Laura|Niall|Owen|Rachel|Simon"
	last["en"] = "Abbott|Barnes|Clarke|Dawson|Ellis|Foster|Grant|Hughes|Kennedy|Marsh|Nolan|Parker|Reid|Shaw|Walsh|Young"
	place["de"] = "Saaletal|Rennsteig|Holzland|Altmark|Oderbruch|Sauerland|Eifel|Allgäu|Wachau|Emmental|Kocher|Lahn|Wendland|Rhön|Fläming"
	kind["de"] = "Labor|Pharma|Institut|Chemie|Wasserwerke|Lebensmittel|Umweltanalytik|Kliniken|Farben"
	place["fr"] = "Vercors|Camargue|Ardenne|Vosges|Morvan"
	kind["fr"] = "Laboratoires|Pharma|Chimie|Institut"
	place["cz"] = "Polabí|Haná|Beskydy"
	kind["cz"] = "Laboratoř|Chemie|Pharma"
	place["en"] = "Fenland|Cotswold|Pennine|Solway|Mendip|Shannon"
	kind["en"] = "Laboratories|Water|Biosciences|Foods|Institute"

	columns = split("Record ID|Created|First Name|Last Name|Email|Institution|Country|Source|Asked For|Status|Owner|MQL At|Sample In|Sample Out|Accepted At|Recycled At|Recycle Reason|SQL At|Lost At|Lost Reason|Won At|Amount", column, "|")
	record = 4100
	for (i = 1; i <= columns; i++)
		set(column[i], column[i])
	row()
	for (month = 1; month <= 10; month++) {
		left = handed[month]
		rest = others[month]
		to = month < 10 ? begins[month + 1] : 303
		weight = 0
		for (day = begins[month]; day < to; day++)
			weight += closed(day) ? 0.3 : 1
		for (day = begins[month]; day < to; day++) {
			share = (closed(day) ? 0.3 : 1) / weight
			weight = weight - (closed(day) ? 0.3 : 1)
			n = day == to - 1 ? left : int(left * share + random())
			for (left -= n; n > 0; n--)
				lead(day, 1)
			n = day == to - 1 ? rest : int(rest * share + random())
			for (rest -= n; n > 0; n--)
				lead(day, 0)
			if (chance(0.02))
				stranger(day)
		}
	}
}
