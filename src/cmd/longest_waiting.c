/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See longest_waiting.h. Columns are found, not bound: a field that this export lacks, or has twice, is left
 * out. */
#include "cmd/longest_waiting.h"

#include "sla/backlog_report.h"
#include "stat/quantile.h"

static size_t column_of(struct filter *f, const char *name)
{
	struct expr e = { .op = EXPR_NAME, .text = str_from(name) };

	return names_column(f->lane[0].names, &e);
}

/* The first of some fields that there is a column for. */
static size_t first_column(struct filter *f, const char *const *name)
{
	size_t column = SIZE_MAX;

	for (; *name && column == SIZE_MAX; name++)
		column = column_of(f, *name);
	return column;
}

void waiting_bind(struct waiting *w, struct filter *f, const struct clocks *clocks,
		  const struct backlog_plan *plan)
{
	*w = (struct waiting){ .clocks = clocks,
			       .plan = plan,
			       .lead = first_column(
				       f, (const char *const[]){ "email", "last_name", "id", NULL }),
			       .company = column_of(f, "company"),
			       .owner = column_of(f, "owner") };
	/* An export's first column tells its rows apart more often than not. */
	if (w->lead == SIZE_MAX && w->company != 0 && w->owner != 0 && names_columns(f->lane[0].names))
		w->lead = 0;
}

struct laying {
	const struct waiting *waiting;
	struct grid *grid;
};

static void put_column(struct grid *g, struct worker *w, const struct record *r, size_t column)
{
	if (column != SIZE_MAX)
		grid_cell(g, str_trim(record_text(r, column, &w->text)));
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

static void put_row(void *ctx, struct worker *w, const struct record *r)
{
	const struct laying *l = ctx;
	const struct clocks *clocks = l->waiting->clocks;
	struct grid *g = l->grid;

	for (size_t i = 0; i < clocks->n; i++) {
		const struct reading *x = clock_now(clocks, i, &w->frame[0]);
		struct buf hours = { 0 };
		if (!clock_is_open(x->status) || !backlog_recent(l->waiting->plan, x->start, w->frame[0].now))
			continue;
		put_column(g, w, r, l->waiting->lead);
		put_column(g, w, r, l->waiting->company);
		put_column(g, w, r, l->waiting->owner);
		grid_cell(g, clocks->agreement->slas.at[i].name.text);
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

void waiting_grid(const struct waiting *w, struct filter *f, struct str rows, struct grid *g)
{
	struct laying l = { w, g };

	grid_title(g, "Waiting longest");
	head(g, w->lead, "lead");
	head(g, w->company, "company");
	head(g, w->owner, "owner");
	grid_column(g, "clock", ALIGN_LEFT, false);
	grid_column(g, "since", ALIGN_LEFT, false);
	grid_column(g, "due", ALIGN_LEFT, false);
	grid_column(g, "hours", ALIGN_RIGHT, true);
	grid_column(g, "status", ALIGN_LEFT, false);
	filter_each_row(f, rows, put_row, &l);
	if (!g->rows)
		grid_note(g, "No lead waits.");
}
