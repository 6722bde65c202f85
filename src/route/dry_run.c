/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See dry_run.h. */
#include "route/dry_run.h"

#include <math.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/map.h"
#include "base/mem.h"
#include "figures/page.h"
#include "lead/tally.h"

/* Where leads are counted that nobody gets. */
enum { WAITING, NOBODY, ENDS };
static const char *const end_names[ENDS] = { "(waiting)", "(no route)" };

struct dry_run {
	const struct dry_run_plan *plan;
	struct arena arena;
	struct map known; /* folded name to its line */
	struct buf scratch;
	struct line {
		struct str rep, team;
		uint64_t leads[DRY_RUN_LANES];
	} * line;
	size_t n, cap;
	uint64_t end[ENDS][DRY_RUN_LANES];
};

static struct line *line_of(struct dry_run *s, struct str rep, struct str team)
{
	size_t i = fold_number(&s->known, &s->arena, rep, &s->scratch);

	if (i == s->n) {
		MEM_ROOM(s->line, s->n, s->cap);
		s->line[s->n++] =
			(struct line){ arena_copy(&s->arena, rep), arena_copy(&s->arena, team), { 0 } };
	}
	return &s->line[i];
}

static void *dry_run_new(const void *plan)
{
	struct dry_run *s = mem_new(sizeof *s);

	s->plan = plan;
	for (size_t i = 0; i < s->plan->n; i++) {
		const struct roster *r = s->plan->assigner[i].roster;
		for (size_t k = 0; k < r->n; k++)
			line_of(s, r->rep[k].name, r->rep[k].team);
	}
	return s;
}

static void dry_run_free(void *self)
{
	struct dry_run *s = self;

	map_release(&s->known);
	arena_release(&s->arena);
	buf_release(&s->scratch);
	free(s->line);
	free(s);
}

static void count_lead(struct dry_run *s, size_t i, struct frame *f)
{
	const struct assignment *x = assigner_take(&s->plan->assigner[i], f);

	if (x->how == ASSIGNED_OWNER)
		line_of(s, x->owner, x->team)->leads[i]++;
	s->end[WAITING][i] += x->how == ASSIGNED_WAITS;
	s->end[NOBODY][i] += x->how == ASSIGNED_OTHERWISE;
}

static void dry_run_foresee(void *self, struct rows *lane, struct asked leads)
{
	const struct dry_run *s = self;

	(void)leads; /* of some lane: each has its own */
	for (size_t i = 0; i < s->plan->n; i++)
		assigner_foresee(&s->plan->assigner[i], &lane[i], lane[i].leads);
}

static void dry_run_count(void *self, struct rows *lane, struct asked leads)
{
	struct dry_run *s = self;
	size_t at[DRY_RUN_LANES] = { 0 };

	for (size_t k = 0; k < leads.n; k++)
		for (size_t i = 0; i < s->plan->n; i++) {
			struct frame *f = lane_at(&lane[i], leads.row[k], &at[i]);
			count_lead(s, i, f);
			if (f->error.n)
				return;
		}
}

static void dry_run_say(const void *self, struct diags *diags)
{
	(void)diags;
	assigner_tell(&((const struct dry_run *)self)->plan->assigner[0]);
}

const struct counter_kind dry_run_counter = {
	.name = "dry run",
	.in_order = true,
	.once = true,
	.new = dry_run_new,
	.free = dry_run_free,
	.count = dry_run_count,
	.foresee = dry_run_foresee,
	.report = dry_run_say,
	.whole = "who is next depends on all leads before, in their order",
};

/* ---- the report: people who get leads, all leads that are assigned, and leads that nobody gets ---- */

struct row {
	size_t at;
	struct line line, dealt; /* `dealt`: all assigned leads, of which the line has a share */
	bool shared;
};

static bool next_line(const void *view, void *row)
{
	const struct dry_run *s = view;
	struct row *r = row;
	size_t n = s->n;

	for (size_t k = 0; !r->at && k < n; k++)
		for (size_t i = 0; i < s->plan->n; i++)
			r->dealt.leads[i] += s->line[k].leads[i];
	r->dealt.rep = STR("(dealt)");
	if (r->at <= n) {
		r->shared = true;
		r->line = r->at == n ? r->dealt : s->line[r->at];
		r->at++;
		return true;
	}
	for (r->shared = false; r->at <= n + ENDS;) {
		size_t e = r->at++ - n - 1;
		r->line = (struct line){ .rep = str_from(end_names[e]) };
		memcpy(r->line.leads, s->end[e], sizeof r->line.leads);
		if (r->line.leads[0] || r->line.leads[1])
			return true;
	}
	return false;
}

static const struct row *at(const struct cell *c)
{
	return c->row;
}

static struct figure rep(const struct cell *c)
{
	return figure_text(at(c)->line.rep);
}

static struct figure team(const struct cell *c)
{
	return figure_text(at(c)->line.team);
}

static struct figure leads(const struct cell *c)
{
	return figure_count(at(c)->line.leads[c->of]);
}

static struct figure share(const struct cell *c)
{
	return figure_ratio(at(c)->line.leads[c->of], at(c)->shared ? at(c)->dealt.leads[c->of] : 0);
}

static struct figure change(const struct cell *c)
{
	return figure_signed((int64_t)(at(c)->line.leads[1] - at(c)->line.leads[0]));
}

static bool two(const void *view)
{
	return ((const struct dry_run *)view)->plan->n > 1;
}

#define LEADS .kind = COLUMN_NUMBER, .unit = "leads"
#define SHARE .kind = COLUMN_NUMBER, .unit = "share"

static const struct column columns[] = {
	{ COLUMN("rep", rep), .definition = "who gets leads; (dealt) is all of them together" },
	{ COLUMN("team", team), .definition = "their team, by the roster" },
	{ COLUMN("leads", leads), .of = 0, LEADS, .definition = "how many they would get" },
	{ COLUMN("share", share), .of = 0, SHARE, .definition = "of those that somebody would get" },
	{ COLUMN("new_leads", leads), .of = 1, LEADS, .there = two, .definition = "by the other agreement" },
	{ COLUMN("new_share", share), .of = 1, SHARE, .there = two, .definition = "by the other agreement" },
	{ COLUMN("change", change), LEADS, .there = two, .definition = "how many more, or fewer" },
};

const struct report dry_run_report = REPORT(columns, struct row, next_line, NULL);

void dry_run_table(const struct dry_run *s, struct grid *g)
{
	report_fill(&dry_run_report, s, true, g);
}

/* ---- the page ---- */

enum { PEOPLE_SHOWN = 24 };

/* Of one agreement, "2,100 leads would go to 12 people; 30 wait and 5 find no route." */
static void put_answer(const struct dry_run *s, const uint64_t *dealt, size_t people, struct arena *arena,
		       struct buf *out)
{
	struct buf b = { 0 };

	if (!dealt[0]) {
		buf_str(&b, STR("No lead would be given to anybody"));
	} else {
		buf_print(&b, "%.*s %s would go to %zu %s", STR_ARG(page_count(arena, dealt[0])),
			  dealt[0] == 1 ? "lead" : "leads", people, people == 1 ? "person" : "people");
	}
	if (s->plan->n > 1)
		buf_print(&b, ", and %.*s by the other agreement", STR_ARG(page_count(arena, dealt[1])));
	if (s->end[WAITING][0] || s->end[NOBODY][0])
		buf_print(&b, "; %.*s would wait, and %.*s would find no route",
			  STR_ARG(page_count(arena, s->end[WAITING][0])),
			  STR_ARG(page_count(arena, s->end[NOBODY][0])));
	buf_char(&b, '.');
	document_answer(out, buf_view(&b));
	buf_release(&b);
}

static void put_tiles(const struct dry_run *s, const uint64_t *dealt, size_t people, struct arena *arena,
		      struct buf *out)
{
	const uint64_t waiting = s->end[WAITING][0], nobody = s->end[NOBODY][0];
	struct tile tile[] = {
		{ .label = STR("Would be assigned"),
		  .figure = arena_print(arena, "%.*s %s", STR_ARG(page_count(arena, dealt[0])),
					dealt[0] == 1 ? "lead" : "leads"),
		  .detail = arena_print(arena, "of %.*s without an owner",
					STR_ARG(page_count(arena, dealt[0] + waiting + nobody))) },
		{ .label = STR("To"),
		  .figure = arena_print(arena, "%zu %s", people, people == 1 ? "person" : "people") },
		{ .label = STR("Would wait"),
		  .figure = page_count(arena, waiting),
		  .detail = STR("a route takes them, but nobody has room") },
		{ .label = STR("No route"),
		  .figure = page_count(arena, nobody),
		  .detail = STR("no route's condition holds") },
	};

	document_tiles(out, tile, sizeof tile / sizeof *tile);
}

static struct meter meter_of(const struct dry_run *s, const struct line *l, const uint64_t *dealt,
			     struct arena *arena)
{
	struct str more = STR("");

	if (s->plan->n > 1)
		more = arena_print(arena, ", then %.*s", STR_ARG(page_count(arena, l->leads[1])));
	return (struct meter){ .label = l->rep,
			       .note = arena_print(
				       arena, "%.*s (%.*s)%.*s", STR_ARG(page_count(arena, l->leads[0])),
				       STR_ARG(page_percent(arena, l->leads[0], dealt[0])), STR_ARG(more)),
			       .value = (double)l->leads[0],
			       .goal = s->plan->n > 1 ? (double)l->leads[1] : (double)NAN,
			       .pace = (double)NAN };
}

void dry_run_page(const struct dry_run *s, struct buf *out)
{
	struct meter meter[PEOPLE_SHOWN];
	uint64_t dealt[DRY_RUN_LANES] = { 0 };
	struct arena arena = { 0 };
	size_t n = 0, people = 0;

	for (size_t i = 0; i < s->n; i++) {
		people += s->line[i].leads[0] > 0;
		for (size_t l = 0; l < s->plan->n; l++)
			dealt[l] += s->line[i].leads[l];
	}
	put_answer(s, dealt, people, &arena, out);
	put_tiles(s, dealt, people, &arena, out);
	for (size_t i = 0; i < s->n && n < PEOPLE_SHOWN; i++)
		if (s->line[i].leads[0] || s->line[i].leads[1])
			meter[n++] = meter_of(s, &s->line[i], dealt, &arena);
	if (n)
		document_meters(out,
				&(struct meters){ .name = STR("Leads that each would get"),
						  .row = meter,
						  .rows = n,
						  .goal_name = s->plan->n > 1 ? STR("by the other agreement")
									      : STR("") });
	arena_release(&arena);
}
