/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See recur.h. */
#include "time/recur.h"

#include "time/ics_text.h"
#include "time/instant.h"

/* ---- reading ---- */

static const char unreadable[] = "its RRULE can't be read";

static void add_place(struct places *p, int n)
{
	uint64_t *bits = n > 0 ? p->start : p->end;

	n = n > 0 ? n : -n;
	bits[n / 64] |= UINT64_C(1) << n % 64;
	p->any = true;
}

/* Is the n-th of `of` among them? */
static bool has_place(const struct places *p, int n, int of)
{
	int back = of + 1 - n;

	return (p->start[n / 64] >> n % 64 | p->end[back / 64] >> back % 64) & 1;
}

static bool read_places(struct str words, int most, struct places *out)
{
	struct str item;
	int n;

	while (ics_item_next(&words, ',', &item)) {
		if (!ics_number_read(item, true, &n) || !n || n > most || n < -most)
			return false;
		add_place(out, n);
	}
	return true;
}

static int weekday_of(struct str name)
{
	static const char names[] = "MOTUWETHFRSASU";

	for (int d = 0; d < 7; d++)
		if (str_same(name, (struct str){ names + 2 * d, 2 }))
			return d;
	return -1;
}

/* MO, 4TH, -1MO */
static bool read_weekdays(struct str words, struct recur *r)
{
	struct str item;
	int n;

	r->by_weekday = true;
	while (ics_item_next(&words, ',', &item)) {
		if (item.n < 2)
			return false;
		struct str place = str_slice(item, 0, item.n - 2);
		int day = weekday_of(str_slice(item, item.n - 2, item.n));
		if (day < 0 || (place.n && (!ics_number_read(place, true, &n) || !n || n > 53 || n < -53)))
			return false;
		if (place.n)
			add_place(&r->weekday[day], n);
		else
			r->weekdays |= 1U << day;
	}
	return true;
}

static bool read_months(struct str words, struct recur *r)
{
	struct str item;
	int n;

	while (ics_item_next(&words, ',', &item)) {
		if (!ics_number_read(item, false, &n) || n < 1 || n > 12)
			return false;
		r->months |= 1U << n;
	}
	return true;
}

static bool read_until(struct str words, struct recur *r)
{
	struct ics_time t;

	if (!ics_time_read(words, &t) || !date_valid(t.year, t.month, t.day))
		return false;
	r->until = day_number(t.year, t.month, t.day);
	return true;
}

enum part {
	FREQUENCY,
	INTERVAL,
	COUNT,
	UNTIL,
	WEEK_START,
	MONTH,
	WEEK,
	YEAR_DAY,
	MONTH_DAY,
	WEEKDAY,
	POSITION,
	CALENDAR,
	SKIP,
	CLOCK, /* and those behind it */
	PARTS = CLOCK + 3
};

static const char *const part_names[PARTS] = { "FREQ",	     "INTERVAL", "COUNT",    "UNTIL",
					       "WKST",	     "BYMONTH",	 "BYWEEKNO", "BYYEARDAY",
					       "BYMONTHDAY", "BYDAY",	 "BYSETPOS", "RSCALE",
					       "SKIP",	     "BYHOUR",	 "BYMINUTE", "BYSECOND" };

static int word_of(struct str word, const char *const *words, int n)
{
	int i = 0;

	while (i < n && !str_same(word, str_from(words[i])))
		i++;
	return i;
}

static const char *read_frequency(struct str value, struct recur *r)
{
	static const char *const words[] = { "YEARLY", "MONTHLY",  "WEEKLY",  "DAILY",
					     "HOURLY", "MINUTELY", "SECONDLY" };
	int n = sizeof words / sizeof *words, i = word_of(value, words, n);

	r->frequency = (enum recur_frequency)i;
	return i == n		  ? unreadable
	       : i > RECUR_WEEKLY ? "its rule is neither yearly nor monthly nor weekly"
				  : NULL;
}

static const char *read_part(enum part part, struct str value, struct recur *r)
{
	bool good = true;

	switch (part) {
	case FREQUENCY:
		return read_frequency(value, r);
	case INTERVAL:
		good = ics_number_read(value, false, &r->interval) && r->interval;
		break;
	case COUNT:
		good = ics_number_read(value, false, &r->count) && r->count;
		break;
	case UNTIL:
		good = read_until(value, r);
		break;
	case WEEK_START:
		good = (r->week_start = weekday_of(value)) >= 0;
		break;
	case MONTH:
		good = read_months(value, r);
		break;
	case WEEK:
		good = read_places(value, 53, &r->weeks);
		break;
	case YEAR_DAY:
		good = read_places(value, 366, &r->year_days);
		break;
	case MONTH_DAY:
		good = read_places(value, 31, &r->month_days);
		break;
	case WEEKDAY:
		good = read_weekdays(value, r);
		break;
	case POSITION:
		good = read_places(value, 366, &r->positions);
		break;
	case CALENDAR:
		if (!str_same(value, STR("GREGORIAN")))
			return "its rule goes by another calendar (RSCALE), which is not understood here; "
			       "write RDATEs";
		break;
	case SKIP:
		if (!str_same(value, STR("OMIT")))
			return "its rule moves days that do not exist (SKIP), which is not understood here; "
			       "write RDATEs";
		break;
	default: /* hours, minutes and seconds, which a rule of dates doesn't have */
		break;
	}
	return good ? NULL : unreadable;
}

/* Not with two ends, and without parts that are only allowed with another frequency. */
static bool fits(const struct recur *r)
{
	bool placed = false;

	for (int d = 0; d < 7; d++)
		placed = placed || r->weekday[d].any;
	if (r->count && r->until != INT64_MAX)
		return false;
	if (r->frequency != RECUR_YEARLY && (r->weeks.any || r->year_days.any))
		return false;
	if (r->frequency == RECUR_WEEKLY && (r->month_days.any || placed))
		return false;
	return !(placed && r->weeks.any);
}

const char *recur_read(struct str words, struct recur *r)
{
	struct str item;
	unsigned seen = 0;

	*r = (struct recur){ .interval = 1, .until = INT64_MAX };
	while (ics_item_next(&words, ';', &item)) {
		const char *equals = item.n ? memchr(item.p, '=', item.n) : NULL;
		size_t n = equals ? (size_t)(equals - item.p) : item.n;
		int part = word_of(str_slice(item, 0, n), part_names, PARTS);
		if (seen && !item.n && !words.p)
			break; /* a semicolon at the end */
		if (!equals || part == PARTS || seen & 1U << part)
			return unreadable;
		seen |= 1U << part;
		const char *wrong = read_part((enum part)part, str_slice(item, n + 1, item.n), r);
		if (wrong)
			return wrong;
	}
	return seen & 1U << FREQUENCY && fits(r) ? NULL : unreadable;
}

/* ---- following ---- */

/* Where a day stands. */
struct spot {
	int64_t day;
	int month, month_day, month_days, year_day, year_days, weekday;
};

/* The weekday is the n-th of its kind in the month or the year. */
static bool weekday_holds(const struct recur *r, const struct spot *s)
{
	bool of_month = r->frequency == RECUR_MONTHLY || r->months;
	int at = of_month ? s->month_day : s->year_day, days = of_month ? s->month_days : s->year_days;
	const struct places *p = &r->weekday[s->weekday];

	if (r->weekdays >> s->weekday & 1 || !r->by_weekday)
		return true;
	int n = (at - 1) / 7 + 1;
	return p->any && has_place(p, n, n + (days - at) / 7);
}

/* Weeks belong to the year that has four days of them or more. */
static bool week_holds(const struct recur *r, const struct spot *s)
{
	int from = (s->weekday - r->week_start + 7) % 7; /* days since the week began */
	struct civil middle = day_civil(s->day - from + 3);
	int64_t new_year = day_number(middle.year, 1, 1), day = s->day - from + 3 - new_year;
	int n = (int)day / 7 + 1;
	int last = (int)(day_number(middle.year + 1, 1, 1) - new_year - 1 - day) / 7 + n;

	return has_place(&r->weeks, n, last);
}

static bool holds(const struct recur *r, const struct spot *s)
{
	return (!r->months || r->months >> s->month & 1) &&
	       (!r->month_days.any || has_place(&r->month_days, s->month_day, s->month_days)) &&
	       (!r->year_days.any || has_place(&r->year_days, s->year_day, s->year_days)) &&
	       weekday_holds(r, s) && (!r->weeks.any || week_holds(r, s));
}

/* What is unsaid is as on the first day. */
static struct recur completed(const struct recur *rule, int64_t first)
{
	struct civil c = day_civil(first);
	struct recur r = *rule;
	bool days = r.month_days.any || r.year_days.any || r.by_weekday;

	if (r.frequency == RECUR_WEEKLY || r.weeks.any) {
		r.weekdays |= days ? 0 : 1U << c.weekday;
		r.by_weekday = r.by_weekday || !days;
	} else if (!days) {
		if (r.frequency == RECUR_YEARLY && !r.months)
			r.months = 1U << c.month;
		add_place(&r.month_days, c.day);
	}
	return r;
}

/* Appends the days of a month for which the rule holds to the n there are. */
static int month_days(const struct recur *r, int64_t year, int month, int64_t *day, int n)
{
	int64_t first = day_number((int32_t)year, month, 1), new_year = day_number((int32_t)year, 1, 1);
	int64_t after =
		month < 12 ? day_number((int32_t)year, month + 1, 1) : day_number((int32_t)year + 1, 1, 1);
	struct spot s = { .day = first, .month = month, .month_days = (int)(after - first) };

	if (r->months && !(r->months >> month & 1))
		return n;
	s.year_days = (int)(day_number((int32_t)year + 1, 1, 1) - new_year);
	s.weekday = day_civil(first).weekday;
	for (; s.day < after; s.day++, s.weekday = (s.weekday + 1) % 7) {
		s.month_day = (int)(s.day - first) + 1;
		s.year_day = (int)(s.day - new_year) + 1;
		if (holds(r, &s))
			day[n++] = s.day;
	}
	return n;
}

static int week_days(const struct recur *r, int64_t from, int64_t *day)
{
	int n = 0;

	for (int64_t at = from; at < from + 7; at++) {
		struct civil c = day_civil(at);
		struct spot s = { .day = at, .month = c.month, .weekday = c.weekday };
		if (holds(r, &s))
			day[n++] = at;
	}
	return n;
}

/* The days of a year, a month or a week, that many periods after the one of `first`; -1: it begins after
 * `last`. */
static int period_days(const struct recur *r, int64_t first, int64_t last, int64_t period, int64_t *day)
{
	struct civil c = day_civil(first);
	int64_t month = c.year * INT64_C(12) + c.month - 1 + period, year = c.year + period;
	int n = 0;

	if (r->frequency == RECUR_WEEKLY) {
		int64_t from = first - (c.weekday - r->week_start + 7) % 7 + 7 * period;
		return from > last ? -1 : week_days(r, from, day);
	}
	if (r->frequency == RECUR_MONTHLY)
		return month / 12 > 9999 || day_number((int32_t)(month / 12), (int)(month % 12) + 1, 1) > last
			       ? -1
			       : month_days(r, month / 12, (int)(month % 12) + 1, day, 0);
	if (year > 9999 || day_number((int32_t)year, 1, 1) > last)
		return -1;
	for (int m = 1; m <= 12; m++)
		n = month_days(r, year, m, day, n);
	return n;
}

bool recur_days(const struct recur *rule, int64_t first, int64_t last, recur_fn *fn, void *ctx)
{
	struct recur r = completed(rule, first);
	int64_t day[366], period = 0;
	int seen = 0, n;

	for (; (n = period_days(&r, first, last, period, day)) >= 0; period += r.interval)
		for (int i = 0; i < n; i++) {
			if (day[i] < first || (r.positions.any && !has_place(&r.positions, i + 1, n)))
				continue;
			if (day[i] > r.until || day[i] > last)
				return true;
			if (!fn(ctx, day[i]) || ++seen == r.count)
				return true;
		}
	return seen || r.until <= last;
}
