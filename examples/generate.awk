# SPDX-FileCopyrightText: 2026 Leadpipe contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes the example company's CRM export, the leads of 2026:
#
#     LC_ALL=C awk -f generate.awk >leads.csv
#
# Nothing in it is real. It has its own random numbers (Park and Miller's minimal standard, exact in a
# double) and uses no logarithm, no locale and no clock, so every awk writes the same bytes.
#
# The model: people at companies arrive by a source, on a day, with a latent interest. Title, company,
# source and interest make them more or less likely to become an MQL, be accepted, qualify and buy. What
# the export shows of them is what a CRM would show, dirt included. Times are minutes since 2026-01-01
# 00:00, Hamburg wall clock; what would happen after the export (31 October, midnight) is not in it.

function random() { seed = (seed * 16807) % 2147483647; return (seed - 1) / 2147483646 }
function below(n) { return int(random() * n) }
function chance(p) { return random() < p }
function between(a, b) { return a + below(b - a + 1) }
function most(a, b) { return a > b ? a : b }
function least(a, b) { return a < b ? a : b }

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
	n = split("ä ae ö oe ü ue Ä ae Ö oe Ü ue ß ss é e è e É e ë e ï i ç c å a Å a ø o ı i ş s ğ g ñ n ó o á a ł l Ł l ễ e š s", pair, " ")
	for (i = 1; i < n; i += 2)
		gsub(pair[i], pair[i + 1], s)
	s = tolower(s)
	gsub(/[^a-z0-9]+/, "-", s)
	gsub(/^-|-$/, "", s)
	return s
}

# ---- time

function weekday(day) { return (day + 3) % 7 }   # 0 is Monday; 2026-01-01 was a Thursday
function ymd(t, day, month) {
	day = int(t / 1440)
	for (month = 12; day < before_month[month]; month--)
		;

	return sprintf("2026-%02d-%02d", month, day - before_month[month] + 1)
}
function month_of(day, month) {
	for (month = 12; day < before_month[month]; month--)
		;
	return month
}
function clock(t) { return sprintf("%02d:%02d", int(t % 1440 / 60), t % 60) }
function iso(t) { return t == "" || t >= NOW ? "" : ymd(t) " " clock(t) }
function german(t, p) { split(ymd(t), p, "-"); return p[3] "." p[2] "." p[1] }

# The moment when `m` more minutes of our office hours have passed.
function office(t, m, day, i, n, span, from, to) {
	for (t = int(t); ; t = (day + 1) * 1440) {
		day = int(t / 1440)
		n = split((day in holiday) || weekday(day) > 4 ? "" : \
			  weekday(day) == 4 ? "540 960" : "540 750 810 1050", span, " ")
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
# Office minutes a human answer takes: the quantiles of a long-tailed wait, stretched by `slow`.
function wait(slow, n, q, at) {
	n = split("4 11 22 45 80 140 240 390 640 1100 2600", q, " ")
	at = random() * (n - 1)
	return slow * (q[int(at) + 1] + (at - int(at)) * (q[int(at) + 2] - q[int(at) + 1]))
}
# A waking hour: most of them in the day, some late at night.
function moment(day, hour) {
	hour = weighted("7:3|8:7|9:11|10:12|11:11|12:7|13:8|14:10|15:10|16:8|17:5|18:3|19:3|20:4|21:4|22:2|23:1")
	return day * 1440 + hour * 60 + 1 + below(59)
}

# ---- companies

function make_companies(i, c, tries, lead, trade, where, size) {
	while (companies < 640 && tries++ < 20000) {
		where = weighted("DE:46|AT:8|CH:8|NL:7|FR:6|GB:8|SE:4|US:8|CA:2|AU:2|IN:1")
		lead = one(where ~ /DE|AT|CH/ ? stems_de : where == "FR" ? stems_fr : where == "NL" ? stems_nl : where == "SE" ? stems_se : stems_en)
		i = where ~ /DE|AT|CH/ ? trades_de : where == "FR" ? trades_fr : where == "NL" ? trades_nl : where == "SE" ? trades_se : trades_en
		trade = one(i)
		split(trade, c, ":")
		i = slug(lead "-" c[1]) ".example"
		if (i in company_seen)
			continue
		company_seen[i] = 1
		companies++
		domain_of[companies] = i
		company_name[companies] = lead " " c[1] (chance(0.8) ? one(form[where]) : "")
		industry[companies] = c[2]
		country[companies] = where
		size = weighted("4:16|20:27|80:27|400:21|2000:9")
		employees[companies] = size == 4 ? between(2, 9) : size == 20 ? between(10, 49) : size == 80 ? between(50, 199) : \
			size == 400 ? between(200, 990) : between(100, 1400) * 10
		if (size >= 400 && chance(0.24) && accounts < 48) {
			named[companies] = 1
			accounts++
		}
	}
}

# ---- the look of a cell

function cell(s) {
	if (s !~ /[",\n]/)
		return s
	gsub(/"/, "\"\"", s)
	return "\"" s "\""
}
function unsaid() { return weighted(":5|Select:3|n/a:1|null:1|-:1") }
function money(x, threes) {
	threes = x < 1000 ? x : int(x / 1000) "," sprintf("%03d", x % 1000)
	return weighted(threes ":4|$" threes ":3|" x ":3|" threes " EUR:1")
}
function thousands(x) { return x < 1000 || chance(0.35) ? x : int(x / 1000) "," sprintf("%03d", x % 1000) }

# ---- one lead

function set(name, value) { value_of[name] = value }
function row(i, line) {
	for (i = 1; i <= columns; i++)
		line = line (i > 1 ? "," : "") cell(value_of[column[i]])
	print line
}
function clear(i) { for (i in value_of) value_of[i] = "" }

function person(where, tongue) {
	tongue = where ~ /DE|AT|CH/ ? "de" : where == "FR" ? "fr" : where == "NL" ? "nl" : where == "SE" ? "se" : where == "IN" ? "in" : "en"
	if (chance(0.07))
		tongue = "other"
	set("First Name", one(first[tongue]))
	set("Last Name", one(last[tongue]))
	return slug(value_of["First Name"]) "." slug(value_of["Last Name"])
}

# rank 0 student … 4 executive
function title(where, rank) {
	if (where ~ /DE|AT|CH/)
		return one(rank == 4 ? "Geschäftsführer|Geschäftsführung|CEO|Kaufmännischer Leiter|Chief Operating Officer" : \
			rank == 3 ? "Leiter Kundendienst|Leitung Service|Head of Field Service|Leitung Technik|Serviceleiter|Director Operations|Leiter IT" : \
			rank == 2 ? "Teamleiter Disposition|Service Manager|Projektmanager Digitalisierung|IT Manager|Operations Manager" : \
			rank == 1 ? "Disponent|Disposition|Einsatzplaner|Servicetechniker|Sachbearbeiter Kundendienst|Assistenz" : \
			"Werkstudent|Student|Intern|Praktikum")
	return one(rank == 4 ? "CEO|Managing Director|Chief Operating Officer|COO|VP Operations|VP Field Service" : \
		rank == 3 ? "Head of Field Service|Director of Service|Service Director|Head of Operations|Director, Field Operations" : \
		rank == 2 ? "Service Manager|Operations Manager|IT Manager|Field Service Manager|Dispatch Team Lead" : \
		rank == 1 ? "Dispatcher|Scheduler|Field Technician|Service Coordinator|Office Assistant" : "Intern|Student|Graduate Intern")
}

function lead(day, t, c, where, source, mailbox, rank, interest, private, quality, size, views, webinars, pricing, asset, \
	      seen, mql, accepted, contact, sql, won, recycled, lost, disqualified, status, owner, warmth, budget, said, decisive) {
	clear()
	source = day in fair && chance(0.7) ? "Event" : \
		weighted("Organic Search:23|Paid Search:22|Website:14|Webinar:13|Social:9|Partner:5|Referral:4|Outbound:8|Event:2")
	c = chance(0.12) ? named_at[1 + below(accounts)] : 1 + below(companies)
	if (source == "Partner" && employees[c] < 50)
		c = 1 + below(companies)
	where = country[c]
	size = employees[c]
	private = chance(source ~ /Paid|Social|Organic/ ? 0.2 : 0.06)
	rank = weighted(source ~ /Partner|Referral/ ? "1:2|2:4|3:5|4:3" : source == "Outbound" ? "1:1|2:4|3:4|4:2" : \
		private ? "0:4|1:6|2:3|4:2" : "0:2|1:7|2:9|3:6|4:3")
	interest = (random() + random() + random()) / 3
	interest = interest * 0.8 + (rank >= 3 ? 0.05 : 0) + (source ~ /Partner|Referral/ ? 0.14 : source ~ /Webinar|Website/ ? 0.08 : source == "Outbound" ? -0.1 : 0)
	views = int(most(0, interest - 0.25) * 38 * random() + (source ~ /Event|Outbound|Partner/ ? 0 : 1) + 2 * random())
	webinars = source == "Webinar" ? between(1, 2) : 0
	webinars += interest > 0.5 && chance(0.5) ? between(1, 2) : chance(0.08) ? 1 : 0
	pricing = interest > 0.46 ? below(5) : chance(0.15) ? 1 : 0
	asset = interest > 0.5 && chance(0.7) ? weighted("ROI Calculator:4|Buyer Guide:4|Event:2") : \
		weighted("Checklist:5|Blog:6|Newsletter:4|Webinar Recording:3|Case Study:3|Buyer Guide:1|:4")

	set("Record ID", record = record + between(1, 7))
	set("Create Date", iso(t))
	mailbox = person(where)
	set("Email", mailbox "@" (private ? one("webmail.example|postfach.example|freemail.example|mailbox24.example") : domain_of[c]))
	if (chance(0.015))
		set("Email", toupper(value_of["Email"]))
	set("Job Title", chance(0.04) ? unsaid() : title(where, rank))
	set("Company Name", private && chance(0.4) ? "" : company_name[c])
	said = random()
	set("Company Size", private || said < 0.05 ? (chance(0.5) ? "0" : unsaid()) : said < 0.1 ? "0" : thousands(size))
	set("Industry", chance(0.08) ? unsaid() : industry[c])
	set("Country", where)
	set("Lead Source", chance(0.03) ? tolower(source) : source)
	set("Language", where ~ /DE|AT|CH/ ? "de" : where == "FR" ? "fr" : "en")
	set("Page Views", views)
	set("Webinars", webinars ? webinars : chance(0.5) ? "0" : "")
	set("Pricing Visits", pricing ? pricing : chance(0.5) ? "0" : "")
	set("Last Asset", asset)
	if (source == "Website" && chance(0.3) || source ~ /Search/ && chance(0.06))
		set("Message", one(messages))

	# Who becomes one. What marketing knows, and a good part of luck.
	quality = (rank == 4 ? 22 : rank == 3 ? 21 : rank == 2 ? 9 : rank == 1 ? 2 : -12) + (size >= 200 ? 15 : size >= 50 ? 9 : 0) + \
		(c in named ? 9 : 0) + (private ? -26 : 0) + interest * 55 + pricing * 2 + \
		(source == "Partner" ? 10 : source == "Referral" ? 14 : source == "Paid Search" ? -5 : source == "Social" ? -7 : 0)
	warmth = least(0.97, most(0.02, (quality - 22) / 62))
	owner = chance(0.8) ? owner_of[where] : one("Jana Brandt|Mehmet Yılmaz|Claire Dubois|Tom Whitfield|Sofie Lindqvist")
	seen = t + int(interest * interest * random() * 1440 * 75)
	status = "New"
	if (quality + between(-13, 13) >= 59) {
		mql = t + (chance(0.6) ? between(2, 40) : int(random() * random() * 1440 * 35))
		status = "Open"
		contact = office(mql, wait(source == "Partner" ? 0.5 : source == "Event" ? 2.4 : month_of(day) == 8 ? 1.8 : 1))
		accepted = chance(0.6) ? least(contact, mql + 1440 * 9) : office(contact, wait(0.6))
		if (chance(0.03))
			contact = accepted = moment(int(contact / 1440) + 5 - weekday(int(contact / 1440)))
		decisive = random()
		if (decisive > 0.2 + 0.66 * warmth) {         # the leak: nobody takes it, or marketing gets it back
			if (chance(0.4)) {
				recycled = office(contact, wait(5))
				status = "Recycled"
			} else if (chance(0.25)) {
				disqualified = office(contact, wait(3))
				status = "Unqualified"
			}
			accepted = ""
			if (chance(0.6) && status == "Open")
				contact = ""
		} else {
			status = "Accepted"
			if (chance(0.2 + 0.55 * warmth)) {
				sql = office(accepted, wait(9) + 300)
				status = "Qualified"
				if (chance(0.03))
					sql = most(t + 5, accepted - between(60, 2000))   # entered late, dated early
			} else if (chance(0.45)) {
				recycled = office(accepted, wait(8) + 900)
				status = "Recycled"
			} else if (chance(0.25)) {
				disqualified = office(accepted, wait(4) + 60)
				status = "Unqualified"
			}
		}
		if (recycled && chance(0.12)) {                      # some come back
			accepted = office(recycled + 1440 * between(20, 70), wait(1))
			status = "Accepted"
			if (chance(0.6)) {
				sql = office(accepted, wait(8) + 200)
				status = "Qualified"
			}
		}
		if (sql) {
			said = sql + 1440 * (between(14, 60) + below(40) * (size >= 200))
			if (chance(0.16 + 0.3 * warmth)) {
				won = office(said, wait(2))
				status = "Closed - Won"
			} else if (chance(0.62)) {
				lost = office(said, wait(2))
				status = "Closed - Lost"
			}
		}
		seen = most(seen, (won ? won : lost ? lost : sql ? sql : accepted ? accepted : mql) - below(1440 * 3))
	} else if (chance(0.05)) {
		disqualified = office(t, wait(4))
		status = "Unqualified"
	} else if (chance(0.015)) {                                  # sales took it without asking marketing
		accepted = contact = office(t, wait(1))
		status = "Accepted"
	} else if (chance(0.2))
		status = "Nurture"
	if (chance(0.25 + 0.4 * interest))
		seen = most(seen, NOW - int(random() * random() * 1440 * 120))  # our newsletter wakes them
	seen = most(t, least(seen, NOW - 1 - below(2000)))
	if (chance(0.03))
		set("Last Activity At", "")
	else
		set("Last Activity At", chance(0.85) ? german(seen) : iso(seen))

	# What sales wrote down: the further, the more of it.
	said = sql ? 0.93 : accepted ? 0.6 : mql ? 0.34 : 0.13
	budget = weighted("800:2|1500:3|4000:5|9000:5|14000:6|25000:6|60000:3|120000:1") * (size >= 1000 ? 3 : 1)
	if (sql && chance(0.8))
		budget = most(budget, 12000 + 500 * below(30))
	set("Budget", chance(said) ? money(budget) : unsaid())
	set("Need", !chance(said + 0.1) ? unsaid() : chance(sql ? 0.95 : 0.55 + 0.3 * interest) ? weighted("yes:6|Yes:3|y:1") : weighted("no:3|No:1"))
	set("Timeline", !chance(said) ? unsaid() : chance(sql ? 0.8 : 0.4) ? one("30 days|60 days|90 days|1 month|3 months|2 months") : \
		one("6 months|9 months|12 months|18 months|180 days|24 months"))

	set("MQL At", mql && chance(0.985) ? iso(mql) : "")
	set("Accepted At", accepted ? iso(accepted) : "")
	set("First Contact At", contact && chance(0.9) ? iso(contact + (accepted ? below(90) : 0)) : "")
	set("SQL At", sql ? iso(sql) : "")
	if (won && won < NOW) {
		set("Won At", iso(won))
		set("Amount", most(1800, int(least(size, 900) * between(30, 75) / 100) * 100 + 100 * between(0, 40)) (chance(0.2) ? ".00" : ""))
	}
	if (recycled && recycled < NOW) {
		set("Recycled At", iso(recycled))
		set("Recycle Reason", one("No answer|No answer|Not now|No budget this year|Wrong contact|"))
	}
	if (lost && lost < NOW) {
		set("Lost At", iso(lost))
		set("Lost Reason", one("Price|Price|Chose competitor|No decision|No decision|Missing feature|Project stopped|"))
	}
	if (disqualified && disqualified < NOW) {
		set("Disqualified At", iso(disqualified))
		set("Disqualified Reason", one("Student|Too small|Not our market|Duplicate|Vendor|Fake details"))
	}
	# The status is the present one: what the export has not seen yet has not happened.
	if (status == "Closed - Won" && won >= NOW || status == "Closed - Lost" && lost >= NOW)
		status = "Qualified"
	if (status == "Qualified" && sql >= NOW)
		status = "Accepted"
	if (status == "Recycled" && recycled >= NOW || status == "Unqualified" && disqualified >= NOW)
		status = accepted ? "Accepted" : mql ? "Open" : "New"
	if (status == "Accepted" && accepted >= NOW)
		status = recycled && recycled < NOW ? "Recycled" : "Open"
	set("Lead Status", status)
	set("Contact Owner", mql && (accepted || chance(0.85)) || chance(0.1) ? owner : "")
	row()
	if (chance(0.008)) {                                         # the same person fills the form twice
		set("Record ID", record = record + 1)
		set("Create Date", iso(t + between(3, 40)))
		set("Lead Source", "Website")
		for (said = 1; said <= columns; said++)
			if (column[said] ~ /^(MQL|Accepted|First Contact|SQL|Won|Recycled|Lost|Disqualified) At$|Reason|^Amount$|Owner/)
				set(column[said], "")
		set("Lead Status", "New")
		row()
	}
}

# Rows nobody should count: ours, and the competition's.
function stranger(day, kind) {
	clear()
	set("Record ID", record = record + between(1, 4))
	set("Create Date", iso(moment(day)))
	set("First Name", kind == "ours" ? one("Test|Testi|Max") : one(first["de"]))
	set("Last Name", kind == "ours" ? one("Test|Tester|Mustermann") : one(last["de"]))
	set("Email", slug(value_of["First Name"]) "." slug(value_of["Last Name"]) (kind == "ours" ? "@nordlicht.example" : "@" one("dispatchwerk.example|routenheld.example|fieldhero.example")))
	set("Job Title", kind == "ours" ? "VP Test" : one("Product Manager|Head of Marketing|Analyst"))
	set("Company Name", kind == "ours" ? "Nordlicht Software GmbH" : "")
	set("Company Size", kind == "ours" ? "85" : "0")
	set("Country", "DE")
	set("Lead Source", "Website")
	set("Page Views", between(3, 60))
	set("Pricing Visits", between(1, 9))
	set("Last Activity At", german(day * 1440))
	set("Need", unsaid())
	set("Lead Status", "New")
	row()
}

BEGIN {
	seed = 20260101
	NOW = 304 * 1440
	split("0 31 59 90 120 151 181 212 243 273 304 334", before_month, " ")
	split("0 92 95 120 133 144 275", day_off, " ")       # New Year, Easter, 1 May, Ascension, Whit Monday, 3 October
	for (i in day_off)
		holiday[day_off[i]] = 1
	for (i = 75; i <= 78; i++)
		fair[i] = 1                                  # Servicetage Hannover, 17-20 March
	for (i = 264; i <= 266; i++)
		fair[i] = 1                                  # Technik im Feld, Köln, 22-24 September
	split("0.85 1 1.15 0.9 0.95 1.05 0.75 0.6 1.3 1.25", season, " ")

	stems_de = "Alpenwerk|Hansa|Kröger|Baumann|Rheintal|Nordsee|Elbe|Weser|Isar|Müller & Söhne|Schäfer|Brückner|Voß|Lindner|Königsee|Bergmann|Havel|Harz|Tauber|Zürich|Aare|Donau|Steirer|Grünwald|Falk|Petersen|Jansen|Kaiser|Ostermann|Wolff"
	stems_en = "Ashford|Blackwood|Cedar Valley|Crown|Eastgate|Granite|Harbour|Kingsway|Lakeside|Meridian|Northfield|Oakridge|Pioneer|Redwood|Summit|Thames|Union|Westbrook|Whitfield, Cole"
	stems_fr = "Atlantique|Bourgogne|Garonne|Loire|Rhône|Savoie|Durand|Lefèvre|Moreau"
	stems_nl = "Van Dijk|De Boer|Maas|Zuiderzee|Noordwal|Veluwe|Jansen|Bakker"
	stems_se = "Lindström|Mälaren|Norrland|Åberg|Göta|Sjöberg"
	trades_de = "Gebäudetechnik:Building Services|Aufzüge:Elevators|Klima:HVAC|Kälte:HVAC|Medizintechnik:Medical Devices|Energie:Utilities|Solar:Renewables|Netze:Telecom|Wasser:Utilities|Brandschutz:Fire Safety|Sicherheit:Security|Maschinenbau:Machinery|Hausverwaltung:Facility Management|Windkraft:Renewables"
	trades_en = "Elevators:Elevators|HVAC:HVAC|Medical:Medical Devices|Power:Utilities|Solar:Renewables|Telecom:Telecom|Fire & Safety:Fire Safety|Facilities:Facility Management|Machinery:Machinery|Water:Utilities"
	trades_fr = "Ascenseurs:Elevators|Climatisation:HVAC|Énergie:Utilities|Sécurité:Security|Maintenance:Facility Management"
	trades_nl = "Liften:Elevators|Klimaattechniek:HVAC|Energie:Utilities|Installaties:Building Services|Beveiliging:Security"
	trades_se = "Hissar:Elevators|Ventilation:HVAC|Energi:Utilities|Fastigheter:Facility Management"
	form["DE"] = " GmbH| GmbH| GmbH & Co. KG| AG| e.K."
	form["AT"] = " GmbH| AG| KG"
	form["CH"] = " AG| AG| GmbH"
	form["NL"] = " B.V."
	form["FR"] = " SAS| SARL"
	form["GB"] = " Ltd| Ltd| plc"
	form["SE"] = " AB"
	form["US"] = ", Inc.| LLC| Corp."
	form["CA"] = " Inc."
	form["AU"] = " Pty Ltd"
	form["IN"] = " Pvt. Ltd."
	first["de"] = "Anna|Jürgen|Sabine|Thomas|Katrin|Stefan|Jörg|Monika|Björn|Ute|Florian|Käthe|Lukas|Heike|Matthias|Birgit|Günther|Svenja|Dirk|Annika|Ralf|Petra|Tobias|Claudia"
	last["de"] = "Schmidt|Müller|Schröder|Hoffmann|Krüger|Weiß|Köhler|Lange|Jäger|Vogel|Böhm|Lorenz|Groß|Peters|Möller|Huber|Schneider|Brandt|Seidel|Franke|Gruber|Zimmermann|Kühn|Busch"
	first["en"] = "James|Emma|Oliver|Grace|Daniel|Sarah|Michael|Laura|David|Rachel|Andrew|Megan|Peter|Helen|Jason|Nicole"
	last["en"] = "Smith|Taylor|Walker|Hughes|Cooper|Bennett|O'Neill|Clarke|Morgan|Foster|Campbell|Reed|Turner|Brooks|Hayes|Palmer"
	first["fr"] = "Élodie|Julien|Hélène|Pierre|François|Camille|Mathieu|Sylvie"
	last["fr"] = "Martin|Lefèvre|Dubois|Besson|Garnier|Péron|Fournier|Roussel"
	first["nl"] = "Daan|Sanne|Willem|Fleur|Joost|Marieke|Pieter"
	last["nl"] = "de Vries|van den Berg|Bakker|Visser|Smit|Meijer|de Boer"
	first["se"] = "Anders|Åsa|Erik|Märta|Göran|Linnéa"
	last["se"] = "Lindqvist|Öberg|Nyström|Berg|Sjögren|Wallin"
	first["in"] = "Priya|Arjun|Neha|Rahul"
	last["in"] = "Sharma|Iyer|Patel|Rao"
	first["other"] = "Mehmet|Ayşe|Łukasz|Agnieszka|José|Inés|Søren|Giulia|Nguyễn|Dmitri"
	last["other"] = "Yılmaz|Kowalski|Nowak|García|Muñoz|Sørensen|Rossi|Öztürk|Petrov|Novák"
	owner_of["DE"] = "Jana Brandt"
	owner_of["AT"] = owner_of["CH"] = "Mehmet Yılmaz"
	owner_of["FR"] = owner_of["NL"] = "Claire Dubois"
	owner_of["GB"] = owner_of["SE"] = "Sofie Lindqvist"
	owner_of["US"] = owner_of["CA"] = owner_of["AU"] = owner_of["IN"] = "Tom Whitfield"
	messages = "Please send prices, we have 40 technicians.|How does it work offline?|Wir suchen eine Lösung für die Einsatzplanung, ab Herbst.|" \
		"Demo, please|Can it read our \"old\" SAP orders?|Do you have an API?|Bitte um Rückruf, gern vormittags|We compare three vendors, answer by Friday|" \
		"Rappel souhaité, merci\nTél. le matin seulement|Prices for 12 vans?|Is there a mobile app, Android and iOS?"

	columns = split("Record ID|Create Date|First Name|Last Name|Email|Job Title|Company Name|Company Size|Industry|Country|Language|Lead Source|" \
		"Page Views|Webinars|Pricing Visits|Last Asset|Last Activity At|Message|Budget|Need|Timeline|Lead Status|Contact Owner|" \
		"MQL At|Accepted At|First Contact At|SQL At|Won At|Amount|Recycled At|Recycle Reason|Lost At|Lost Reason|" \
		"Disqualified At|Disqualified Reason", column, "|")
	for (i = 1; i <= columns; i++)
		value_of[column[i]] = ""
	make_companies()
	for (i = 1; i <= companies; i++)
		if (i in named)
			named_at[++listed] = i

	if (what == "accounts") {                                    # awk -v what=accounts: the list sales keeps
		print "domain,company,tier,owner"
		for (i = 1; i <= accounts; i++)
			print domain_of[named_at[i]] "," cell(company_name[named_at[i]]) "," \
				(employees[named_at[i]] >= 2000 ? "1" : "2") "," owner_of[country[named_at[i]]]
		exit
	}

	for (i = 1; i <= columns; i++)
		line = line (i > 1 ? "," : "") column[i]
	print line
	record = 1000417
	for (day = 0; day < 304; day++) {
		n = 10.2 * season[month_of(day)] * (weekday(day) > 4 ? 0.3 : 1) * (day in holiday ? 0.3 : 1)
		if (day in fair)
			n += 22
		n = int(n + random())
		for (i = 1; i <= n; i++) {                           # drawn, then in the order of the clock
			t = day in fair && chance(0.55) ? day * 1440 + between(600, 1040) : moment(day)
			for (j = i; j > 1 && arrived[j - 1] > t; j--)
				arrived[j] = arrived[j - 1]
			arrived[j] = t
		}
		for (i = 1; i <= n; i++)
			lead(day, arrived[i])
		if (chance(0.06))
			stranger(day, "ours")
		if (chance(0.04))
			stranger(day, "rival")
	}
}
