/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * TZif files: a header of counts; a block with 32-bit times for readers of 1986; since version 2 a second
 * header and a block with 64-bit times, and a footer, the POSIX TZ string that says what happens after the
 * last change:
 *
 *   CET-1CEST,M3.5.0,M10.5.0/3     name, hours *west*, summer's name, its start and end as local dates
 *   IST-1GMT0,M10.5.0,M3.5.0/1     Dublin: "summer" is winter, an hour back
 *   <-02>2<-01>,M3.5.0/-1,M10.5.0/0  Nuuk: the evening before
 *
 * Mm.w.d is the w-th weekday d of month m, w = 5 the last; Jn the n-th day of
 * a year without its 29 February; n the same from 0 with it. Times reach from
 * −167 to 167 hours, so one year's change may fall in the next.
 */
#include "time/tzif.h"

#include <stdbool.h>
#include <stdlib.h>

#include "base/mem.h"
#include "time/day.h"

enum {
	HEADER = 44,
	MOST_CHANGES = 30000, /* in the file; its rule adds some 800 */
	FIRST_YEAR = 1,
	LAST_YEAR = 9999,
	FURTHEST_OFFSET = 26 * 3600, /* RFC 8536 3.2: under 26 hours */
};

static const char broken[] = "is broken", cut_short[] = "is cut short";

void tzif_release(struct tzif *file)
{
	free(file->change);
	*file = (struct tzif){ 0 };
}

/* A change at the same instant as the one before takes its place. */
static void append(struct tzif *file, int64_t at, int32_t offset)
{
	if (!file->n || file->change[file->n - 1].at != at) {
		MEM_ROOM(file->change, file->n, file->cap);
		file->n++;
	}
	file->change[file->n - 1] = (struct tzif_change){ at, offset };
}

/* ------------------------------------------------------------- the blocks */

struct header {
	char version;
	uint32_t utc, std, leap, times, types, chars;
};

static int64_t big_endian(const char *p, int bytes)
{
	uint64_t x = (unsigned char)p[0] & 0x80 ? UINT64_MAX : 0;

	for (int i = 0; i < bytes; i++)
		x = x << 8 | (unsigned char)p[i];
	return (int64_t)x;
}

/* The bytes of a block whose times have `width` bytes. */
static uint64_t block_size(const struct header *h, unsigned width)
{
	return (uint64_t)h->times * (width + 1) + (uint64_t)h->types * 6 + h->chars +
	       (uint64_t)h->leap * (width + 4) + h->std + h->utc;
}

/* NULL if there is the whole block, too. */
static const char *read_header(struct str s, unsigned width, struct header *h)
{
	uint32_t *count[] = { &h->utc, &h->std, &h->leap, &h->times, &h->types, &h->chars };

	if (memcmp(s.p, "TZif", s.n < 4 ? s.n : 4) != 0)
		return "is no TZif file";
	if (s.n < HEADER)
		return cut_short;
	h->version = s.p[4];
	for (int i = 0; i < 6; i++)
		*count[i] = (uint32_t)big_endian(s.p + 20 + 4 * i, 4);
	if (!h->types)
		return broken;
	return block_size(h, width) > s.n - HEADER ? cut_short : NULL;
}

static const char *read_block(const char *p, const struct header *h, unsigned width, struct tzif *out)
{
	const char *index = p + (size_t)h->times * width, *types = index + h->times;
	const int64_t from = day_number(FIRST_YEAR, 1, 1) * 86400,
		      to = day_number(LAST_YEAR + 1, 1, 1) * 86400;
	int64_t before = INT64_MIN;

	if (h->leap)
		return "counts leap seconds, which no export does";
	if (h->times > MOST_CHANGES)
		return broken;
	out->first = (int32_t)big_endian(types, 4);
	for (uint32_t i = 0; i < h->times; i++) {
		unsigned type = (unsigned char)index[i];
		int64_t at = big_endian(p + (size_t)i * width, (int)width);
		if (type >= h->types || (i && at <= before))
			return broken;
		before = at;
		int32_t offset = (int32_t)big_endian(types + 6 * type, 4);
		if (offset <= -FURTHEST_OFFSET || offset >= FURTHEST_OFFSET)
			return broken;
		if (at < from)
			out->first = offset;
		else if (at < to)
			append(out, at, offset);
	}
	return out->first <= -FURTHEST_OFFSET || out->first >= FURTHEST_OFFSET ? broken : NULL;
}

/* ------------------------------------------------------------- the footer */

struct rule_date {
	char kind; /* 'J', '0' or 'M' */
	int32_t month, week, day;
	int32_t time; /* seconds from local midnight */
};

struct rule {
	int32_t std, dst; /* seconds east */
	bool has_dst;
	struct rule_date start, end;
};

struct cursor {
	const char *p, *end;
};

static bool eat(struct cursor *c, char what)
{
	bool hit = c->p < c->end && *c->p == what;

	c->p += hit;
	return hit;
}

static bool number(struct cursor *c, int32_t low, int32_t high, int32_t *out)
{
	const char *from = c->p;

	*out = 0;
	for (; c->p < c->end && *c->p >= '0' && *c->p <= '9' && *out <= high; c->p++)
		*out = *out * 10 + (*c->p - '0');
	return c->p > from && *out >= low && *out <= high;
}

/* CET, or <+03>. */
static bool abbreviation(struct cursor *c)
{
	const char *from = c->p;

	if (eat(c, '<')) {
		while (c->p < c->end && *c->p != '>')
			c->p++;
		return eat(c, '>');
	}
	while (c->p < c->end && (*c->p | 0x20) >= 'a' && (*c->p | 0x20) <= 'z')
		c->p++;
	return c->p - from >= 3;
}

/* [+-]h[:mm[:ss]] as seconds. */
static bool clock_time(struct cursor *c, int32_t most_hours, int32_t *out)
{
	bool minus = eat(c, '-');
	int32_t h, m = 0, s = 0;

	if (!minus)
		eat(c, '+');
	if (!number(c, 0, most_hours, &h))
		return false;
	if (eat(c, ':') && (!number(c, 0, 59, &m) || (eat(c, ':') && !number(c, 0, 59, &s))))
		return false;
	*out = h * 3600 + m * 60 + s;
	*out = minus ? -*out : *out;
	return true;
}

static bool rule_date(struct cursor *c, struct rule_date *d)
{
	*d = (struct rule_date){ .kind = '0', .time = 2 * 3600 };
	if (eat(c, 'M')) {
		d->kind = 'M';
		if (!number(c, 1, 12, &d->month) || !eat(c, '.') || !number(c, 1, 5, &d->week) ||
		    !eat(c, '.') || !number(c, 0, 6, &d->day))
			return false;
	} else if (eat(c, 'J')) {
		d->kind = 'J';
		if (!number(c, 1, 365, &d->day))
			return false;
	} else if (!number(c, 0, 365, &d->day)) {
		return false;
	}
	return !eat(c, '/') || clock_time(c, 167, &d->time);
}

static bool rule_read(struct str s, struct rule *r)
{
	struct cursor c = { s.p, s.p + s.n };

	*r = (struct rule){ 0 };
	if (!abbreviation(&c) || !clock_time(&c, 24, &r->std))
		return false;
	r->std = -r->std;
	if (c.p == c.end)
		return true;
	r->has_dst = true;
	r->dst = r->std + 3600;
	if (!abbreviation(&c))
		return false;
	if (c.p < c.end && *c.p != ',') {
		if (!clock_time(&c, 24, &r->dst))
			return false;
		r->dst = -r->dst;
	}
	if (c.p == c.end) /* POSIX leaves it open; everyone takes the United States' */
		c = (struct cursor){ ",M3.2.0,M11.1.0", NULL }, c.end = c.p + strlen(c.p);
	return eat(&c, ',') && rule_date(&c, &r->start) && eat(&c, ',') && rule_date(&c, &r->end) &&
	       c.p == c.end;
}

/* The local second, as if local were UTC, at which the date's change happens. */
static int64_t rule_local(const struct rule_date *d, int32_t year)
{
	int64_t day;

	if (d->kind == 'M') {
		int64_t first = day_number(year, d->month, 1);
		struct civil c = day_civil(first);
		int32_t weekday = (c.weekday + 1) % 7; /* 0 is Sunday here */
		day = first + (d->day - weekday + 7) % 7 + (d->week - 1) * 7;
		while (!date_valid(year, d->month, (int)(day - first) + 1))
			day -= 7;
	} else {
		bool after_february = d->kind == 'J' && d->day >= 60 && date_valid(year, 2, 29);
		day = day_number(year, 1, 1) + d->day - (d->kind == 'J') + after_february;
	}
	return day * 86400 + d->time;
}

static int earlier(const void *a, const void *b)
{
	const struct tzif_change *x = a, *y = b;

	return (x->at > y->at) - (x->at < y->at);
}

/* 403 years of changes after the last one of the file. Where one year's end is the next one's start (summer
 * all year), the start is put after it and so wins. */
static void rule_apply(const struct rule *r, struct tzif *out)
{
	int64_t last = out->n ? out->change[out->n - 1].at : day_number(FIRST_YEAR, 1, 1) * 86400 - 1;
	int32_t year = out->n ? day_civil(last / 86400 - (last % 86400 < 0)).year : FIRST_YEAR;
	struct tzif made = { 0 };

	for (int32_t y = year - 1; y <= year + 403; y++) {
		struct tzif_change pair[2] = { { rule_local(&r->end, y) - r->dst, r->std },
					       { rule_local(&r->start, y) - r->std, r->dst } };
		for (int i = 0; i < 2; i++) {
			MEM_ROOM(made.change, made.n, made.cap);
			made.change[made.n++] = pair[i];
		}
	}
	if (made.n)
		qsort(made.change, made.n, sizeof *made.change, earlier);
	for (size_t i = 0; i < made.n; i++)
		if (made.change[i].at > last) {
			bool tie = i && made.change[i - 1].at == made.change[i].at;
			append(out, made.change[i].at, tie ? r->dst : made.change[i].offset);
		}
	out->cycle = day_number(year + 402, 1, 1) * 86400;
	tzif_release(&made);
}

const char *tzif_parse(struct str bytes, struct tzif *out)
{
	struct header h;
	struct rule rule;
	unsigned width = 4;

	out->cycle = INT64_MAX;
	const char *wrong = read_header(bytes, width, &h);
	if (!wrong && h.version >= '2') {
		bytes = str_slice(bytes, HEADER + (size_t)block_size(&h, width), bytes.n);
		width = 8;
		wrong = read_header(bytes, width, &h);
	}
	if (!wrong)
		wrong = read_block(bytes.p + HEADER, &h, width, out);
	if (wrong || width == 4)
		return wrong;
	struct str footer = str_slice(bytes, HEADER + (size_t)block_size(&h, width), bytes.n);
	if (footer.n && footer.p[0] != '\n')
		return broken;
	if (footer.n < 2 || footer.p[footer.n - 1] != '\n')
		return cut_short;
	footer = str_slice(footer, 1, footer.n - 1);
	if (!footer.n)
		return NULL;
	if (!rule_read(footer, &rule))
		return "has a rule for the future that can't be read";
	if (rule.has_dst)
		rule_apply(&rule, out);
	return NULL;
}
