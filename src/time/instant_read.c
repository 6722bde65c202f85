/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where a cell becomes a time. The whole of it matches one pattern, `date` or
 * `date sep clock`, or is epoch milliseconds; S is a space, U+00A0 or U+202F:
 *
 *   date  = Y{4} ([-/.]) M{1,2} \1 D{1,2}                2026-01-31 2026/1/31
 *         | N{1,2} ([-/]) N{1,2} \1 Y{4}                 3/4/2026 08-06-2020      order: see below
 *         | D{1,2} . M{1,2} . Y{4}                       04.03.2026               day first, always
 *         | (WEEKDAY ,? S+)? D{1,2} ([-/]) MONTH \1 Y{4} 3-Apr-2026
 *         | (WEEKDAY ,? S+)? D{1,2} .? S+ MONTH .? ,? S+ Y{4}   15 Apr, 2021
 *         | (WEEKDAY ,? S+)? MONTH .? S+ D{1,2} ,? S+ Y{4}      April 15, 2021
 *   sep   = [Tt] | ,? S+
 *   clock = H{1,2} (: MM (: SS ([.,] digits)?)?)? (S* [AaPp][Mm])? (S* ZONE)?
 *   ZONE  = [Zz] | UTC | GMT | [+-] hh (:? mm (:? ss)?)?
 *   epoch = [0-9]{13}                                    2001-09-09 to 2286-11-20
 *
 * MONTH and WEEKDAY are English, whole or their first three letters (also
 * Sept), in any case; a weekday is not checked against its date. A clock of the
 * hour alone stands after T or before AM/PM. With AM/PM the hour is 1 to 12.
 * A fraction is cut to microseconds. Of two small numbers `dates` says which is
 * the day; unsaid, the one over 12 is, and equal ones need no saying.
 *
 * Refused, each because a wrong time is worse than a cell that is told to be
 * none: years of two digits (which century, and which of three numbers?), runs
 * of other than 13 digits (20260131090506 is not the year 2612, nor are 10
 * digits surely seconds), 24:00 and :60 (no CRM writes them), zone
 * abbreviations (CST is three zones), what does not exist (31 April).
 *
 * Without a clock it is a date, with one (of zeros, too) a moment; of a whole-day column always the date, as
 * it is written, and of epoch milliseconds the one in UTC.
 *
 * A date of nothing but zeros, with a clock of zeros or none, is missing; so is any in the year 1: .NET
 * writes its first moment for nothing, and a zone may have moved it.
 */
#include "time/instant.h"

#include <ctype.h>

#include "base/word.h"
#include "time/known_days.h"

enum { NO_DIGITS = 128, FURTHEST_HOURS = 15 };

struct when {
	unsigned year, month, day, hour, minute, second, micro;
	bool clock; /* there is one */
	bool zoned;
	bool unsaid; /* month and day could be the other way round */
	int32_t east;
};

/* The number of two digits, or one with NO_DIGITS in it. */
static inline unsigned two(const char *p)
{
	unsigned a = (unsigned)(unsigned char)p[0] - '0', b = (unsigned)(unsigned char)p[1] - '0';

	return a <= 9 && b <= 9 ? a * 10 + b : NO_DIGITS;
}

/* day_number() of a date of four digits, without its care for other years. */
static inline int32_t days(unsigned year, unsigned month, unsigned day)
{
	static const uint16_t before[13] = { 0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275 };
	unsigned y = year - (month <= 2), century = y / 100;

	return (int32_t)(365 * y + y / 4 - century + century / 4 + before[month] + day) - 1 - 719468;
}

static inline bool exists(const struct when *w)
{
	if (w->month - 1 > 11 || w->year == 0)
		return false;
	return w->day <= 28 ? w->day > 0 : date_valid((int32_t)w->year, (int)w->month, (int)w->day);
}

static inline enum time_reading settle(const struct when *w, const struct time_style *style, int64_t *out,
				       enum daytime *daytime)
{
	unsigned clock = w->hour | w->minute | w->second | w->micro;
	int64_t t;

	if (!exists(w))
		return w->year | w->month | w->day | clock ? TIME_NOT : TIME_MISSING;
	if (w->hour > 23 || w->minute > 59 || w->second > 59)
		return TIME_NOT;
	if (w->year == 1)
		return TIME_MISSING;
	if (w->unsaid)
		return TIME_AMBIGUOUS;
	int64_t day = days(w->year, w->month, w->day);
	*daytime = !w->clock ? DAYTIME_NONE : clock ? DAYTIME_OTHER : DAYTIME_MIDNIGHT;
	if (!w->clock || style->whole_day) {
		t = day_date(day, style->zone);
	} else {
		int64_t local = day * 86400 + (w->hour * 3600 + w->minute * 60 + w->second);
		int64_t utc = w->zoned ? local - w->east : zone_instant(style->zone, local);
		t = instant_kept(instant_of(utc * SECOND_US + w->micro));
	}
	if (t == INSTANT_NONE)
		return TIME_NOT;
	*out = t;
	return TIME_READ;
}

/* ----------------------------------------------------------------- pieces */

struct cursor {
	const char *p, *end;
};

static inline bool at_end(const struct cursor *c)
{
	return c->p == c->end;
}

static inline int peek(const struct cursor *c)
{
	return c->p < c->end ? (unsigned char)*c->p : -1;
}

static inline bool eat(struct cursor *c, char what)
{
	bool hit = c->p < c->end && *c->p == what;

	c->p += hit;
	return hit;
}

static inline bool is_digit(int c)
{
	return c >= '0' && c <= '9';
}

static bool spaces(struct cursor *c)
{
	const char *from = c->p;

	for (;;) {
		size_t left = (size_t)(c->end - c->p);
		if (left >= 1 && *c->p == ' ')
			c->p++;
		else if (left >= 2 && memcmp(c->p, "\xC2\xA0", 2) == 0)
			c->p += 2;
		else if (left >= 3 && memcmp(c->p, "\xE2\x80\xAF", 3) == 0)
			c->p += 3;
		else
			return c->p > from;
	}
}

/* A run of `low` to `high` digits (at most 9) that no digit follows. */
static bool digits(struct cursor *c, int low, int high, unsigned *out)
{
	const char *from = c->p;

	for (*out = 0; is_digit(peek(c)) && c->p - from < high; c->p++)
		*out = *out * 10 + (unsigned)(*c->p - '0');
	return c->p - from >= low && !is_digit(peek(c));
}

static const char *const months[] = { "january", "february", "march",	  "april",   "may",	 "june",
				      "july",	 "august",   "september", "october", "november", "december" };
static const char *const weekdays[] = { "monday", "tuesday",  "wednesday", "thursday",
					"friday", "saturday", "sunday" };

static struct str word(struct cursor *c)
{
	const char *from = c->p;

	while (c->p < c->end && isalpha((unsigned char)*c->p))
		c->p++;
	return (struct str){ from, (size_t)(c->p - from) };
}

/* 1-based place of a name, whole or its first three letters, in any case; 0: none. */
static unsigned name_in(const char *const *names, unsigned n, struct str s)
{
	char low[16];

	if (s.n < 3 || s.n > 9)
		return 0;
	for (size_t i = 0; i < s.n; i++)
		low[i] = (char)(s.p[i] | 0x20);
	for (unsigned i = 0; i < n; i++) {
		if (memcmp(names[i], low, 3) != 0)
			continue;
		if (s.n == 3 || (s.n == strlen(names[i]) && memcmp(names[i], low, s.n) == 0))
			return i + 1;
		if (names == months && i == 8 && s.n == 4 && low[3] == 't')
			return i + 1;
	}
	return 0;
}

/* ----------------------------------------------------------------- clocks */

/* At "." or ",": digits, cut to six. */
static bool fraction(struct cursor *c, unsigned *micro)
{
	unsigned unit = 100000;

	c->p++;
	if (!is_digit(peek(c)))
		return false;
	for (*micro = 0; is_digit(peek(c)); c->p++, unit /= 10)
		*micro += (unsigned)(*c->p - '0') * unit;
	return true;
}

static bool zone_shift(struct cursor *c, struct when *w)
{
	unsigned part[3] = { 0 };
	int n = 0;
	bool west = peek(c) == '-';

	for (c->p++; n < 3 && c->end - c->p >= 2; n++) {
		part[n] = two(c->p);
		if (part[n] == NO_DIGITS)
			return false;
		c->p += 2;
		if (at_end(c))
			break;
		eat(c, ':');
	}
	if (!at_end(c) || c->p[-1] == ':' || part[0] > FURTHEST_HOURS || part[1] > 59 || part[2] > 59)
		return false;
	w->east = (int32_t)(part[0] * 3600 + part[1] * 60 + part[2]);
	w->east = west ? -w->east : w->east;
	return true;
}

/* What follows a clock: nothing, or a zone up to the end. */
static bool zone_part(struct cursor *c, struct when *w)
{
	spaces(c);
	if (at_end(c))
		return true;
	w->zoned = true;
	if (peek(c) == '+' || peek(c) == '-')
		return zone_shift(c, w);
	struct str name = word(c);
	return at_end(c) && ((name.n == 1 && (*name.p | 0x20) == 'z') || str_eq(name, STR("UTC")) ||
			     str_eq(name, STR("GMT")));
}

/* AM or PM, a.m. or p. m., which change the hour. False: there, and wrong. */
static bool half_day(struct cursor *c, struct when *w, bool *there)
{
	struct cursor at = *c;

	spaces(&at);
	bool pm = eat(&at, 'p') || eat(&at, 'P');
	if (!pm && !eat(&at, 'a') && !eat(&at, 'A'))
		return true;
	bool dotted = eat(&at, '.');
	if (dotted)
		spaces(&at);
	if ((!eat(&at, 'm') && !eat(&at, 'M')) || (dotted && !eat(&at, '.')))
		return true;
	*there = true;
	c->p = at.p;
	if (w->hour < 1 || w->hour > 12)
		return false;
	w->hour = w->hour % 12 + (pm ? 12 : 0);
	return true;
}

static bool clock_part(struct cursor *c, struct when *w)
{
	bool t = eat(c, 'T') || eat(c, 't'), minutes, half = false;

	if (!t) {
		eat(c, ',');
		if (!spaces(c))
			return false;
	}
	if (!digits(c, 1, 2, &w->hour))
		return false;
	w->clock = true;
	minutes = eat(c, ':');
	if (minutes && !digits(c, 2, 2, &w->minute))
		return false;
	if (minutes && eat(c, ':')) {
		if (!digits(c, 2, 2, &w->second))
			return false;
		if ((peek(c) == '.' || peek(c) == ',') && !fraction(c, &w->micro))
			return false;
	}
	return half_day(c, w, &half) && (minutes || t || half) && zone_part(c, w);
}

/* ------------------------------------------------------------------ dates */

/* The two small numbers of 3/4/2026. */
static void small_numbers(struct when *w, unsigned a, unsigned b, char sep, enum date_order order)
{
	bool day_first = sep == '.' || order == DATES_DAY_FIRST;

	if (sep != '.' && order == DATES_UNSAID) {
		day_first = a > 12;
		w->unsaid = a <= 12 && b <= 12 && a != b;
	}
	w->day = day_first ? a : b;
	w->month = day_first ? b : a;
}

static bool month_name(struct cursor *c, unsigned *month)
{
	*month = name_in(months, 12, word(c));
	return *month != 0;
}

/* At the month of `3-Apr-2026` or `15 Apr, 2021`; `sep` is what stood before it. */
static bool named_after_day(struct cursor *c, struct when *w, char sep)
{
	if (!month_name(c, &w->month))
		return false;
	if (sep != ' ')
		return eat(c, sep) && digits(c, 4, 4, &w->year);
	eat(c, '.');
	eat(c, ',');
	return spaces(c) && digits(c, 4, 4, &w->year);
}

/* At `Apr 15, 2021`, the month being read. */
static bool named_before_day(struct cursor *c, struct when *w)
{
	eat(c, '.');
	if (!spaces(c) || !digits(c, 1, 2, &w->day))
		return false;
	eat(c, ',');
	return spaces(c) && digits(c, 4, 4, &w->year);
}

/* What begins with one or two digits, `a`. */
static bool begins_small(struct cursor *c, unsigned a, struct when *w, enum date_order order)
{
	char sep = ' ';
	unsigned b;

	w->day = a;
	if (peek(c) == '/' || peek(c) == '-' || peek(c) == '.')
		sep = *c->p++;
	if (is_digit(peek(c)) && sep != ' ') {
		if (!digits(c, 1, 2, &b) || !eat(c, sep) || !digits(c, 4, 4, &w->year))
			return false;
		small_numbers(w, a, b, sep, order);
		return true;
	}
	if (sep == '/' || sep == '-')
		return named_after_day(c, w, sep);
	return spaces(c) && named_after_day(c, w, ' ');
}

static bool begins_with_digit(struct cursor *c, struct when *w, enum date_order order)
{
	const char *from = c->p;
	unsigned first;

	if (!digits(c, 1, 4, &first))
		return false;
	if (c->p - from <= 2)
		return begins_small(c, first, w, order);
	char sep = (char)peek(c);
	w->year = first;
	return c->p - from == 4 && (sep == '-' || sep == '/' || sep == '.') && eat(c, sep) &&
	       digits(c, 1, 2, &w->month) && eat(c, sep) && digits(c, 1, 2, &w->day);
}

static bool date_part(struct cursor *c, struct when *w, enum date_order order)
{
	if (is_digit(peek(c)))
		return begins_with_digit(c, w, order);
	struct str name = word(c);
	if (name_in(weekdays, 7, name)) {
		unsigned day;
		eat(c, ',');
		if (!spaces(c))
			return false;
		const char *from = c->p;
		if (is_digit(peek(c))) {
			if (!digits(c, 1, 2, &day))
				return false;
			/* only a named month: nobody writes a weekday before 3/4/2026 */
			struct cursor at = *c;
			at.p += at.p < at.end && memchr("/-.", *at.p, 3);
			c->p = from;
			return !is_digit(peek(&at)) && begins_with_digit(c, w, order);
		}
		name = word(c);
	}
	w->month = name_in(months, 12, name);
	return w->month && named_before_day(c, w);
}

/* ---------------------------------------------------------------- reading */

static enum time_reading read_epoch(struct str s, const struct time_style *style, int64_t *out,
				    enum daytime *daytime)
{
	int64_t ms = 0;

	for (size_t i = 0; i < s.n; i++) {
		if (!is_digit((unsigned char)s.p[i]))
			return TIME_NOT;
		ms = ms * 10 + (s.p[i] - '0');
	}
	if (s.p[0] == '0')
		return TIME_NOT;
	*daytime = ms % 86400000 ? DAYTIME_OTHER : DAYTIME_MIDNIGHT;
	*out = style->whole_day ? day_date(ms / 86400000, style->zone) : instant_of(ms * 1000);
	return TIME_READ;
}

/*
 * Eight bytes against a shape such as 00:00:00: digits where it has 0, else what it says. Byte i of *pairs is
 * then ten times digit i and digit i + 1.
 */
static inline bool fits(uint64_t w, const char *shape, uint64_t *pairs)
{
	uint64_t past = 0;

	for (int i = 0; i < 8; i++) /* what carries 10, or 1 where no digit is, to the top bit */
		past |= (UINT64_C(0x80) - (shape[i] == '0' ? 10 : 1)) << 8 * i;
	w ^= word_load(shape);
	*pairs = (w * (1 + (10 << 8))) >> 8;
	return word_is_ascii(w | (w + past));
}

static inline unsigned byte_of(uint64_t w, int i)
{
	return (unsigned)(w >> 8 * i) & 0xFF;
}

/*
 * 2026-01-31 with nothing, or a clock of full width, behind it: no search for where anything is. *end is
 * where that ends.
 */
static inline bool read_iso(struct str s, struct when *w, size_t *end)
{
	const char *p = s.p;
	uint64_t head, tail, clock;

	if (s.n < 10)
		return false;
	bool good = fits(word_load(p), "0000-00-", &head);
	good &= fits(word_load(p + 2), "00-00-00", &tail);
	if (!good)
		return false;
	w->year = byte_of(head, 0) * 100 + byte_of(head, 2);
	w->month = byte_of(tail, 3);
	w->day = byte_of(tail, 6);
	*end = 10;
	if (s.n == 10)
		return true;
	if (s.n < 16 || (p[10] != 'T' && p[10] != ' '))
		return false;
	*end = s.n >= 19 && p[16] == ':' ? 19 : 16;
	clock = *end == 19 ? word_load(p + 11) : word_load(p + 8) >> 24 | word_load(":00\0\0\0\0") << 40;
	if (!fits(clock, "00:00:00", &clock))
		return false;
	w->clock = true;
	w->hour = byte_of(clock, 0);
	w->minute = byte_of(clock, 3);
	w->second = byte_of(clock, 6);
	return true;
}

/* Every form but the common ones. */
static __attribute__((noinline)) enum time_reading read_other(struct str s, const struct time_style *style,
							      int64_t *out, enum daytime *daytime)
{
	struct when w = { 0 };
	struct cursor c = { s.p, s.p + s.n };

	if (s.n == 13 && read_epoch(s, style, out, daytime) == TIME_READ)
		return TIME_READ;
	if (s.n < 8)
		return TIME_NOT;
	if (!date_part(&c, &w, style->dates) || (!at_end(&c) && !clock_part(&c, &w)))
		return TIME_NOT;
	return settle(&w, style, out, daytime);
}

/* Reads what follows `from`: a fraction, a zone or both. */
static __attribute__((noinline)) enum time_reading read_rest(struct str s, size_t from, struct when w,
							     const struct time_style *style, int64_t *out,
							     enum daytime *daytime)
{
	struct cursor c = { s.p + from, s.p + s.n };
	bool good = from < 19 || *c.p != '.' || fraction(&c, &w.micro);

	if (good && !at_end(&c)) {
		w.zoned = true;
		good = *c.p == 'Z' ? c.p + 1 == c.end : (*c.p == '+' || *c.p == '-') && zone_shift(&c, &w);
	}
	return good ? settle(&w, style, out, daytime) : read_other(s, style, out, daytime);
}

enum time_reading instant_read_daytime(struct str s, const struct time_style *style, int64_t *out,
				       enum daytime *daytime)
{
	struct when w = { 0 };
	size_t end;

	if (!read_iso(s, &w, &end))
		return read_other(s, style, out, daytime);
	return end == s.n ? settle(&w, style, out, daytime) : read_rest(s, end, w, style, out, daytime);
}

enum time_reading instant_read(struct str s, const struct time_style *style, int64_t *out)
{
	enum daytime daytime;

	return instant_read_daytime(s, style, out, &daytime);
}

/* The first instant of the day that a text begins with, unless what the clock says isn't what has passed of
 * the day: at a clock change, in a whole-day column. */
static __attribute__((noinline)) void learn_day(struct known_day *d, const char *p,
						const struct time_style *style)
{
	static const struct {
		char clock[9];
		int64_t seconds;
	} sample[] = { { "00:00:00", 0 },
		       { "00:00:01", 1 },
		       { "04:00:00", 14400 },
		       { "12:00:00", 43200 },
		       { "23:59:59", 86399 } };
	char text[24] = "2026-01-31 ";
	int64_t t;

	d->day = word_load(p + 2);
	d->century = known_century(p) - DAY_KNOWN;
	memcpy(text, p, 10);
	if (instant_read((struct str){ text, 10 }, style, &t) != TIME_READ)
		return;
	int64_t first = t + 1;
	for (size_t i = 0; i < sizeof sample / sizeof *sample; i++) {
		memcpy(text + 11, sample[i].clock, 8);
		if (instant_read((struct str){ text, 19 }, style, &t) != TIME_READ ||
		    t - instant_of(sample[i].seconds * SECOND_US) != first)
			return;
	}
	d->first = first;
	d->century += DAY_KNOWN;
}

enum time_reading instant_read_known(struct str s, const struct time_style *style, struct known_days *days,
				     int64_t *out, enum daytime *daytime)
{
	char turned[10];
	const char *p = s.p;

	if (!known_length(s.n) || ((p[4] != p[7] || p[4] >= '0') && !known_turned(p))) /* no day's shape */
		return instant_read_daytime(s, style, out, daytime);
	if (known_days_read(days, s, out, daytime))
		return TIME_READ;
	if (known_turned(p)) {
		memcpy(turned, p + 6, 2);
		word_store(turned + 2, known_turned_day(p));
		p = turned;
	}
	struct known_day *d = &days->at[known_place(word_load(p + 2))];
	if (d->day != word_load(p + 2) || (d->century | DAY_KNOWN) != known_century(p))
		learn_day(d, p, style);
	return instant_read_daytime(s, style, out, daytime);
}
