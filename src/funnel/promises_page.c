/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Top to bottom: a headline for each of the first promises, in the last of its periods that has a figure, and
 * then, promise by promise, bars of its last periods and the table behind them. See promises_page.h.
 */
#include "funnel/promises_page.h"

#include <math.h>

#include "figures/page.h"

enum { PERIODS_SHOWN = 13, TILES_MOST = 4 };

struct page {
	const struct promises_view *view;
	struct buf *out;
	struct arena arena;
};

static struct str amount(struct page *p, const struct promised *of, struct amount_of x)
{
	struct buf b = { 0 };

	promises_amount(of, x, &b);
	return page_words(&p->arena, &b);
}

static struct str promised(struct page *p, const struct promised *of, const struct promise_figures *x)
{
	return x->planned ? amount(p, of, (struct amount_of){ x->promised, 1 }) : STR("–");
}

static struct str reached(struct page *p, const struct promised *of, const struct promise_figures *x)
{
	return x->reached.n ? amount(p, of, x->reached) : STR("–");
}

static struct str period(struct page *p, const struct promise_row *r)
{
	struct buf b = { 0 };

	promises_period(p->view->plan, r, &b);
	return page_words(&p->arena, &b);
}

/* Is what came a part of what is promised? */
static bool adds_up(const struct promised *of)
{
	return of->said->of == PLEDGE_COUNT || of->said->of == PLEDGE_VALUE;
}

/* "behind"; "open: maturing"; why there is nothing to say. */
static struct str standing(struct page *p, const struct promise_figures *x)
{
	const char *word = promises_verdict(x), *why = promises_why(x);
	bool explain = *why && (!*word || x->verdict == PROMISE_OPEN);

	return arena_print(&p->arena, "%s%s%s", word, *word && explain ? ": " : "", explain ? why : "");
}

/* How a promise stands in a period. */
static struct tile tile_of(struct page *p, const struct promise_row *r)
{
	const struct promised *of = &p->view->plan->at[r->promise];
	struct promise_figures x = promise_at(p->view->promises, r);
	struct str due = x.due.n && x.due.k != x.promised * x.due.n
				 ? arena_print(&p->arena, "%.*s due by now", STR_ARG(amount(p, of, x.due)))
				 : STR("");

	return (struct tile){
		.label = of->said->label,
		.figure = reached(p, of, &x),
		.detail = page_lines(&p->arena,
				     arena_print(&p->arena, "%s%s%.*s promised, %.*s",
						 adds_up(of) ? "of " : "", of->said->most ? "at most " : "",
						 STR_ARG(promised(p, of, &x)), STR_ARG(period(p, r))),
				     due),
		.note = standing(p, &x),
		.tone = promises_tone(&x),
	};
}

static void put_tiles(struct page *p)
{
	const struct promises *s = p->view->promises;
	struct promise_row shown[TILES_MOST];
	struct tile tile[TILES_MOST];
	size_t n = 0, rows = promises_rows(s);

	for (size_t i = 0; i < rows; i++) {
		struct promise_row r = promises_row(s, i);
		bool another = n == 0 || shown[n - 1].promise != r.promise;
		if (another && n == TILES_MOST)
			break;
		if (r.all && (another || promise_at(s, &r).reached.n))
			shown[another ? n++ : n - 1] = r;
	}
	for (size_t i = 0; i < n; i++)
		tile[i] = tile_of(p, &shown[i]);
	document_tiles(p->out, tile, n);
}

/* "120 MQLs a month: behind; revenue: open.", each as it stands in its last period. */
static void put_answer(struct page *p)
{
	const struct promises *s = p->view->promises;
	struct buf b = { 0 };
	size_t all = 0, rows = promises_rows(s), n = 0;
	struct promise_row *last = ARENA_ARRAY(&p->arena, p->view->plan->n, struct promise_row);
	bool *seen = ARENA_ARRAY(&p->arena, p->view->plan->n, bool);

	for (size_t i = 0; i < rows; i++) {
		struct promise_row r = promises_row(s, i);
		if (!r.all || (seen[r.promise] && !promise_at(s, &r).reached.n))
			continue;
		all += !seen[r.promise];
		seen[r.promise] = true;
		last[r.promise] = r;
	}
	for (size_t i = 0; i < p->view->plan->n; i++) {
		if (!seen[i])
			continue;
		struct promise_figures x = promise_at(s, &last[i]);
		const char *word = promises_verdict(&x);
		buf_print(&b, "%s%.*s: %s", n++ ? "; " : "", STR_ARG(p->view->plan->at[i].said->label),
			  *word ? word : "not judged");
	}
	buf_str(&b, all ? STR(".") : STR("No promise has a period to look at."));
	document_answer(p->out, buf_view(&b));
	buf_release(&b);
}

/* In the unit of the promise; NaN: not known. */
static double number(struct amount_of x)
{
	return x.n ? (double)x.k / (double)x.n / 1e6 : (double)NAN;
}

static struct meter meter_of(struct page *p, const struct promise_row *r)
{
	const struct promised *of = &p->view->plan->at[r->promise];
	struct promise_figures x = promise_at(p->view->promises, r);
	bool running = x.due.n && x.due.k != x.promised * x.due.n;
	/* beside a bar there is room for one word */
	bool open = x.verdict == PROMISE_OPEN && *promises_why(&x);
	struct str stands = open ? str_from(promises_why(&x)) : standing(p, &x);

	return (struct meter){
		.label = period(p, r),
		.note = arena_print(
			&p->arena, "%.*s%s%.*s%s%.*s", STR_ARG(reached(p, of, &x)),
			of->said->of == PLEDGE_COUNT || of->said->of == PLEDGE_VALUE ? " of " : ", promised ",
			STR_ARG(promised(p, of, &x)), stands.n ? ", " : "", STR_ARG(stands)),
		.value = number(x.reached),
		.goal = x.planned ? (double)x.promised / 1e6 : (double)NAN,
		.pace = running ? number(x.due) : (double)NAN,
		.tone = promises_tone(&x),
	};
}

static void put_promise(struct page *p, size_t i)
{
	const struct promises *s = p->view->promises;
	struct promises_view view = *p->view;
	struct meter meter[PERIODS_SHOWN];
	struct grid g = { 0 };
	size_t n = 0;

	view.only = i;
	if (!promises_table(&view, &g)) {
		grid_release(&g);
		return;
	}
	for (size_t k = promises_rows(s); k-- > 0 && n < PERIODS_SHOWN;) {
		struct promise_row r = promises_row(s, k);
		if (r.promise == i && r.all)
			meter[PERIODS_SHOWN - ++n] = meter_of(p, &r);
	}
	document_meters(p->out, &(struct meters){ .name = p->view->plan->at[i].said->label,
						  .row = meter + PERIODS_SHOWN - n,
						  .rows = n,
						  .goal_name = p->view->plan->at[i].said->most
								       ? STR("promised at most")
								       : STR("promised"),
						  .pace_name = STR("due by now") });
	document_grid(p->out, &g, true);
	grid_release(&g);
}

void promises_page(const struct promises_view *v, struct buf *out)
{
	struct page p = { .view = v, .out = out };

	put_answer(&p);
	put_tiles(&p);
	for (size_t i = 0; i < v->plan->n; i++)
		put_promise(&p, i);
	arena_release(&p.arena);
}
