/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See longest_waiting.h. Columns are found, not bound: a field that this export lacks, or has twice, is left
 * out. */
#include "sla/longest_waiting.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "expr/run.h"
#include "sla/backlog_report.h"
#include "stat/quantile.h"

static size_t column_of(struct names *n, const char *name)
{
	struct expr e = { .op = EXPR_NAME, .text = str_from(name) };

	return names_column(n, &e);
}

/* The first of some fields that there is a column for. */
static size_t first_column(struct names *n, const char *const *name)
{
	size_t column = SIZE_MAX;

	for (; *name && column == SIZE_MAX; name++)
		column = column_of(n, *name);
	return column;
}

/* Among those that wait the one due first is first: it is overdue the longest. Paused leads have no due time
 * and come last, those who wait longest first. */
static bool rank(const struct best_plan *p, struct frame *f, double *key)
{
	const struct waiting *w = p->ctx;
	bool waits = false;

	for (size_t i = 0; i < w->clocks->n; i++) {
		const struct reading *r = clock_now(w->clocks, i, f);
		if (!clock_is_open(r->status) || !backlog_recent(w->plan, r->start, f->now))
			continue;
		double due = r->due == INSTANT_NONE ? -INFINITY : -(double)r->due, start = -(double)r->start;
		if (!waits || due > key[0] || (due == key[0] && start > key[1])) {
			key[0] = due;
			key[1] = start;
		}
		waits = true;
	}
	return waits;
}

void waiting_bind(struct waiting *w, struct names *n, const struct clocks *clocks,
		  const struct backlog_plan *plan, size_t wanted)
{
	*w = (struct waiting){ .clocks = clocks,
			       .plan = plan,
			       .best = { .wanted = wanted, .nkeys = 2, .rank = rank, .ctx = w },
			       .lead = first_column(
				       n, (const char *const[]){ "email", "last_name", "id", NULL }),
			       .company = column_of(n, "company"),
			       .owner = column_of(n, "owner") };
	/* An export's first column tells its rows apart more often than not. */
	if (w->lead == SIZE_MAX && w->company != 0 && w->owner != 0 && names_columns(n))
		w->lead = 0;
}

static void put_column(struct grid *g, struct frame *f, size_t column)
{
	if (column != SIZE_MAX)
		grid_cell(g, str_trim(record_text(f->record, column, &f->scratch)));
}

static void put_time(struct grid *g, int64_t t, const struct zone *zone)
{
	if (t == INSTANT_NONE) {
		grid_cell(g, STR(""));
		return;
	}
	struct civil c = instant_civil(t, zone);
	if (!c.hour && !c.minute && !c.second && !c.micro)
		grid_print(g, "%04d-%02d-%02d", c.year, c.month, c.day);
	else
		grid_print(g, "%04d-%02d-%02d\u00a0%02d:%02d", c.year, c.month, c.day, c.hour, c.minute);
}

static void put_lead(const struct waiting *w, struct frame *f, struct grid *g)
{
	for (size_t i = 0; i < w->clocks->n; i++) {
		const struct reading *x = clock_now(w->clocks, i, f);
		struct buf hours = { 0 };
		if (!clock_is_open(x->status) || !backlog_recent(w->plan, x->start, f->now))
			continue;
		put_column(g, f, w->lead);
		put_column(g, f, w->company);
		put_column(g, f, w->owner);
		grid_cell(g, w->clocks->agreement->slas.at[i].name.text);
		put_time(g, x->start, x->zone);
		put_time(g, x->due, x->zone);
		backlog_hours(&hours,
			      x->spent == INSTANT_NONE ? INSTANT_NONE : span_hundredths(x->spent, HOUR_US));
		grid_cell(g, buf_view(&hours));
		buf_release(&hours);
		grid_cell(g, clock_status_name[x->status]);
		grid_tone(g, x->status == CLOCK_OVERDUE ? TONE_BAD : TONE_PLAIN);
	}
}

static void head(struct grid *g, size_t column, const char *name)
{
	if (column != SIZE_MAX)
		grid_column(g, name, ALIGN_LEFT, false);
}

void waiting_heads(const struct waiting *w, struct grid *g)
{
	grid_title(g, "Waiting longest");
	head(g, w->lead, "lead");
	head(g, w->company, "company");
	head(g, w->owner, "owner");
	grid_column(g, "clock", ALIGN_LEFT, false);
	grid_column(g, "since", ALIGN_LEFT, false);
	grid_column(g, "due", ALIGN_LEFT, false);
	grid_column(g, "hours", ALIGN_RIGHT, true);
	grid_column(g, "status", ALIGN_LEFT, false);
}

void waiting_put(const struct waiting *w, struct rows *lane, struct asked leads, struct grid *g)
{
	for (size_t i = 0; i < leads.n; i++)
		put_lead(w, rows_at(lane, leads.row[i]), g);
}

/* ---- who is overdue ---- */

struct overdue {
	const struct clocks *clocks;
	uint64_t leads;
};

static void *overdue_new(const void *plan)
{
	struct overdue *o = mem_new(sizeof *o);

	o->clocks = plan;
	return o;
}

static void overdue_count(void *self, struct rows *lane, struct asked leads)
{
	struct overdue *o = self;

	for (size_t i = 0; i < leads.n; i++)
		for (size_t k = 0; k < o->clocks->n; k++)
			if (clock_now(o->clocks, k, rows_at(lane, leads.row[i]))->status == CLOCK_OVERDUE) {
				o->leads++;
				break;
			}
}

static void overdue_merge(void *into, void *from)
{
	((struct overdue *)into)->leads += ((struct overdue *)from)->leads;
}

const struct counter_kind overdue_counter = {
	.name = "overdue",
	.new = overdue_new,
	.free = free,
	.count = overdue_count,
	.merge = overdue_merge,
};

uint64_t overdue_leads(const void *self)
{
	return ((const struct overdue *)self)->leads;
}
