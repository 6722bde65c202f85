/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Lead exports of any size for the benchmark: generate ROWS [plain|clocks|unowned] >leads.csv
 *
 * Twenty columns, about 220 bytes a row, the same bytes for the same arguments. A third of the companies
 * are quoted for a comma, one note in eight is quoted for "" quotes. `plain` leaves commas and quotes out,
 * for peers that split at every comma; no rule of bench.agreement looks at those cells, so the scores are
 * the same.
 *
 * `unowned` leads have no owners yet.
 *
 * `clocks` is an export with times in place of habits: 24 months of leads up to the evening of 31 October
 * 2026, six in ten handed over, most of these accepted within minutes to days and then contacted, some
 * given back, lost or forgotten, a few come back or written down the wrong way round. What would happen
 * later is not in it. No time is midnight to the second, which would be a date without a time.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER = 1 << 20, LONGEST_ROW = 1024, DAY = 86400 };

#define NOW INT64_C(1793469600) /* 2026-10-31T18:00:00Z */

static uint64_t state = 20260101;

static uint32_t draw(uint32_t n)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return (uint32_t)((state >> 32) * n >> 32);
}

static char *put(char *p, const char *s)
{
	return stpcpy(p, s);
}

static char *put_number(char *p, uint64_t x)
{
	char digit[20];
	int n = 0;

	do
		digit[n++] = (char)('0' + x % 10);
	while (x /= 10);
	while (n)
		*p++ = digit[--n];
	return p;
}

static char *put_two(char *p, uint32_t x)
{
	*p++ = (char)('0' + x / 10);
	*p++ = (char)('0' + x % 10);
	return p;
}

/* A moment of January to October 2026. */
static char *put_time(char *p)
{
	p = put_two(put(p, "2026-"), 1 + draw(10));
	*p++ = '-';
	p = put_two(p, 1 + draw(28));
	*p++ = ' ';
	p = put_two(p, draw(24));
	*p++ = ':';
	p = put_two(p, draw(60));
	*p++ = ':';
	return put_two(p, draw(60));
}

static const char header[] =
	"id,created_at,first_name,last_name,email,title,company,employees,industry,country,lead_source,"
	"page_views,webinars,pricing_visits,last_asset,last_activity_at,budget,status,owner,notes\n";
static const char clocks_header[] =
	"id,created_at,first_name,last_name,email,title,company,employees,country,region,lead_source,page_"
	"views,"
	"mql_at,accepted_at,first_contact_at,recycled_at,lost_at,amount,owner,notes\n";
static const char *const first[] = { "Anna",  "James",	"Jürgen", "Claire",
				     "Priya", "Oliver", "Sabine", "Daniel" };
static const char *const last[] = { "Schmidt", "Taylor", "Müller", "Dubois",
				    "Sharma",  "Walker", "Weber",  "Cooper" };
static const char *const domain[] = { "alpenwerk.example", "hansa-energie.example", "crown-hvac.example",
				      "webmail.example",   "lakeside.example",	    "rheintal-klima.example",
				      "union.example",	   "maas-liften.example" };
static const char *const title[] = {
	"VP Operations",    "vp sales",		 "Director of Service", "Head of IT",
	"Chief of Staff",   "Service Manager",	 "Operations Manager",	"Dispatcher",
	"Field Technician", "Headhunter",	 "Office Assistant",	"Student",
	"IT Manager",	    "Project Directory", "Sales Engineer",	""
};
static const char *const company[] = {
	"\"Ashford, Cole & Partners\"", "Hansa Energie GmbH", "Crown HVAC Ltd",
	"\"Lakeside Power, Inc.\"",	"Maas Liften B.V.",   "Union Facilities"
};
static const char *const plain_company[] = { "Ashford Cole & Partners", "Hansa Energie GmbH",
					     "Crown HVAC Ltd",		"Lakeside Power Inc.",
					     "Maas Liften B.V.",	"Union Facilities" };
static const char *const industry[] = { "Software", "HVAC",	 "Elevators", "Utilities",
					"Telecom",  "Machinery", "Retail" };
static const char *const country[] = { "DE", "AT", "CH", "NL", "US", "GB", "FR", "SE", "CA", "AU" };
static const char *const source[] = { "Organic Search", "Paid Search", "Webinar",
				      "Partner",	"Event",       "Purchased List" };
static const char *const asset[] = { "Checklist",  "Blog", "Newsletter", "ROI Calculator", "Buyer Guide",
				     "Case Study", "" };
static const char *const status[] = { "New", "Open", "Working", "Qualified", "Unqualified", "Nurture" };
static const char *const owner[] = { "Jana Brandt", "Tom Whitfield", "Claire Dubois", "Sofie Lindqvist", "" };
static const char *const region[] = { "DACH", "Europe", "overseas" };
static const char *const note[] = { "asked for a demo next week",
				    "met at the trade fair in Hannover",
				    "\"said \"\"call me\"\" in autumn, not before\"",
				    "wants prices for forty technicians",
				    "no answer so far",
				    "compares three vendors this quarter",
				    "imported from the old system",
				    "" };

#define ANY(list) list[draw(sizeof(list) / sizeof *(list))]

/* From the first name to the company, and the comma behind it. */
static char *put_person(char *p, uint64_t id, const char *name, const char *surname, bool plain)
{
	p = put(p, name);
	*p++ = ',';
	p = put(p, surname);
	p = put_number(put(p, ",lead"), id);
	*p++ = '@';
	p = put(p, ANY(domain));
	*p++ = ',';
	p = put(p, ANY(title));
	*p++ = ',';
	p = put(p, plain ? ANY(plain_company) : ANY(company));
	*p++ = ',';
	return p;
}

static char *put_row(char *p, uint64_t id, bool plain, bool unowned)
{
	const char *name = ANY(first), *surname = ANY(last), *says = ANY(note);

	p = put_number(p, id);
	*p++ = ',';
	p = put_time(p);
	*p++ = ',';
	p = put_person(p, id, name, surname, plain);
	if (draw(16))
		p = put_number(p, 1 + draw(draw(4) ? 300 : 5000));
	*p++ = ',';
	p = put(p, ANY(industry));
	*p++ = ',';
	p = put(p, ANY(country));
	*p++ = ',';
	p = put(p, ANY(source));
	*p++ = ',';
	p = put_number(p, draw(20));
	*p++ = ',';
	p = put_number(p, draw(4));
	*p++ = ',';
	if (draw(3))
		p = put_number(p, draw(5));
	*p++ = ',';
	p = put(p, ANY(asset));
	*p++ = ',';
	if (draw(12))
		p = put_time(p);
	*p++ = ',';
	if (!draw(3))
		p = put_number(p, 500 + 100 * (uint64_t)draw(400));
	*p++ = ',';
	p = put(p, ANY(status));
	*p++ = ',';
	if (!unowned)
		p = put(p, ANY(owner));
	*p++ = ',';
	p = put(p, plain && *says == '"' ? "said call me in autumn" : says);
	*p++ = '\n';
	return p;
}

/* ---- clocks */

/* Seconds since 1970; 0: it did not happen. */
struct lead_times {
	int64_t created, mql, accepted, contacted, recycled, lost;
};

/* Between so many seconds and twice that later, doubled up to `most` times. */
static int64_t soon(int64_t t, uint32_t seconds, uint32_t most)
{
	return t + ((int64_t)(seconds + draw(seconds)) << draw(most + 1));
}

static void accept(struct lead_times *t)
{
	t->accepted = soon(t->mql, 300, 10); /* five minutes to a week */
	if (!draw(200))
		t->accepted = t->mql - 1 - draw(3600);
	if (draw(12))
		t->contacted = soon(t->accepted, 120, 9);
	if (!draw(12))
		t->recycled = soon(t->accepted, 4 * DAY, 4);
	else if (!draw(4))
		t->lost = soon(t->accepted, 4 * DAY, 5);
}

static struct lead_times live(void)
{
	struct lead_times t = { .created = NOW - 1 - (int64_t)draw(730 * DAY) };
	uint32_t fate = draw(100);

	if (fate >= 60) {
		if (fate >= 90)
			t.lost = soon(t.created, DAY, 6);
		return t;
	}
	t.mql = soon(t.created, 600, 12); /* to a month */
	if (fate < 48)
		accept(&t);
	else if (fate < 54)
		t.recycled = soon(t.mql, 3600, 8);
	else if (fate < 56)
		t.lost = soon(t.mql, 3600, 8);
	if (!t.recycled && !draw(40)) /* given back once, and handed over again */
		t.recycled = t.created + (t.mql - t.created) / 2;
	return t;
}

static char *put_moment(char *p, int64_t at)
{
	time_t t = at + (at % DAY == 0);
	struct tm tm;

	if (at && at <= NOW && gmtime_r(&t, &tm))
		p += strftime(p, 20, "%Y-%m-%d %H:%M:%S", &tm);
	*p++ = ',';
	return p;
}

static char *put_clocks_row(char *p, uint64_t id)
{
	const char *name = ANY(first), *surname = ANY(last), *says = ANY(note);
	struct lead_times t = live();

	p = put_number(p, id);
	*p++ = ',';
	p = put_moment(p, t.created);
	p = put_person(p, id, name, surname, false);
	if (draw(16))
		p = put_number(p, 1 + draw(draw(4) ? 300 : 5000));
	*p++ = ',';
	p = put(p, ANY(country));
	*p++ = ',';
	p = put(p, ANY(region));
	*p++ = ',';
	p = put(p, ANY(source));
	*p++ = ',';
	p = put_number(p, draw(20));
	*p++ = ',';
	p = put_moment(p, t.mql);
	p = put_moment(p, t.accepted);
	p = put_moment(p, t.contacted);
	p = put_moment(p, t.recycled);
	p = put_moment(p, t.lost);
	if (!draw(3))
		p = put_number(p, 500 + 100 * (uint64_t)draw(400));
	*p++ = ',';
	p = put(p, ANY(owner));
	*p++ = ',';
	p = put(p, says);
	*p++ = '\n';
	return p;
}

/* ---- events, ten a lead */

static const char events_header[] = "leadid,createddate,field,oldvalue,newvalue,type,amount\n";
enum { EVENTS_A_LEAD = 10 };

static char *put_event(char *p, uint64_t id, uint64_t rows, bool grouped)
{
	static const char *const stage[] = { "Open", "Working", "MQL", "Accepted", "SQL", "Lost" };
	uint64_t leads = rows / EVENTS_A_LEAD + 1;
	uint64_t lead = grouped ? id / EVENTS_A_LEAD : ((uint64_t)draw(1 << 30) << 8 | draw(256)) % leads;
	uint32_t kind = draw(10);

	p = put(p, "00Q5e00000");
	p = put_number(p, 10000000 + lead);
	*p++ = ',';
	p = put_moment(p, grouped ? NOW - (int64_t)draw(365 * DAY)
				  : NOW - 365 * DAY + (int64_t)(365.0 * DAY * (double)id / (double)rows));
	if (kind < 6) {
		bool is_status = kind < 4;
		p = put(p, is_status ? "Status," : "Owner,");
		p = put(p, is_status ? ANY(stage) : ANY(owner));
		*p++ = ',';
		p = put(p, is_status ? ANY(stage) : ANY(owner));
		p = put(p, ",,");
	} else {
		p = put(p, kind < 8 ? ",,,Call," : ",,,Email,");
		p = put_number(p, draw(1000));
	}
	*p++ = '\n';
	return p;
}

/* ---- all rows */

static void write_all(const char *p, size_t n)
{
	while (n) {
		ssize_t k = write(STDOUT_FILENO, p, n);
		if (k < 0) {
			perror("generate");
			exit(2);
		}
		p += k, n -= (size_t)k;
	}
}

int main(int argc, char **argv)
{
	static char buffer[BUFFER + LONGEST_ROW];
	char *end = NULL, *p = buffer;
	unsigned long long rows = argc > 1 ? strtoull(argv[1], &end, 10) : 0;
	bool plain = argc == 3 && !strcmp(argv[2], "plain");
	bool clocks = argc == 3 && !strcmp(argv[2], "clocks");
	bool unowned = argc == 3 && !strcmp(argv[2], "unowned");

	bool grouped = argc == 3 && !strcmp(argv[2], "grouped");
	bool events = grouped || (argc == 3 && !strcmp(argv[2], "events"));

	if (!end || *end || !rows || argc > 2 + (plain || clocks || unowned || events)) {
		fputs("usage: generate ROWS [plain|clocks|unowned|events|grouped] >leads.csv\n", stderr);
		return 2;
	}
	p = put(p, events ? events_header : clocks ? clocks_header : header);
	for (uint64_t id = 1; id <= rows; id++) {
		p = events   ? put_event(p, id, rows, grouped)
		    : clocks ? put_clocks_row(p, id)
			     : put_row(p, id, plain, unowned);
		if (p >= buffer + BUFFER) {
			write_all(buffer, (size_t)(p - buffer));
			p = buffer;
		}
	}
	write_all(buffer, (size_t)(p - buffer));
	return 0;
}
