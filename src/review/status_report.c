/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A meeting's status as tables of columns: see status.h. */
#include "review/status_internal.h"

#include "figures/group.h"
#include "time/instant.h"

/* Walks the owners, the reviewers, and a last row of all leads. */
struct row {
	size_t next;
	const char *part;
	const struct status_line *line;
};

static const char *const part_names[STATUS_PARTS] = { "owner", "reviewer" };

static bool next_line(const void *view, void *row)
{
	const struct status *s = ((const struct status_view *)view)->status;
	struct row *r = row;
	size_t i = r->next++;

	for (size_t p = 0; p < STATUS_PARTS; p++) {
		if (i < s->part[p].n) {
			r->part = part_names[p];
			r->line = &s->part[p].line[i];
			return true;
		}
		i -= s->part[p].n;
	}
	r->part = "all";
	r->line = &s->all;
	return !i;
}

/* Those of one part, and all leads. */
static bool next_of(const void *view, void *row, enum status_part part)
{
	const struct status *s = ((const struct status_view *)view)->status;
	struct row *r = row;

	while (next_line(view, row))
		if (r->line == &s->all || r->part == part_names[part])
			return true;
	return false;
}

static bool next_owner(const void *view, void *row)
{
	return next_of(view, row, STATUS_OWNERS);
}

static bool next_reviewer(const void *view, void *row)
{
	return next_of(view, row, STATUS_REVIEWERS);
}

/* ---- figures ---- */

static const struct row *at(const struct cell *c)
{
	return c->row;
}

static const struct status *status_of(const struct cell *c)
{
	return ((const struct status_view *)c->view)->status;
}

static struct figure part(const struct cell *c)
{
	return figure_text(str_from(at(c)->part));
}

static struct figure name(const struct cell *c)
{
	return figure_text(at(c)->line->name);
}

static struct figure shown_name(const struct cell *c)
{
	return figure_text(at(c)->line->name.n ? at(c)->line->name : STR(GROUP_NONE));
}

static struct figure leads(const struct cell *c)
{
	return figure_count(status_leads(status_of(c), at(c)->line));
}

static struct figure counted(const struct cell *c)
{
	return figure_count(at(c)->line->count[c->of]);
}

/* Who owns a lead that isn't there, nobody knows. */
static struct figure counted_apart(const struct cell *c)
{
	return at(c)->part == part_names[STATUS_OWNERS] ? (struct figure){ 0 } : counted(c);
}

static struct figure returned(const struct cell *c)
{
	return figure_count(status_returned(status_of(c), at(c)->line));
}

static struct figure returned_by(const struct cell *c)
{
	return figure_count(at(c)->line->returned[c->i]);
}

static size_t exits(const void *view)
{
	return ((const struct status_view *)view)->plan->exits;
}

static void exit_head(const void *view, size_t i, struct buf *head)
{
	buf_print(head, "returned_%.*s", STR_ARG(((const struct status_view *)view)->plan->exit[i]));
}

static void shown_exit_head(const void *view, size_t i, struct buf *head)
{
	buf_str(head, ((const struct status_view *)view)->plan->exit[i]);
}

#define LEADS .kind = COLUMN_NUMBER, .unit = "leads"
#define OF(x) .figure = counted, .of = STATUS_##x, LEADS

static const struct column columns[] = {
	{ COLUMN("part", part),
	  .definition =
		  "what the row is about: owner, reviewer, or all leads; the rows of each part add up to "
		  "all" },
	{ COLUMN("name", name), .definition = "the owner or the reviewer; empty: nobody" },
	{ COLUMN("leads", leads), LEADS,
	  .definition = "leads that are on the table or decided: accepted + returned + later + left" },
	{ .head = "accepted", OF(ACCEPTED), .definition = "accepted" },
	{ COLUMN("returned", returned), LEADS, .definition = "returned, and not on the table now" },
	{ .figure = returned_by,
	  LEADS,
	  .repeats = exits,
	  .heads = exit_head,
	  .definition = "of these, through that exit" },
	{ .head = "later", OF(LATER), .definition = "put off until a day that is to come" },
	{ .head = "left",
	  OF(LEFT),
	  .definition = "on the table now: nobody has decided, or the day has come until which they were put "
			"off or returned" },
	{ .head = "back", OF(BACK), .definition = "of those left, returned until a day that has come" },
	{ .head = "earlier",
	  .figure = counted_apart,
	  .of = STATUS_EARLIER,
	  LEADS,
	  .definition =
		  "hand-overs that were decided about, and whose lead has another one by now, or none" },
	{ .head = "absent",
	  .figure = counted_apart,
	  .of = STATUS_ABSENT,
	  LEADS,
	  .definition = "hand-overs that were decided about, and whose lead isn't in the input" },
};

#define SHOWN                                                                      \
	{ COLUMN("leads", leads), LEADS, .weight = WEIGHT_EXPLAINS },              \
		{ .head = "accepted", OF(ACCEPTED), .weight = WEIGHT_ANSWERS },    \
		{ COLUMN("returned", returned), LEADS, .weight = WEIGHT_ANSWERS }, \
		{ .figure = returned_by,                                           \
		  LEADS,                                                           \
		  .repeats = exits,                                                \
		  .heads = shown_exit_head,                                        \
		  .weight = WEIGHT_EXPLAINS },                                     \
		{ .head = "later", OF(LATER), .weight = WEIGHT_ANSWERS },          \
		{ .head = "left", OF(LEFT), .weight = WEIGHT_ANSWERS },            \
	{                                                                          \
		.head = "back", OF(BACK), .weight = WEIGHT_DIAGNOSES               \
	}

static const struct column owner_columns[] = { { COLUMN("owner", shown_name) }, SHOWN };
static const struct column reviewer_columns[] = {
	{ COLUMN("reviewer", shown_name) },
	SHOWN,
	{ .head = "earlier", OF(EARLIER), .weight = WEIGHT_DIAGNOSES },
	{ .head = "absent", OF(ABSENT), .weight = WEIGHT_DIAGNOSES },
};

const struct report status_report = REPORT(columns, struct row, next_line, NULL);
static const struct report owner_report = REPORT(owner_columns, struct row, next_owner, NULL);
static const struct report reviewer_report = REPORT(reviewer_columns, struct row, next_reviewer, NULL);

void status_tables(const struct status_view *v, bool utf8, struct grid *grids)
{
	struct buf title = { 0 };
	const struct zone *zone = v->plan->handing->zone;

	buf_str(&title, STR("Decisions on "));
	instant_write(&title, day_date(instant_day(v->plan->now, zone), zone), zone);
	buf_str(&title, STR(", by owner"));
	buf_char(&title, '\0');
	grid_title(&grids[0], title.p);
	buf_release(&title);
	report_fill(&owner_report, v, utf8, &grids[0]);
	grid_note(&grids[0],
		  "accepted + returned + later + left = leads; back: of those left, returned until "
		  "a day that has come");
	grid_title(&grids[1], "Decisions by reviewer");
	report_fill(&reviewer_report, v, utf8, &grids[1]);
	grid_note(&grids[1], "a lead counts for the reviewer who decided last; earlier: decided at another "
			     "hand-over of the lead; absent: the lead isn't in the input");
}
