/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See form.h. A cell that instant_read could read is taken apart into numbers, words and what stands between
 * them, which is enough to say which is which; whatever is written is read again before anyone gets it, so a
 * guess about the width of a number can at worst look different.
 */
#include "time/form.h"

#include <ctype.h>
#include <string.h>

enum { SHORT_NAME = 3, EPOCH_DIGITS = 13, MICRO_DIGITS = 6 };

static const char *const weekday_names[] = { "Monday", "Tuesday",  "Wednesday", "Thursday",
					     "Friday", "Saturday", "Sunday" };

/* ---- taking a cell apart ---- */

struct parser {
	struct time_form *form;
	struct str rest;
	enum date_order order;
	size_t date_parts;	 /* of year, month and day */
	size_t small[2], nsmall; /* pieces that are month or day */
	unsigned first_small;
	bool year_first, named;
	bool narrow;	      /* a day or month of one digit stands in it */
	char sep;	      /* behind the first small number */
	enum form_kind clock; /* the part of the clock that a number would be now */
};

static struct str next_while(struct parser *p, int (*is)(int))
{
	size_t n = 0;

	while (n < p->rest.n && is((unsigned char)p->rest.p[n]))
		n++;
	struct str s = str_slice(p->rest, 0, n);
	p->rest = str_slice(p->rest, n, p->rest.n);
	return s;
}

static struct form_piece *add_piece(struct parser *p, enum form_kind kind, struct str text)
{
	struct time_form *f = p->form;

	if (f->n == FORM_PIECES)
		return NULL;
	f->piece[f->n] = (struct form_piece){ .kind = kind,
					      .at = (uint8_t)(text.p - f->text),
					      .n = (uint8_t)text.n,
					      .width = (uint8_t)text.n };
	return &f->piece[f->n++];
}

static bool add_date_number(struct parser *p, struct str digits)
{
	enum { YEAR_DIGITS = 4 };

	if (digits.n == EPOCH_DIGITS) {
		p->date_parts = 3;
		p->form->clock = true;
		p->form->unit = 1000;
		return !p->rest.n && add_piece(p, FORM_EPOCH, digits);
	}
	if (digits.n == YEAR_DIGITS) {
		p->year_first |= !p->date_parts;
		p->date_parts++;
		return add_piece(p, FORM_YEAR, digits);
	}
	if (p->nsmall == 2 || digits.n > 2)
		return false;
	if (!p->nsmall) {
		p->first_small = 0;
		for (size_t i = 0; i < digits.n; i++)
			p->first_small = p->first_small * 10 + (unsigned)(digits.p[i] - '0');
		p->sep = p->rest.n ? *p->rest.p : ' ';
	}
	p->narrow |= digits.n == 1;
	p->small[p->nsmall++] = p->form->n;
	p->date_parts++;
	return add_piece(p, FORM_DAY, digits);
}

static bool add_clock_number(struct parser *p, struct str digits)
{
	static const int64_t units[] = { [FORM_HOUR] = HOUR_US,
					 [FORM_MINUTE] = 60 * SECOND_US,
					 [FORM_SECOND] = SECOND_US,
					 [FORM_FRACTION] = 1 };
	struct form_piece *piece = p->clock > FORM_FRACTION ? NULL : add_piece(p, p->clock, digits);

	if (!piece)
		return false;
	p->form->clock = true;
	p->form->unit = units[p->clock];
	for (size_t i = digits.n; p->clock == FORM_FRACTION && i < MICRO_DIGITS; i++)
		p->form->unit *= 10;
	if (p->clock == FORM_HOUR && digits.n == 2 && digits.p[0] != '0' && p->narrow)
		piece->width = 1;
	p->clock++;
	return true;
}

static bool is_name(struct str word, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (word.n >= SHORT_NAME && strncasecmp(word.p, names[i], SHORT_NAME) == 0)
			return true;
	return false;
}

static bool add_word(struct parser *p, struct str word)
{
	struct time_form *f = p->form;

	if (p->date_parts < 3 && is_name(word, month_names, MONTHS)) {
		p->named = true;
		p->date_parts++;
		return add_piece(p, FORM_MONTH_NAME, word);
	}
	if (p->date_parts < 3)
		return is_name(word, weekday_names, 7) && add_piece(p, FORM_WEEKDAY, word);
	if (f->clock && word.n == 2 && (word.p[1] | 0x20) == 'm') {
		f->half = true;
		return add_piece(p, FORM_HALF, word);
	}
	f->utc |= f->clock; /* else it is the T before the clock */
	return add_piece(p, FORM_LITERAL, word);
}

static int is_between(int c)
{
	return !isalnum(c) && c != '+';
}

/* What stands between numbers and words; behind a clock a + or - begins an offset, which goes to the end. */
static bool add_between(struct parser *p)
{
	struct str all = p->rest;

	if (p->form->clock && p->date_parts == 3 && (*all.p == '+' || *all.p == '-')) {
		p->rest = str_slice(all, all.n, all.n);
		return add_piece(p, FORM_OFFSET, all);
	}
	struct str text = next_while(p, is_between);
	return text.n && add_piece(p, FORM_LITERAL, text);
}

/* Which of two small numbers is the day. */
static void settle_small(struct parser *p)
{
	struct time_form *f = p->form;
	bool day_first = p->sep == '.' || p->order == DATES_DAY_FIRST ||
			 (p->order == DATES_UNSAID && p->first_small > 12);

	if (p->nsmall == 2)
		f->piece[p->small[day_first && !p->year_first ? 1 : 0]].kind = FORM_MONTH;
	for (size_t i = 0; i < p->nsmall; i++)
		f->piece[p->small[i]].width = p->narrow ? 1 : 2;
}

bool time_form_of(struct str cell, const struct time_style *style, struct time_form *form)
{
	struct parser p = { .form = form, .order = style->dates, .clock = FORM_HOUR };
	int64_t reads, again;
	struct buf b = { 0 };

	*form = (struct time_form){ .n = 0 };
	if (!cell.n || cell.n > FORM_TEXT || instant_read(cell, style, &reads) != TIME_READ)
		return false;
	memcpy(form->text, cell.p, cell.n);
	p.rest = (struct str){ form->text, cell.n };
	for (bool good = true; p.rest.n;) {
		unsigned char c = (unsigned char)*p.rest.p;
		if (isdigit(c) && p.date_parts < 3)
			good = add_date_number(&p, next_while(&p, isdigit));
		else if (isdigit(c))
			good = add_clock_number(&p, next_while(&p, isdigit));
		else if (isalpha(c))
			good = add_word(&p, next_while(&p, isalpha));
		else
			good = add_between(&p);
		if (!good)
			return false;
	}
	settle_small(&p);
	bool good = time_form_write(form, reads, style, &b, &again);
	buf_release(&b);
	return good;
}

/* ---- writing ---- */

/* In the letters' case of the cell's own. */
static void put_name(struct buf *b, struct str like, const char *name, size_t whole)
{
	bool lower = islower((unsigned char)like.p[0]), upper = isupper((unsigned char)like.p[1]);
	size_t n = like.n <= SHORT_NAME + 1 && like.n < whole ? SHORT_NAME : whole;

	for (size_t i = 0; i < n; i++)
		buf_char(b, (char)(lower   ? tolower((unsigned char)name[i])
				   : upper ? toupper((unsigned char)name[i])
					   : name[i]));
}

/* +01:00, +0100 or +01, as the cell has it; minutes in any case where there are some. */
static void put_offset(struct buf *b, struct str like, int32_t east)
{
	bool colon = memchr(like.p, ':', like.n) || like.n <= 3;
	int32_t minutes = (east < 0 ? -east : east) / 60;

	buf_print(b, "%c%02d", east < 0 ? '-' : '+', minutes / 60);
	if (like.n > 3 || minutes % 60)
		buf_print(b, "%s%02d", colon ? ":" : "", minutes % 60);
}

static void put_fraction(struct buf *b, size_t digits, int32_t micro)
{
	int32_t unit = 100000;

	for (size_t i = 0; i < digits; i++, unit /= 10)
		buf_char(b, unit ? (char)('0' + micro / unit % 10) : '0');
}

struct wall {
	struct civil c;
	int32_t east;
	int64_t epoch; /* milliseconds */
};

static void put_piece(struct buf *b, const struct time_form *f, const struct form_piece *p,
		      const struct wall *w)
{
	const struct civil *c = &w->c;
	struct str like = { f->text + p->at, p->n };
	int hour = f->half ? (c->hour + 11) % 12 + 1 : c->hour;
	const int number[] = { [FORM_YEAR] = c->year, [FORM_MONTH] = c->month,	 [FORM_DAY] = c->day,
			       [FORM_HOUR] = hour,    [FORM_MINUTE] = c->minute, [FORM_SECOND] = c->second };

	switch (p->kind) {
	case FORM_LITERAL:
		buf_str(b, like);
		return;
	case FORM_MONTH_NAME:
		put_name(b, like, month_names[c->month - 1], strlen(month_names[c->month - 1]));
		return;
	case FORM_WEEKDAY:
		put_name(b, like, weekday_names[c->weekday], strlen(weekday_names[c->weekday]));
		return;
	case FORM_FRACTION:
		put_fraction(b, p->n, c->micro);
		return;
	case FORM_HALF:
		put_name(b, like, c->hour < 12 ? "AM" : "PM", 2);
		return;
	case FORM_OFFSET:
		put_offset(b, like, w->east);
		return;
	case FORM_EPOCH:
		buf_print(b, "%lld", (long long)w->epoch);
		return;
	default:
		buf_print(b, "%0*d", p->width, number[p->kind]);
	}
}

/* The date and clock that the form shows; of a column of whole days the date in the zone, and no clock. */
static struct wall wall_of(const struct time_form *f, int64_t t, const struct time_style *style)
{
	const struct zone *zone = f->utc && !style->whole_day ? zone_utc() : style->zone;
	int64_t us = instant_us(t), second = us / SECOND_US - (us % SECOND_US < 0);
	struct wall w = { .c = instant_civil(t, zone),
			  .east = zone_offset(zone, second),
			  .epoch = us / 1000 - (us % 1000 < 0) };

	if (style->whole_day) {
		w.c.hour = w.c.minute = w.c.second = 0;
		w.c.micro = 0;
		w.epoch = instant_day(t, style->zone) * (DAY_US / 1000);
	}
	return w;
}

/* What an instant is, as far as the form tells it. */
static int64_t cut(const struct time_form *f, int64_t t, const struct wall *w, const struct time_style *style)
{
	int64_t day = day_date(instant_day(t, style->zone), style->zone);

	if (!f->clock || style->whole_day)
		return day;
	int64_t of_hour = (w->c.minute * 60 + w->c.second) * SECOND_US + w->c.micro;
	return instant_of(instant_us(t) - of_hour % f->unit);
}

bool time_form_write(const struct time_form *form, int64_t t, const struct time_style *style, struct buf *b,
		     int64_t *reads)
{
	struct wall w = wall_of(form, t, style);
	size_t before = b->n;

	for (size_t i = 0; i < form->n; i++)
		put_piece(b, form, &form->piece[i], &w);
	struct str written = { b->p + before, b->n - before };
	if (instant_read(written, style, reads) == TIME_READ && *reads == cut(form, t, &w, style))
		return true;
	b->n = before;
	return false;
}
