/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Good months against bad ones: see good_months.h. */
#include "lookback/good_months.h"

#include <inttypes.h>
#include <stdlib.h>

#include "base/mem.h"
#include "figures/page.h"
#include "lookback/lookback_report.h"
#include "stat/stat.h"
#include "time/period.h"

enum { FEWEST_LEADS = 30, FEWEST_MONTHS = 4 };

/* ---- which months ---- */

struct month {
	size_t part;
	int64_t number;
	struct share share;
};

static bool is_mature(const struct good_months *m, int64_t month, const struct program *program)
{
	const struct zone *zone = program->times.zone;
	int64_t end = instant_plus(lookback_last(m->lookback, month, zone), m->plan->window, zone);

	return end != INSTANT_NONE && end <= program->now;
}

/* A window in whole days, in which nine in ten had converted. */
static void ask_for_window(const struct good_months *m, struct diags *diags)
{
	int64_t p90 = lookback_p90(m->lookback);
	struct str to = m->plan->agreement->stages.at[m->plan->to].name.text;
	int64_t days = p90 <= DAY_US ? 1 : (p90 + DAY_US - 1) / DAY_US;

	if (p90 == INT64_MIN)
		diag_error(diags,
			   "--good-months: add --window, the time that every lead is given to reach %.*s; "
			   "none has yet",
			   STR_ARG(to));
	else
		diag_error(
			diags,
			"--good-months: add --window, the time that every lead is given to reach %.*s; 90%% "
			"of those that did took at most %" PRId64 " %s: --window '%" PRId64 " %s'",
			STR_ARG(to), days, days == 1 ? "day" : "days", days, days == 1 ? "day" : "days");
}

/* The best first; of equal ones the earlier. */
static int by_conversion(const void *a, const void *b)
{
	const struct month *x = a, *y = b;
	unsigned __int128 of_x = (unsigned __int128)x->share.converted * y->share.leads,
			  of_y = (unsigned __int128)y->share.converted * x->share.leads;

	if (of_x != of_y)
		return of_x > of_y ? -1 : 1;
	return x->number < y->number ? -1 : 1;
}

static int by_time(const void *a, const void *b)
{
	const struct month *x = a, *y = b;

	return x->number < y->number ? -1 : x->number > y->number;
}

static size_t *parts_of(struct month *month, size_t n)
{
	size_t *part = mem_new(n * sizeof *part);

	qsort(month, n, sizeof *month, by_time);
	for (size_t i = 0; i < n; i++)
		part[i] = month[i].part;
	return part;
}

bool good_months_pick(struct good_months *m, const struct lookback *s, const struct lookback_plan *p,
		      const struct program *program, struct diags *diags)
{
	struct month *month;
	size_t n = 0;

	*m = (struct good_months){ .lookback = s, .plan = p };
	if (!p->window) {
		ask_for_window(m, diags);
		return false;
	}
	month = mem_new(lookback_parts(s) * sizeof *month);
	for (size_t i = 0; i < lookback_parts(s); i++) {
		month[n] = (struct month){ i, lookback_month(s, i), lookback_share(s, i) };
		n += month[n].share.leads >= FEWEST_LEADS && is_mature(m, month[n].number, program);
	}
	if (n >= FEWEST_MONTHS) {
		m->n = n / 4;
		qsort(month, n, sizeof *month, by_conversion);
		m->good = parts_of(month, m->n);
		m->bad = parts_of(month + n - m->n, m->n);
	} else {
		diag_error(
			diags,
			"--good-months: %zu %s mature with %d leads or more, and it takes %d; try a shorter "
			"--window",
			n, n == 1 ? "month is" : "months are", FEWEST_LEADS, FEWEST_MONTHS);
	}
	free(month);
	return n >= FEWEST_MONTHS;
}

void good_months_release(struct good_months *m)
{
	free(m->good);
	free(m->bad);
}

/* ---- differences ---- */

struct difference {
	size_t column, bin;
	uint64_t good, of_good, bad, of_bad;
	struct interval limits;
};

static uint64_t sum(const uint64_t *count, const size_t *part, size_t n)
{
	uint64_t leads = 0;

	for (size_t i = 0; i < n; i++)
		leads += count[part[i]];
	return leads;
}

static struct share sum_shares(const struct good_months *m, const size_t *part)
{
	struct share all = { 0 };

	for (size_t i = 0; i < m->n; i++)
		share_add(&all, lookback_share(m->lookback, part[i]));
	return all;
}

/* The difference, of both shares' denominators. */
static __int128 size_of(const struct difference *d)
{
	return (__int128)d->good * d->of_bad - (__int128)d->bad * d->of_good;
}

/* Of equal ones first what the good months have more of. */
static int by_size(const void *a, const void *b)
{
	const struct difference *x = a, *y = b;
	__int128 of_x = size_of(x), of_y = size_of(y);
	__int128 far_x = of_x < 0 ? -of_x : of_x, far_y = of_y < 0 ? -of_y : of_y;

	if (far_x != far_y)
		return far_x > far_y ? -1 : 1;
	if (of_x != of_y)
		return of_x > of_y ? -1 : 1;
	if (x->column != y->column)
		return x->column < y->column ? -1 : 1;
	return x->bin < y->bin ? -1 : 1;
}

/* A value that neither the good months nor the bad ones have says nothing of them. */
static bool is_compared(const struct good_months *m, const struct bin *b)
{
	return sum(b->count, m->good, m->n) + sum(b->count, m->bad, m->n) > 0;
}

size_t good_months_compared(const struct good_months *m)
{
	size_t n = 0;

	for (size_t i = 0; i < m->plan->n; i++)
		for (size_t k = 0; lookback_shows(m->lookback, i) && k < lookback_bins(m->lookback, i)->n;
		     k++)
			n += is_compared(m, &lookback_bins(m->lookback, i)->bin[k]);
	return n;
}

/* All of them, the largest first; free with free(). */
static struct difference *differences(const struct good_months *m, size_t *n)
{
	struct difference *list = mem_new(good_months_compared(m) * sizeof *list);
	uint64_t of_good = sum_shares(m, m->good).leads, of_bad = sum_shares(m, m->bad).leads;

	*n = 0;
	for (size_t i = 0; i < m->plan->n; i++) {
		const struct bins *b = lookback_bins(m->lookback, i);
		for (size_t k = 0; lookback_shows(m->lookback, i) && k < b->n; k++) {
			if (!is_compared(m, &b->bin[k]))
				continue;
			struct difference d = { .column = i, .bin = k, .of_good = of_good, .of_bad = of_bad };
			d.good = sum(b->bin[k].count, m->good, m->n);
			d.bad = sum(b->bin[k].count, m->bad, m->n);
			d.limits = newcombe(d.good, of_good, d.bad, of_bad, Z95);
			list[(*n)++] = d;
		}
	}
	if (*n)
		qsort(list, *n, sizeof *list, by_size);
	return list;
}

/* ---- rows: the differences ---- */

struct row {
	struct difference *list;
	size_t n, at;
	const struct difference *d;
};

static const struct good_months *months(const struct cell *c)
{
	return c->view;
}

static bool next_difference(const void *view, void *row)
{
	struct row *r = row;

	if (!r->list)
		r->list = differences(view, &r->n);
	if (r->at == r->n)
		return false;
	r->d = &r->list[r->at++];
	return true;
}

static void release(void *row)
{
	free(((struct row *)row)->list);
}

static const struct difference *at(const struct cell *c)
{
	return ((const struct row *)c->row)->d;
}

static struct figure column(const struct cell *c)
{
	return figure_text(months(c)->plan->column[at(c)->column].head);
}

static struct figure value(const struct cell *c)
{
	return figure_text(lookback_bins(months(c)->lookback, at(c)->column)->bin[at(c)->bin].value);
}

static struct figure value_shown(const struct cell *c)
{
	return figure_text(lookback_shown(lookback_bins(months(c)->lookback, at(c)->column), at(c)->bin));
}

static struct figure good(const struct cell *c)
{
	return figure_ratio(at(c)->good, at(c)->of_good);
}

static struct figure bad(const struct cell *c)
{
	return figure_ratio(at(c)->bad, at(c)->of_bad);
}

static struct figure difference(const struct cell *c)
{
	const struct difference *d = at(c);

	return figure_change((double)d->good / (double)d->of_good - (double)d->bad / (double)d->of_bad);
}

static struct figure low(const struct cell *c)
{
	return figure_change(at(c)->limits.low);
}

static struct figure high(const struct cell *c)
{
	return figure_change(at(c)->limits.high);
}

static struct figure outside(const struct cell *c)
{
	struct interval i = at(c)->limits;

	if (i.low > 0 || i.high < 0)
		return figure_toned(figure_text(STR("yes")), i.low > 0 ? TONE_GOOD : TONE_BAD);
	return figure_text(STR("no"));
}

#define SHARE .kind = COLUMN_NUMBER, .unit = "share"

static const struct column columns[] = {
	{ COLUMN("column", column), .definition = "the column of the input" },
	{ COLUMN("value", value), .definition = "one of its values, or a range; empty is missing" },
	{ COLUMN("good_months_share", good), SHARE,
	  .definition = "its share among the leads of the good months" },
	{ COLUMN("bad_months_share", bad), SHARE,
	  .definition = "its share among the leads of the bad months" },
	{ COLUMN("difference", difference), SHARE, .definition = "the first less the second" },
	{ COLUMN("low95", low), SHARE, .definition = "the low end of its 95% interval" },
	{ COLUMN("high95", high), SHARE, .definition = "the high end" },
	{ COLUMN("outside_chance", outside), .definition = "yes where the interval leaves out 0" },
};
static const struct column table_columns[] = {
	{ COLUMN("column", column), .least = 16 },
	{ COLUMN("value", value_shown), .least = 16 },
	{ COLUMN("good", good), SHARE },
	{ COLUMN("bad", bad), SHARE },
	{ COLUMN("difference", difference), SHARE },
	{ COLUMN("low", low), SHARE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("high", high), SHARE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("outside chance", outside), .weight = WEIGHT_ANSWERS, .brief = "beyond" },
};

const struct report good_months_report = REPORT(columns, struct row, next_difference, release);
static const struct report table = REPORT(table_columns, struct row, next_difference, release);

/* ---- for people ---- */

/* "good months: 2026-02, 2026-03 (18.2% of 412 leads)" */
static void name_months(const struct good_months *m, const char *which, const size_t *part, struct buf *out)
{
	struct share all = sum_shares(m, part);

	buf_str(out, str_from(which));
	for (size_t i = 0; i < m->n; i++) {
		buf_str(out, i ? STR(", ") : STR(" "));
		period_write(out, PERIOD_MONTH, lookback_month(m->lookback, part[i]));
	}
	buf_print(out, " (%.1f%% of %" PRIu64 " leads)", 100.0 * (double)all.converted / (double)all.leads,
		  all.leads);
}

void good_months_named(const struct good_months *m, struct buf *out)
{
	name_months(m, "good months:", m->good, out);
	name_months(m, "; bad months:", m->bad, out);
}

void good_months_table(const struct good_months *m, struct grid *g)
{
	struct buf b = { 0 };

	grid_title(g, "What good months had more of");
	good_months_named(m, &b);
	size_t named = b.n;
	buf_str(&b, STR("; "));
	lookback_left_out(m->lookback, m->plan, &b);
	if (b.n == named + 2)
		b.n = named;
	buf_char(&b, '\0');
	grid_note(g, b.p);
	buf_release(&b);
	report_fill(&table, m, true, g);
}

/* ---- the page ---- */

enum { VALUES_SHOWN = 20 }; /* the largest differences */

static struct dot dot_of(const struct good_months *m, const struct difference *d, struct arena *arena)
{
	double by = (double)d->good / (double)d->of_good - (double)d->bad / (double)d->of_bad;
	struct str value = lookback_shown(lookback_bins(m->lookback, d->column), d->bin);

	return (struct dot){ .label = arena_print(arena, "%.*s: %.*s",
						  STR_ARG(m->plan->column[d->column].head), STR_ARG(value)),
			     .note = arena_print(arena, "%.*s against %.*s",
						 STR_ARG(page_percent(arena, d->good, d->of_good)),
						 STR_ARG(page_percent(arena, d->bad, d->of_bad))),
			     .value = by,
			     .low = d->limits.low,
			     .high = d->limits.high,
			     .side = d->limits.low > 0	  ? DOT_OVER
				     : d->limits.high < 0 ? DOT_UNDER
							  : DOT_AT };
}

static bool beyond_chance(const struct difference *d)
{
	return d->limits.low > 0 || d->limits.high < 0;
}

void good_months_page(const struct good_months *m, struct buf *out)
{
	struct dot dot[VALUES_SHOWN];
	struct arena arena = { 0 };
	struct buf named = { 0 };
	size_t n, shown, beyond = 0;
	struct difference *list = differences(m, &n);

	for (size_t i = 0; i < n; i++)
		beyond += beyond_chance(&list[i]);
	shown = n < VALUES_SHOWN ? n : VALUES_SHOWN;
	for (size_t i = 0; i < shown; i++)
		dot[i] = dot_of(m, &list[i], &arena);
	document_answer(
		out,
		arena_print(&arena,
			    "%zu of %zu %s %s more or less frequent in good months than chance explains.",
			    beyond, n, n == 1 ? "value" : "values", beyond == 1 ? "is" : "are"));
	good_months_named(m, &named);
	document_note(out, buf_view(&named));
	if (shown)
		document_dots(
			out,
			&(struct dots){ .name = STR("How much more frequent a value is in good months than "
						    "in bad ones, in points of percent"),
					.row = dot,
					.rows = shown,
					.mark = 0,
					.mark_name = STR("no difference"),
					.of = DOTS_FREQUENCY });
	if (n > shown)
		document_note(out, arena_print(&arena, "The %zu largest of %zu; the table below has all.",
					       shown, n));
	free(list);
	buf_release(&named);
	arena_release(&arena);
}
