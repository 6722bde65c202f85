/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What moved at each stage, as tables of columns: see movement.h. */
#include "funnel/movement.h"
#include "figures/group_figure.h"

struct row {
	struct stage_movement m;
	struct buf text;
};

static const struct stage_moves_view *view_of(const struct cell *c)
{
	return c->view;
}

static const struct stage_movement *at(const struct cell *c)
{
	return &((const struct row *)c->row)->m;
}

static struct buf *room(const struct cell *c)
{
	struct buf *b = &((struct row *)c->row)->text;

	buf_clear(b);
	return b;
}

static bool next_row(const void *view, void *row)
{
	return stage_moves_next(((const struct stage_moves_view *)view)->moves, &((struct row *)row)->m);
}

/* Only those of the stage that is shown. */
static bool next_of_stage(const void *view, void *row)
{
	const struct row *r = row;

	while (next_row(view, row))
		if (r->m.stage == ((const struct stage_moves_view *)view)->stage)
			return true;
	return false;
}

static void release(void *row)
{
	struct row *r = row;

	stage_movement_release(&r->m);
	buf_release(&r->text);
}

/* ---- figures ---- */

void stage_moves_period(const struct stage_moves_plan *p, size_t moment, struct buf *out)
{
	const struct moments *m = &p->moments;

	period_write(out, m->period, period_of(m->period, m->day[moment]));
}

static struct figure period(const struct cell *c)
{
	struct buf *b = room(c);

	stage_moves_period(view_of(c)->plan, at(c)->moment, b);
	return figure_text(buf_view(b));
}

static struct figure day(const struct cell *c)
{
	struct buf *b = room(c);

	period_write(b, PERIOD_DAY, view_of(c)->plan->moments.day[at(c)->moment]);
	return figure_text(buf_view(b));
}

static struct figure group(const struct cell *c)
{
	return grouping_figure(view_of(c)->plan->grouping, c->i,
			       stage_moves_group(view_of(c)->moves, at(c)->group, c->i));
}

static struct figure group_shown(const struct cell *c)
{
	return grouping_shown(group(c));
}

static struct figure stage(const struct cell *c)
{
	return figure_text(view_of(c)->plan->agreement->stages.at[at(c)->stage].name.text);
}

static struct figure start(const struct cell *c)
{
	return figure_count(at(c)->start);
}

static struct figure end(const struct cell *c)
{
	return figure_count(at(c)->end);
}

static struct figure moved(const struct cell *c)
{
	return figure_count(at(c)->moves[c->of]);
}

static struct figure left(const struct cell *c)
{
	return figure_count(at(c)->moves[STAGE_LEFT + c->i]);
}

/* The i-th exit that somebody left by at the stage that is shown, and how many there are. */
static size_t exit_seen(const struct stage_moves_view *v, size_t i)
{
	size_t exit = 0;

	for (; exit < v->plan->agreement->exits.n; exit++)
		if (stage_moves_seen(v->moves, v->stage, STAGE_LEFT + exit) && !i--)
			break;
	return exit;
}

static struct figure left_seen(const struct cell *c)
{
	return figure_count(at(c)->moves[STAGE_LEFT + exit_seen(view_of(c), c->i)]);
}

/* ---- columns ---- */

static size_t items(const void *view)
{
	return ((const struct stage_moves_view *)view)->plan->grouping->n;
}

static void item_head(const void *view, size_t i, struct buf *head)
{
	buf_str(head, ((const struct stage_moves_view *)view)->plan->grouping->item[i].head);
}

static size_t exits(const void *view)
{
	return ((const struct stage_moves_view *)view)->plan->agreement->exits.n;
}

static void exit_head(const void *view, size_t i, struct buf *head)
{
	const struct stage_moves_view *v = view;

	buf_print(head, "left_%.*s", STR_ARG(v->plan->agreement->exits.at[i].name.text));
}

static size_t exits_seen(const void *view)
{
	const struct stage_moves_view *v = view;
	size_t n = 0;

	for (size_t i = 0; i < v->plan->agreement->exits.n; i++)
		n += stage_moves_seen(v->moves, v->stage, STAGE_LEFT + i);
	return n;
}

static void exit_seen_head(const void *view, size_t i, struct buf *head)
{
	const struct stage_moves_view *v = view;

	buf_str(head, v->plan->agreement->exits.at[exit_seen(v, i)].name.text);
}

static size_t once(const void *view)
{
	(void)view;
	return 1;
}

static void period_head(const void *view, size_t i, struct buf *head)
{
	(void)i;
	buf_str(head, str_from(period_word(((const struct stage_moves_view *)view)->plan->moments.period)));
}

static bool has_back(const void *view)
{
	const struct stage_moves_view *v = view;

	return stage_moves_seen(v->moves, v->stage, STAGE_BACK);
}

#define LEADS .kind = COLUMN_NUMBER, .unit = "leads"

static const struct column columns[] = {
	{ COLUMN("period", period), .definition = "the period" },
	{ .figure = group,
	  .repeats = items,
	  .heads = item_head,
	  .definition = "the group, by what --by names; (all) is all leads" },
	{ COLUMN("stage", stage), .definition = "the stage; the last one has no row" },
	{ COLUMN("there_at_start", start), LEADS,
	  .definition = "at the stage, and not out, when the period began" },
	{ COLUMN("came", moved), .of = STAGE_CAME, LEADS, .definition = "reached it in the period" },
	{ COLUMN("back", moved), .of = STAGE_BACK, LEADS,
	  .definition = "had left it by an exit, and came back in the period" },
	{ COLUMN("on", moved), .of = STAGE_ON, LEADS, .definition = "of all these, were further at its end" },
	{ .figure = left,
	  LEADS,
	  .repeats = exits,
	  .heads = exit_head,
	  .definition = "of all these, were out at its end, by that exit" },
	{ COLUMN("there_at_end", end), LEADS, .definition = "at the stage, and not out, at its end" },
	{ COLUMN("at", day), .kind = COLUMN_DATE,
	  .definition = "the last date of the period; in an unfinished one, the day of now" },
};
static const struct column people_columns[] = {
	{ .figure = period, .repeats = once, .heads = period_head },
	{ .figure = group_shown, .repeats = items, .heads = item_head },
	{ COLUMN("at start", start), LEADS },
	{ COLUMN("came", moved), .of = STAGE_CAME, LEADS },
	{ COLUMN("back", moved), .of = STAGE_BACK, LEADS, .there = has_back },
	{ COLUMN("on", moved), .of = STAGE_ON, LEADS },
	{ .figure = left_seen, LEADS, .repeats = exits_seen, .heads = exit_seen_head },
	{ COLUMN("at end", end), LEADS },
};

const struct report stage_moves_report = REPORT(columns, struct row, next_row, release);
static const struct report people_report = REPORT(people_columns, struct row, next_of_stage, release);

/* "at start + came - on to sal - recycled = at end" */
static void put_note(const struct stage_moves_view *v, struct buf *out)
{
	const struct moments *m = &v->plan->moments;

	buf_print(out, "at start + came%s - on, to %.*s or further", has_back(v) ? " + back" : "",
		  STR_ARG(v->plan->agreement->stages.at[v->stage + 1].name.text));
	for (size_t i = 0, n = exits_seen(v); i < n; i++) {
		buf_str(out, STR(" - "));
		exit_seen_head(v, i, out);
	}
	buf_str(out, STR(" = at end"));
	if (m->ended)
		return;
	buf_str(out, STR("; "));
	stage_moves_period(v->plan, m->n - 1, out);
	buf_str(out, STR(" has not ended"));
}

void stage_moves_tables(const struct stage_moves_view *v, struct grid *grids)
{
	struct stage_moves_view one = *v;
	struct buf note = { 0 };

	for (one.stage = 0; one.stage + 1 < v->plan->agreement->stages.n; one.stage++) {
		struct grid *g = &grids[one.stage];
		struct str name = v->plan->agreement->stages.at[one.stage].name.text;
		grid_title(g, arena_print(&g->arena, "%.*s by %s", STR_ARG(name),
					  period_word(v->plan->moments.period))
				      .p);
		report_fill(&people_report, &one, v->utf8, g);
		buf_clear(&note);
		put_note(&one, &note);
		grid_note(g, arena_copy(&g->arena, buf_view(&note)).p);
	}
	buf_release(&note);
}
