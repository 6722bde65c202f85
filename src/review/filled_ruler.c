/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Dates and numbers in a filled sheet. A spreadsheet writes those it understood in the form of its country;
 * so `handed over` and `days waiting`, whose values are known, tell what the form is. What they don't tell is
 * not guessed: a date or a number that may be two is asked about.
 */
#include "review/filled.h"

#include <stdlib.h>

#include "base/casefold.h"
#include "base/number.h"

/* ---- dates ---- */

/* 1.12.26 and 12/1/26 as with the year 2026; else the cell itself. */
static struct str whole_year(struct str cell, char *room, size_t size)
{
	size_t at = 0, part = 0, digits = 0;
	char sign = 0;

	for (size_t i = 0; i < cell.n; i++) {
		bool digit = cell.p[i] >= '0' && cell.p[i] <= '9';
		digits += digit;
		if (digit && digits <= 2)
			continue;
		if (digit || !digits || part == 2 || (cell.p[i] != '.' && cell.p[i] != '/') ||
		    (sign && sign != cell.p[i]))
			return cell;
		sign = cell.p[i];
		at = i + 1;
		digits = 0;
		part++;
	}
	if (part != 2 || digits != 2 || cell.n + 2 > size)
		return cell;
	memcpy(room, cell.p, at);
	memcpy(room + at, "20", 2);
	memcpy(room + at + 2, cell.p + at, cell.n - at);
	return (struct str){ room, cell.n + 2 };
}

static bool read_date(struct str cell, enum date_order order, const struct zone *zone, int64_t *out)
{
	char room[16];

	cell = whole_year(cell, room, sizeof room);
	return instant_read(cell, &(struct time_style){ .zone = zone, .dates = order }, out) == TIME_READ;
}

static size_t both_dates(struct str cell, const struct zone *zone, int64_t out[2])
{
	size_t n = read_date(cell, DATES_DAY_FIRST, zone, &out[0]);

	n += read_date(cell, DATES_MONTH_FIRST, zone, &out[n]);
	return n == 2 && out[0] == out[1] ? 1 : n;
}

size_t filled_dates(const struct filled *f, struct str cell, const struct zone *zone, int64_t out[2])
{
	if (f->ruler.dates == DATES_UNSAID)
		return both_dates(cell, zone, out);
	return read_date(cell, f->ruler.dates, zone, &out[0]);
}

bool filled_date_doubtful(struct str cell, const struct zone *zone)
{
	int64_t reading[2];

	return both_dates(cell, zone, reading) > 1;
}

/* What the form of one date tells, if it is the lead's. */
static enum date_order order_told(struct str cell, int64_t at, const struct zone *zone)
{
	int64_t read;

	if (at == INSTANT_NONE)
		return DATES_UNSAID;
	int64_t day = instant_day(at, zone);
	bool day_first = read_date(cell, DATES_DAY_FIRST, zone, &read) && instant_day(read, zone) == day;
	bool month_first = read_date(cell, DATES_MONTH_FIRST, zone, &read) && instant_day(read, zone) == day;
	return day_first == month_first ? DATES_UNSAID : day_first ? DATES_DAY_FIRST : DATES_MONTH_FIRST;
}

static void learn_dates(struct filled *f, const struct filled_lead *lead, const struct zone *zone)
{
	bool told[DATES_MONTH_FIRST + 1] = { false };

	for (size_t i = 0; i < f->n; i++)
		if (f->row[i].lead != SIZE_MAX)
			told[order_told(filled_cell(f, &f->row[i], FILLED_HANDED), lead[f->row[i].lead].at,
					zone)] = true;
	if (told[DATES_DAY_FIRST] != told[DATES_MONTH_FIRST])
		f->ruler.dates = told[DATES_DAY_FIRST] ? DATES_DAY_FIRST : DATES_MONTH_FIRST;
}

/* ---- numbers ---- */

/* The moments at which the sheet can have been made, if its days are read so. */
struct made {
	size_t fractions; /* cells that are a number so, and none otherwise */
	int64_t first, last;
	bool wrong; /* one would be in the future, or before the hand-over */
};

/* A wait is rounded, and of a date it is whole days. */
#define SLACK (INT64_C(3) * DAY_US / 2)

static void add_days(struct made *m, double days, int64_t at, int64_t now)
{
	if (!(days >= 0 && days < 1e6)) {
		m->wrong = true;
		return;
	}
	int64_t made = instant_us(at) + (int64_t)(days * (double)DAY_US);
	m->wrong |= made > instant_us(now) + SLACK;
	if (m->first == INT64_MIN || made < m->first)
		m->first = made;
	if (m->last == INT64_MIN || made > m->last)
		m->last = made;
}

/* All rows of a sheet were made at one time: days that were read wrongly would put that in doubt. */
static bool agrees(const struct made *m)
{
	return m->fractions && !m->wrong && m->last - m->first <= 2 * SLACK;
}

static void learn_decimal(struct filled *f, const struct filled_lead *lead, int64_t now)
{
	static const char sign[2] = { '.', ',' };
	struct made made[2] = { { .first = INT64_MIN, .last = INT64_MIN },
				{ .first = INT64_MIN, .last = INT64_MIN } };

	for (size_t i = 0; i < f->n; i++) {
		struct str cell = filled_cell(f, &f->row[i], FILLED_DAYS);
		double days[2];
		size_t k = f->row[i].lead;
		if (k == SIZE_MAX || lead[k].at == INSTANT_NONE || !cell.n)
			continue;
		bool reads[2] = { number_read(cell, sign[0], &days[0]),
				  number_read(cell, sign[1], &days[1]) };
		for (size_t d = 0; d < 2; d++) {
			made[d].fractions += reads[d] && !reads[!d];
			if (reads[d])
				add_days(&made[d], days[d], lead[k].at, now);
		}
	}
	if (agrees(&made[0]) != agrees(&made[1]) && !(made[0].fractions && made[1].fractions))
		f->ruler.decimal = agrees(&made[0]) ? sign[0] : sign[1];
}

void filled_learn(struct filled *f, const struct filled_lead *lead, int64_t now, const struct zone *zone)
{
	learn_dates(f, lead, zone);
	learn_decimal(f, lead, now);
}

/* ---- answers ---- */

void filled_tell_taken(struct filled *f, struct diags *diags, const char *what, struct str typed,
		       struct str taken)
{
	struct str key = arena_print(&f->arena, "%s %.*s", what, STR_ARG(typed));

	if (map_find(&f->told, key))
		return;
	map_put(&f->told, key, 0);
	diag_note(diags, "%s: %s '%.*s' is read as '%.*s'", f->path, what, STR_ARG(typed), STR_ARG(taken));
}

/* Without what groups its digits, and with the agreement's decimal sign. */
static struct str plain_number(struct arena *arena, struct str cell, char from, char to)
{
	struct buf b = { 0 };
	char group = from == '.' ? ',' : '.';

	for (size_t i = 0; i < cell.n; i++)
		if (cell.p[i] != group)
			buf_char(&b, cell.p[i] == from ? to : cell.p[i]);
	struct str s = arena_copy(arena, buf_view(&b));
	buf_release(&b);
	return s;
}

static struct str number_words(struct arena *arena, double x)
{
	struct buf b = { 0 };

	number_write(&b, x);
	struct str s = arena_copy(arena, buf_view(&b));
	buf_release(&b);
	return s;
}

static struct str date_words(struct arena *arena, int64_t at, const struct zone *zone)
{
	struct buf b = { 0 };

	instant_write(&b, at, zone);
	struct str s = arena_copy(arena, buf_view(&b));
	buf_release(&b);
	return s;
}

/* False: *mistake. */
static bool number_answer(struct filled *f, struct str cell, struct str known, const struct judging *j,
			  const bool reads[2], const double x[2], struct str *answer, struct str *mistake)
{
	double has, as_is;
	bool known_number = number_read(known, j->decimal, &has);
	size_t d = reads[0] ? 0 : 1;

	*answer = STR("");
	if (reads[0] && reads[1] && x[0] != x[1]) {
		if (known_number && (has == x[0] || has == x[1]))
			return true;
		if (!f->ruler.decimal) {
			*mistake = arena_print(&f->arena,
					       "'%.*s' may be %.*s or %.*s, and no 'days waiting' of this "
					       "sheet shows which; write it without a separator",
					       STR_ARG(cell), STR_ARG(number_words(&f->arena, x[0])),
					       STR_ARG(number_words(&f->arena, x[1])));
			return false;
		}
		d = f->ruler.decimal == ',';
		*answer = plain_number(&f->arena, number_words(&f->arena, x[d]), '.', j->decimal);
		filled_tell_taken(f, j->diags, "the number", cell, *answer);
		return true;
	}
	if (known_number && has == x[d])
		return true;
	*answer = cell;
	if (number_read(cell, j->decimal, &as_is) && as_is == x[d])
		return true;
	*answer = plain_number(&f->arena, cell, d ? ',' : '.', j->decimal);
	return true;
}

/* False: *mistake. */
static bool date_answer(struct filled *f, struct str cell, struct str known, const struct judging *j,
			const int64_t *reading, size_t n, struct str *answer, struct str *mistake)
{
	const struct zone *zone = j->times->zone;
	int64_t has, as_is;
	bool known_date = instant_read(known, j->times, &has) == TIME_READ;

	*answer = STR("");
	for (size_t i = 0; i < n; i++)
		if (known_date && has == reading[i])
			return true;
	if (n > 1) {
		*mistake = arena_print(&f->arena,
				       "'%.*s' may be %.*s or %.*s, and no 'handed over' of this sheet shows "
				       "which; write it as 2026-12-31",
				       STR_ARG(cell), STR_ARG(date_words(&f->arena, reading[0], zone)),
				       STR_ARG(date_words(&f->arena, reading[1], zone)));
		return false;
	}
	*answer = cell;
	if (instant_read(cell, j->times, &as_is) != TIME_READ || as_is != reading[0])
		*answer = date_words(&f->arena, reading[0], zone);
	return true;
}

bool filled_answer(struct filled *f, struct str cell, struct str known, const struct judging *j,
		   struct str *answer, struct str *mistake)
{
	double x[2];
	int64_t reading[2];

	*answer = STR("");
	if (!cell.n || fold_same(cell, known))
		return true;
	bool reads[2] = { number_read(cell, '.', &x[0]), number_read(cell, ',', &x[1]) };
	if (reads[0] || reads[1])
		return number_answer(f, cell, known, j, reads, x, answer, mistake);
	size_t n = filled_dates(f, cell, j->times->zone, reading);
	if (n)
		return date_answer(f, cell, known, j, reading, n, answer, mistake);
	*answer = cell;
	return true;
}
