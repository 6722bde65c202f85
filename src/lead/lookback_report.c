/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures of looking back as grids: see lookback_report.h. */
#include "lead/lookback_report.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "report/bars.h"

enum { FEWEST = 20 }; /* leads that all went one way, to wonder about it */

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

struct interval lift_limits(struct share it, struct share all)
{
	struct share rest = share_minus(all, it);
	double w = (double)it.converted + added, n = (double)it.leads + 2 * added,
	       w0 = (double)rest.converted + added, n0 = (double)rest.leads + 2 * added;

	if (!it.leads || !rest.leads)
		return (struct interval){ NAN, NAN };
	double middle = log(w / n) - log(w0 / n0), half = Z95 * sqrt(1 / w - 1 / n + 1 / w0 - 1 / n0);
	return (struct interval){ exp(middle - half), exp(middle + half) };
}

/* Shares of the converted and of the others. */
static double among(uint64_t k, uint64_t n, size_t values)
{
	return ((double)k + added) / ((double)n + added * (double)values);
}

double weight_of_evidence(struct share it, struct share all, size_t values)
{
	if (!all.converted || !left(all))
		return NAN;
	return log(among(it.converted, all.converted, values) / among(left(it), left(all), values));
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
		s.value += (among(it.converted, all.converted, b->n) - among(left(it), left(all), b->n)) *
			   weight_of_evidence(it, all, b->n);
		s.after_the_fact |= one_way(it, all);
	}
	s.after_the_fact |= s.value > too_strong;
	return s;
}

static int compare_strengths(const void *a, const void *b)
{
	const struct strength *x = a, *y = b;

	if (x->value > y->value || x->value < y->value) /* all are NaN, or none is */
		return x->value > y->value ? -1 : 1;
	return x->column < y->column ? -1 : 1;
}

/* The columns that are shown, strongest first; free with free(). */
static struct strength *ranked(const struct lookback *s, const struct lookback_plan *p, size_t *n)
{
	struct strength *list = mem_new(p->n * sizeof *list);

	*n = 0;
	for (size_t i = 0; i < p->n; i++)
		if (lookback_shows(s, i)) {
			list[*n] = strength_of(lookback_bins(s, i), lookback_all(s));
			list[(*n)++].column = i;
		}
	if (*n)
		qsort(list, *n, sizeof *list, compare_strengths);
	return list;
}

/* ---- cells ---- */

/* NaN is an empty cell, and nothing is minus zero. */
static void put_real(struct grid *g, double x, bool plain)
{
	int places = plain ? 6 : 2;

	if (isnan(x))
		grid_cell(g, STR(""));
	else
		grid_print(g, "%.*f", places, fabs(x) * pow(10, places) < 0.5 ? 0.0 : x);
}

static void put_lift(struct grid *g, struct share it, struct share all, bool plain)
{
	struct share rest = share_minus(all, it);
	struct buf b = { 0 };

	if (it.leads && rest.converted)
		number_write_ratio(&b, (__int128)it.converted * rest.leads,
				   (__int128)it.leads * rest.converted, plain ? 6 : 2);
	grid_cell(g, buf_view(&b));
	buf_release(&b);
}

/* ---- for programs ---- */

static void put_value(struct grid *g, const struct bin *bin, const struct bins *b, struct share all)
{
	struct share it = share_of(bin);
	struct interval limits = lift_limits(it, all);

	share_count(g, it.leads, true);
	share_count(g, it.converted, true);
	share_conversion(g, it, true, true);
	put_lift(g, it, all, true);
	put_real(g, limits.low, true);
	put_real(g, limits.high, true);
	put_real(g, weight_of_evidence(it, all, b->n), true);
}

void lookback_grid(const struct lookback *s, const struct lookback_plan *p, struct grid *g)
{
	static const char *const heads[] = { "column",	   "value",	  "leads",  "converted",
					     "conversion", "low95",	  "high95", "lift",
					     "lift_low95", "lift_high95", "woe",    "information_value",
					     NULL };
	struct share all = lookback_all(s);
	size_t n;

	share_heads(g, heads, 2);
	grid_column(g, "flag", ALIGN_LEFT, false);
	struct strength *column = ranked(s, p, &n);
	for (size_t i = 0; i < n; i++) {
		const struct bins *b = lookback_bins(s, column[i].column);
		for (size_t k = 0; k < b->n; k++) {
			grid_cell(g, p->column[column[i].column].head);
			grid_cell(g, b->bin[k].value);
			put_value(g, &b->bin[k], b, all);
			put_real(g, column[i].value, true);
			grid_cell(g, column[i].after_the_fact ? STR("after the fact?") : STR(""));
		}
	}
	free(column);
}

/* ---- for people ---- */

struct str lookback_shown(const struct bins *b, size_t i)
{
	if (b->bin[i].value.n)
		return b->bin[i].value;
	return b->how == BINS_OF_NUMBERS ? STR("(no number)") : STR("(missing)");
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
		buf_print(out, " %.*s, of which stages and exits are made", STR_ARG(p->named));
	if (unfit)
		buf_print(out, "%s %zu %s of only one value or too many", p->named.n ? ";" : "", unfit,
			  unfit == 1 ? "column" : "columns");
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

	buf_str(&b, STR("What told who would reach "));
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

static double highest(const struct bins *b)
{
	double most = 0;

	for (size_t i = 0; i < b->n; i++) {
		struct share it = share_of(&b->bin[i]);
		most = fmax(most, it.leads ? (double)it.converted / (double)it.leads : 0);
	}
	return most;
}

/* The bar is as long as the share is of the column's highest. */
static void put_shown(struct grid *g, struct share it, struct share all, double highest, bool utf8)
{
	struct buf bar = { 0 };

	if (it.converted)
		bar_write(&bar, (double)it.converted / (double)it.leads / highest, 10, utf8);
	share_count(g, it.leads, false);
	share_ratio(g, it.converted, it.leads, false);
	grid_cell(g, buf_view(&bar));
	share_limits(g, it.leads ? wilson(it.converted, it.leads, Z95) : (struct interval){ NAN, NAN }, utf8);
	put_lift(g, it, all, false);
	buf_release(&bar);
}

void lookback_table(const struct lookback *s, const struct lookback_plan *p, bool utf8, struct grid *g)
{
	static const char *const heads[] = { "column", "value", "leads", "conversion", NULL },
				 *const more[] = { "95%", "lift", "inf. value", NULL };
	struct share all = lookback_all(s);
	bool after = false;
	size_t n;

	share_heads(g, heads, 2);
	grid_picture(g, "");
	share_heads(g, more, 0);
	grid_column(g, "", ALIGN_LEFT, false);
	struct strength *column = ranked(s, p, &n);
	for (size_t i = 0; i < n; i++) {
		const struct bins *b = lookback_bins(s, column[i].column);
		double most = highest(b);
		after |= column[i].after_the_fact;
		for (size_t k = 0; k < b->n; k++) {
			grid_cell(g, k ? STR("") : p->column[column[i].column].head);
			grid_cell(g, lookback_shown(b, k));
			put_shown(g, share_of(&b->bin[k]), all, most, utf8);
			put_real(g, k ? (double)NAN : column[i].value, false);
			grid_cell(g, !k && column[i].after_the_fact ? STR("after the fact?") : STR(""));
			grid_tone(g, TONE_BAD);
		}
	}
	put_title(p, all, g);
	put_note(s, p, after, g);
	free(column);
}
