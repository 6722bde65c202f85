/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See longest_waiting.h. Columns are found, not bound: a field that this export lacks, or has twice, is left
 * out. */
#include "sla/longest_waiting.h"

#include <math.h>
#include <stdlib.h>

#include "base/mem.h"
#include "figures/part.h"
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

static void add_contact(struct waiting *w, struct names *n, const struct expr *name)
{
	size_t column = names_column(n, name);
	bool shown = column == SIZE_MAX || column == w->lead || column == w->company || column == w->owner;

	for (size_t i = 0; i < w->ncontact; i++)
		shown |= w->contact[i].column == column;
	if (!shown)
		w->contact[w->ncontact++] = (struct waiting_contact){ name->text, column };
}

static void bind_contact(struct waiting *w, struct names *n)
{
	static const struct expr usual[] = { { .op = EXPR_NAME, .text = STR("email") },
					     { .op = EXPR_NAME, .text = STR("phone") } };
	enum { USUAL = sizeof usual / sizeof *usual };
	const struct agreement *a = names_agreement(n);

	w->contact = ARENA_ARRAY(&names_program(n)->arena, a->contact.n + USUAL, struct waiting_contact);
	for (size_t i = 0; i < a->contact.n; i++)
		add_contact(w, n, a->contact.at[i]);
	for (size_t i = 0; i < USUAL && !a->contact.n; i++)
		add_contact(w, n, &usual[i]);
}

/* Among those that wait the one due first is first: it is overdue the longest. Paused leads have no due time
 * and come last, those who wait longest first. */
static struct asked rank(const struct best_plan *p, struct rows *r, struct asked leads, double *key,
			 uint16_t *list)
{
	const struct waiting *w = p->ctx;
	bool *waits = rows_room(r).flag;

	for (size_t i = 0; i < leads.n; i++)
		waits[leads.row[i]] = false;
	for (size_t c = 0; c < w->clocks->n; c++) {
		const struct clock_row *all = clock_read_rows(w->clocks, c, r, leads);
		for (size_t i = 0; i < leads.n; i++) {
			const size_t row = leads.row[i];
			const struct reading *now = &all[row].now;
			double *best = &key[row * p->nkeys];
			if (!clock_is_open(now->status) ||
			    !backlog_recent(w->plan, now->start, r->frame->now))
				continue;
			double due = now->due == INSTANT_NONE ? -INFINITY : -(double)now->due,
			       start = -(double)now->start;
			if (!waits[row] || due > best[0] || (due == best[0] && start > best[1])) {
				best[0] = due;
				best[1] = start;
			}
			waits[row] = true;
		}
	}
	leads = asked_where(leads, waits, true, list);
	rows_room_back(r);
	return leads;
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
	/* An export's first column usually identifies its rows. */
	if (w->lead == SIZE_MAX && w->company != 0 && w->owner != 0 && names_columns(n))
		w->lead = 0;
	bind_contact(w, n);
}

/* ---- the table: a line for each clock that a lead waits on ---- */

struct row {
	struct frame *frame;
	size_t clock;
	const struct reading *x;
	struct buf *text;
};

static const struct row *at(const struct cell *c)
{
	return c->row;
}

static const struct waiting *view_of(const struct cell *c)
{
	return c->view;
}

static struct figure from_column(const struct cell *c, size_t column)
{
	struct frame *f = at(c)->frame;

	return figure_text(str_trim(record_text(f->record, column, &f->scratch)));
}

static struct figure lead(const struct cell *c)
{
	return from_column(c, view_of(c)->lead);
}

static struct figure company(const struct cell *c)
{
	return from_column(c, view_of(c)->company);
}

static struct figure owner(const struct cell *c)
{
	return from_column(c, view_of(c)->owner);
}

static struct figure contact(const struct cell *c)
{
	return from_column(c, view_of(c)->contact[c->i].column);
}

static struct figure clock_name(const struct cell *c)
{
	return figure_text(view_of(c)->clocks->agreement->slas.at[at(c)->clock].name.text);
}

static struct figure moment(const struct cell *c, int64_t t)
{
	struct buf *b = at(c)->text, said = { 0 };

	if (t == INSTANT_NONE)
		return (struct figure){ 0 };
	buf_clear(b);
	instant_write_as(&said, t, at(c)->x->zone, TIMES_PAGE);
	for (size_t i = 0; i < said.n; i++) /* in one line, in browsers for text, too */
		buf_str(b, said.p[i] == ' ' ? STR("\u00a0") : str_slice(buf_view(&said), i, i + 1));
	buf_release(&said);
	return figure_text(buf_view(b));
}

static struct figure since(const struct cell *c)
{
	return moment(c, at(c)->x->start);
}

static struct figure due(const struct cell *c)
{
	return moment(c, at(c)->x->due);
}

static struct figure hours(const struct cell *c)
{
	int64_t spent = at(c)->x->spent;

	return backlog_hours(spent == INSTANT_NONE ? INSTANT_NONE : span_hundredths(spent, HOUR_US));
}

static struct figure status(const struct cell *c)
{
	enum clock_status s = at(c)->x->status;

	return figure_toned(figure_text(clock_status_name[s]), s == CLOCK_OVERDUE ? TONE_BAD : TONE_PLAIN);
}

static bool has_lead(const void *view)
{
	return ((const struct waiting *)view)->lead != SIZE_MAX;
}

static bool has_company(const void *view)
{
	return ((const struct waiting *)view)->company != SIZE_MAX;
}

static bool has_owner(const void *view)
{
	return ((const struct waiting *)view)->owner != SIZE_MAX;
}

static size_t contacts(const void *view)
{
	return ((const struct waiting *)view)->ncontact;
}

static void contact_head(const void *view, size_t i, struct buf *head)
{
	buf_str(head, ((const struct waiting *)view)->contact[i].name);
}

static const struct column columns[] = {
	{ COLUMN("lead", lead), .there = has_lead },
	{ COLUMN("company", company), .there = has_company, .weight = WEIGHT_ANSWERS, .least = 12 },
	{ COLUMN("owner", owner), .there = has_owner, .weight = WEIGHT_ANSWERS, .least = 12 },
	{ .figure = contact,
	  .repeats = contacts,
	  .heads = contact_head,
	  .weight = WEIGHT_EXPLAINS,
	  .least = 12 },
	{ COLUMN("clock", clock_name) },
	{ COLUMN("since", since), .weight = WEIGHT_DIAGNOSES, .least = 17 },
	{ COLUMN("due", due), .weight = WEIGHT_ANSWERS, .least = 17 },
	{ COLUMN("hours", hours), .kind = COLUMN_NUMBER, .unit = "hours", .weight = WEIGHT_EXPLAINS },
	{ COLUMN("status", status), .weight = WEIGHT_EXPLAINS },
};
static const struct report table = REPORT(columns, struct row, NULL, NULL);

static void put_lead(const struct waiting *w, struct frame *f, struct grid *g, struct buf *text)
{
	for (size_t i = 0; i < w->clocks->n; i++) {
		const struct reading *x = clock_now(w->clocks, i, f);
		if (clock_is_open(x->status) && backlog_recent(w->plan, x->start, f->now))
			report_row(&table, w, &(struct row){ f, i, x, text }, true, g);
	}
}

void waiting_heads(const struct waiting *w, struct grid *g)
{
	grid_title(g, "Waiting longest");
	report_heads(&table, w, g);
}

void waiting_put(const struct waiting *w, struct rows *lane, struct asked leads, struct grid *g)
{
	struct buf text = { 0 };

	for (size_t i = 0; i < leads.n; i++)
		put_lead(w, rows_at(lane, leads.row[i]), g, &text);
	buf_release(&text);
}

/* ---- who is overdue ---- */

struct overdue {
	const struct overdue_plan *plan;
	uint64_t leads;
};

static void *overdue_new(const void *plan)
{
	struct overdue *o = mem_new(sizeof *o);

	o->plan = plan;
	return o;
}

static void overdue_count(void *self, struct rows *lane, struct asked leads)
{
	struct overdue *o = self;
	bool *overdue = rows_room(lane).flag;

	for (size_t i = 0; o->plan->wanted && i < leads.n; i++)
		overdue[leads.row[i]] = false;
	for (size_t k = 0; k < o->plan->clocks->n; k++) {
		const struct clock_row *row = clock_read_rows(o->plan->clocks, k, lane, leads);
		for (size_t i = 0; o->plan->wanted && i < leads.n; i++)
			overdue[leads.row[i]] |= row[leads.row[i]].now.status == CLOCK_OVERDUE;
	}
	for (size_t i = 0; o->plan->wanted && i < leads.n; i++)
		o->leads += overdue[leads.row[i]];
	rows_room_back(lane);
}

static void overdue_merge(void *into, void *from)
{
	((struct overdue *)into)->leads += ((struct overdue *)from)->leads;
}

static void overdue_state(void *self, struct partial *p)
{
	part_count(p, "overdue", STR(""), &((struct overdue *)self)->leads);
}

const struct counter_kind overdue_counter = {
	.name = "overdue",
	.new = overdue_new,
	.free = free,
	.count = overdue_count,
	.merge = overdue_merge,
	.state = overdue_state,
};

uint64_t overdue_leads(const void *self)
{
	return ((const struct overdue *)self)->leads;
}
