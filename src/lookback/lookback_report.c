/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of looking back as grids: see lookback_report.h. */
#include "lookback/lookback_report.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "figures/group.h"
#include "report/bars.h"
#include "stat/hypergeometric.h"

enum { FEWEST = 20 }; /* leads, to suspect a value or a column */

static const double added = 0.5, too_strong = 1, too_unlikely = 1e-6;

static struct share share_of(const struct bin *b)
{
	return (struct share){ b->leads, b->count[PART_CONVERTED] };
}

static uint64_t left(struct share s)
{
	return s.leads - s.converted;
}

/* ---- figures ---- */

static bool one_outcome(struct share all)
{
	return !all.converted || !left(all);
}

struct interval lift_limits(struct share it, struct share all)
{
	struct share rest = share_minus(all, it);
	double w = (double)it.converted + added, n = (double)it.leads + added,
	       w0 = (double)rest.converted + added, n0 = (double)rest.leads + added;

	if (!it.leads || !rest.leads || one_outcome(all))
		return (struct interval){ NAN, NAN };
	double middle = log(w / n) - log(w0 / n0), half = Z95 * sqrt(1 / w - 1 / n + 1 / w0 - 1 / n0);
	return (struct interval){ it.converted ? exp(middle - half) : 0,
				  rest.converted ? exp(middle + half) : (double)NAN };
}

/* A share of the converted, or of the others. */
static double among(uint64_t k, uint64_t n, size_t values)
{
	return ((double)k + added) / ((double)n + added * (double)values);
}

double weight_of_evidence(struct share it, struct share all, size_t values)
{
	if (one_outcome(all))
		return NAN;
	return log(among(it.converted, all.converted, values) / among(left(it), left(all), values));
}

/* What a value adds to the information value of its column. */
static double information_of(struct share it, struct share all, size_t values)
{
	return (among(it.converted, all.converted, values) - among(left(it), left(all), values)) *
	       weight_of_evidence(it, all, values);
}

static bool one_way(struct share it, struct share all)
{
	uint64_t of_all = it.converted ? all.converted : left(all);

	return it.leads >= FEWEST && (!it.converted || !left(it)) &&
	       (double)it.leads * log((double)of_all / (double)all.leads) < log(too_unlikely);
}

struct strength strength_of(const struct bins *b, struct share all)
{
	struct strength s = { 0 };

	for (size_t i = 0; i < b->n; i++) {
		struct share it = share_of(&b->bin[i]);
		s.value += information_of(it, all, b->n);
		s.after_the_fact |= one_way(it, all);
	}
	s.after_the_fact |= s.value > too_strong && all.converted >= FEWEST && left(all) >= FEWEST;
	return s;
}

/* A value as chance would have it. */
struct chance {
	struct share all;
	uint64_t leads;
	size_t values;
};

static double information_by_chance(uint64_t converted, const void *ctx)
{
	const struct chance *c = ctx;

	return information_of((struct share){ c->leads, converted }, c->all, c->values);
}

double noise_of(const struct bins *b, struct share all)
{
	double sum = 0, noise = 0;

	if (one_outcome(all))
		return NAN;
	for (size_t i = 0; i < b->n; i++) {
		struct chance c = { all, b->bin[i].leads, b->n };
		struct draw d = { c.leads, all.converted, all.leads };
		if (!i || c.leads != b->bin[i - 1].leads) /* words are ordered by their leads */
			noise = draw_expected(d, information_by_chance, &c);
		sum += noise;
	}
	return sum;
}

/* A column that is shown. */
struct ranked {
	struct strength strength;
	double noise;
};

static int compare_ranked(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;
	double of_x = x->strength.value - x->noise, of_y = y->strength.value - y->noise;

	if (of_x > of_y || of_x < of_y) /* all are NaN, or none is */
		return of_x > of_y ? -1 : 1;
	return x->strength.column < y->strength.column ? -1 : 1;
}

/* The columns that are shown, strongest first; free with free(). */
static struct ranked *rank(const struct lookback_view *v, struct share all, size_t *n)
{
	struct ranked *list = mem_new(v->plan->n * sizeof *list);

	*n = 0;
	for (size_t i = 0; i < v->plan->n; i++) {
		const struct bins *b = lookback_bins(v->lookback, i);
		if (!lookback_shows(v->lookback, i))
			continue;
		list[*n] = (struct ranked){ strength_of(b, all), noise_of(b, all) };
		list[(*n)++].strength.column = i;
	}
	if (*n)
		qsort(list, *n, sizeof *list, compare_ranked);
	return list;
}

struct strength *lookback_rank(const struct lookback_view *v, size_t *n)
{
	struct ranked *list = rank(v, lookback_all(v->lookback), n);
	struct strength *s = mem_new(*n * sizeof *s);

	for (size_t i = 0; i < *n; i++)
		s[i] = list[i].strength;
	free(list);
	return s;
}

/* ---- rows: of the columns that are shown, the strongest first, each value ---- */

struct row {
	bool begun;
	struct ranked *columns;
	size_t n, column, bin;
	const struct bins *bins;
	struct share it, all;
	double highest; /* conversion of the column's values */
	struct buf text;
};

static double highest(const struct bins *b)
{
	double most = 0;

	for (size_t i = 0; i < b->n; i++) {
		struct share it = share_of(&b->bin[i]);
		most = fmax(most, it.leads ? (double)it.converted / (double)it.leads : 0);
	}
	return most;
}

static bool next_value(const void *view, void *row)
{
	const struct lookback_view *v = view;
	struct row *r = row;

	if (!r->begun) {
		r->begun = true;
		r->all = lookback_all(v->lookback);
		r->columns = rank(v, r->all, &r->n);
	} else if (++r->bin == r->bins->n) {
		r->bin = 0;
		r->column++;
	}
	if (r->column == r->n)
		return false;
	r->bins = lookback_bins(v->lookback, r->columns[r->column].strength.column);
	if (!r->bin)
		r->highest = highest(r->bins);
	r->it = share_of(&r->bins->bin[r->bin]);
	return true;
}

static void release(void *row)
{
	struct row *r = row;

	free(r->columns);
	buf_release(&r->text);
}

static const struct row *at(const struct cell *c)
{
	return c->row;
}

static const struct strength *strength(const struct cell *c)
{
	return &at(c)->columns[at(c)->column].strength;
}

/* ---- figures ---- */

static struct figure column(const struct cell *c)
{
	const struct lookback_view *v = c->view;

	return figure_text(v->plan->column[strength(c)->column].head);
}

static struct figure value(const struct cell *c)
{
	return figure_text(at(c)->bins->bin[at(c)->bin].value);
}

static struct figure leads(const struct cell *c)
{
	return figure_count(at(c)->it.leads);
}

static struct figure converted(const struct cell *c)
{
	return figure_count(at(c)->it.converted);
}

static bool tells(const struct cell *c)
{
	return lookback_tells(((const struct lookback_view *)c->view)->plan);
}

static struct figure conversion(const struct cell *c)
{
	return figure_ratio(at(c)->it.converted, tells(c) ? at(c)->it.leads : 0);
}

static struct interval limits(const struct cell *c)
{
	struct share it = at(c)->it;

	return it.leads && tells(c) ? wilson(it.converted, it.leads, Z95) : (struct interval){ NAN, NAN };
}

static struct figure low(const struct cell *c)
{
	return figure_share(limits(c).low);
}

static struct figure high(const struct cell *c)
{
	return figure_share(limits(c).high);
}

static struct figure ends(const struct cell *c)
{
	return figure_ends(limits(c).low, limits(c).high);
}

static struct figure lift(const struct cell *c)
{
	struct share it = at(c)->it, rest = share_minus(at(c)->all, it);

	return figure_quotient((__int128)it.converted * rest.leads, (__int128)it.leads * rest.converted,
			       c->of);
}

static struct figure lift_low(const struct cell *c)
{
	return figure_real(lift_limits(at(c)->it, at(c)->all).low, 6);
}

static struct figure lift_high(const struct cell *c)
{
	return figure_real(lift_limits(at(c)->it, at(c)->all).high, 6);
}

static struct figure woe(const struct cell *c)
{
	return figure_real(weight_of_evidence(at(c)->it, at(c)->all, at(c)->bins->n), 6);
}

static struct figure information(const struct cell *c)
{
	return figure_real(strength(c)->value, c->of);
}

static struct figure noise(const struct cell *c)
{
	return figure_real(at(c)->columns[at(c)->column].noise, c->of);
}

static struct figure flag(const struct cell *c)
{
	return figure_text(strength(c)->after_the_fact ? STR("after the fact?") : STR(""));
}

/* For people a column is named once, over its values. */
static struct figure once(const struct cell *c, struct figure f)
{
	return at(c)->bin ? (struct figure){ 0 } : f;
}

static struct figure column_once(const struct cell *c)
{
	return once(c, column(c));
}

static struct figure information_once(const struct cell *c)
{
	return once(c, information(c));
}

static struct figure noise_once(const struct cell *c)
{
	return once(c, noise(c));
}

static struct figure flag_once(const struct cell *c)
{
	return figure_toned(once(c, flag(c)), TONE_BAD);
}

static struct figure value_shown(const struct cell *c)
{
	return figure_text(lookback_shown(at(c)->bins, at(c)->bin));
}

/* As long as the share is of the column's highest. */
static struct figure bar(const struct cell *c)
{
	struct buf *text = &((struct row *)c->row)->text;
	struct share it = at(c)->it;

	buf_clear(text);
	if (it.converted)
		bar_write(text, (double)it.converted / (double)it.leads / at(c)->highest, 10,
			  ((const struct lookback_view *)c->view)->utf8);
	return figure_text(buf_view(text));
}

/* ---- columns ---- */

#define LEADS  .kind = COLUMN_NUMBER, .unit = "leads"
#define SHARE  .kind = COLUMN_NUMBER, .unit = "share"
#define NUMBER .kind = COLUMN_NUMBER

static const struct column columns[] = {
	{ COLUMN("column", column), .definition = "the column of the input" },
	{ COLUMN("value", value), .definition = "one of its values, or a range; empty is missing" },
	{ COLUMN("leads", leads), LEADS, .definition = "leads that have it" },
	{ COLUMN("converted", converted), LEADS, .definition = "of them, those that converted" },
	{ COLUMN("conversion", conversion), SHARE, .definition = "converted, of leads" },
	{ COLUMN("low95", low), SHARE, .definition = "the low end of its 95% interval" },
	{ COLUMN("high95", high), SHARE, .definition = "the high end" },
	{ COLUMN("lift", lift), .of = 6, NUMBER,
	  .definition = "their conversion, by that of all other leads" },
	{ COLUMN("lift_low95", lift_low), NUMBER, .definition = "the low end of its 95% interval" },
	{ COLUMN("lift_high95", lift_high), NUMBER, .definition = "the high end" },
	{ COLUMN("woe", woe), NUMBER, .definition = "the value's weight of evidence" },
	{ COLUMN("information_value", information), .of = 6, NUMBER,
	  .definition = "the column's information value" },
	{ COLUMN("noise", noise), .of = 6, NUMBER,
	  .definition = "the information value that chance alone would give such a column" },
	{ COLUMN("flag", flag),
	  .definition = "after the fact? where the column is too good a sign to have been known before" },
};
static const struct column table_columns[] = {
	{ COLUMN("column", column_once), .least = 16 },
	{ COLUMN("value", value_shown), .least = 16 },
	{ COLUMN("leads", leads), LEADS },
	{ COLUMN("conversion", conversion), SHARE },
	{ COLUMN("", bar), .kind = COLUMN_PICTURE, .weight = WEIGHT_DIAGNOSES },
	{ COLUMN("95%", ends), SHARE, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("lift", lift), .of = 2, NUMBER, .weight = WEIGHT_ANSWERS },
	{ COLUMN("inf. value", information_once), .of = 2, NUMBER, .weight = WEIGHT_EXPLAINS, .brief = "IV" },
	{ COLUMN("noise", noise_once), .of = 2, NUMBER, .weight = WEIGHT_EXPLAINS },
	{ COLUMN("", flag_once), .least = 15 },
};

const struct report lookback_report = REPORT(columns, struct row, next_value, release);
static const struct report table = REPORT(table_columns, struct row, next_value, release);

/* ---- for people ---- */

struct str lookback_shown(const struct bins *b, size_t i)
{
	if (b->bin[i].value.n)
		return b->bin[i].value;
	return b->how == BINS_OF_NUMBERS ? STR("(no number)") : STR(GROUP_NONE);
}

void lookback_left_out(const struct lookback *s, const struct lookback_plan *p, struct buf *out)
{
	size_t unfit = 0;

	for (size_t i = 0; i < p->n; i++)
		unfit += !lookback_shows(s, i);
	if (!p->named.n && !unfit)
		return;
	buf_str(out, STR("left out:"));
	if (p->named.n)
		buf_print(out, " %.*s, the id and what stages and exits are made of", STR_ARG(p->named));
	if (unfit)
		buf_print(out, "%s %zu %s of only one value, too many, or none that repeats",
			  p->named.n ? ";" : "", unfit, unfit == 1 ? "column" : "columns");
}

static void put_note(const struct lookback *s, const struct lookback_plan *p, bool after, struct grid *g)
{
	struct buf b = { 0 };

	if (after)
		buf_str(&b, STR("after the fact?: too good a sign to have been known before; "));
	lookback_left_out(s, p, &b);
	while (b.n && (b.p[b.n - 1] == ' ' || b.p[b.n - 1] == ';'))
		b.n--;
	buf_char(&b, '\0');
	if (b.n > 1)
		grid_note(g, b.p);
	buf_release(&b);
}

static void put_title(const struct lookback_plan *p, struct share all, struct grid *g)
{
	struct buf b = { 0 };

	buf_str(&b, STR("What predicted who would reach "));
	buf_str(&b, p->agreement->stages.at[p->to].name.text);
	buf_str(&b, STR(": "));
	number_write_grouped(&b, (int64_t)all.converted);
	buf_str(&b, STR(" of "));
	number_write_grouped(&b, (int64_t)all.leads);
	buf_str(&b, STR(" leads"));
	buf_char(&b, '\0');
	grid_title(g, b.p);
	buf_release(&b);
}

static bool any_after_the_fact(const struct lookback_view *v, struct share all)
{
	bool any = false;

	for (size_t i = 0; i < v->plan->n && !any; i++)
		any = lookback_shows(v->lookback, i) &&
		      strength_of(lookback_bins(v->lookback, i), all).after_the_fact;
	return any;
}

void lookback_table(const struct lookback_view *v, struct grid *g)
{
	struct share all = lookback_all(v->lookback);

	put_title(v->plan, all, g);
	put_note(v->lookback, v->plan, any_after_the_fact(v, all), g);
	report_fill(&table, v, v->utf8, g);
}
