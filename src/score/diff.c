/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two agreements on one input: see diff.h. */
#include "score/diff.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"
#include "lead/tally.h"

/* How many leads, and what became of them. */
struct fate {
	uint64_t leads, reached, left;
};

/* Kinds of change: their words, and which leads. */
struct changes {
	const struct diff_plan *plan;
	struct arena arena;
	struct map map;
	struct change {
		struct str what;
		struct fate of;
	} * at;
	size_t n, cap;
	struct fate all;	/* compared */
	bool changed[RUN_MOST]; /* of the rows counted last: did the verdict change? */
	struct buf words;
};

static void *diff_new(const void *plan)
{
	struct changes *c = mem_new(sizeof *c);

	c->plan = plan;
	return c;
}

static void diff_free(void *self)
{
	struct changes *c = self;

	map_release(&c->map);
	arena_release(&c->arena);
	buf_release(&c->words);
	free(c->at);
	free(c);
}

static void add_fate(struct fate *into, struct fate f)
{
	into->leads += f.leads;
	into->reached += f.reached;
	into->left += f.left;
}

static void add(struct changes *c, struct str what, struct fate of)
{
	const uint32_t *known = map_find(&c->map, what);

	if (!known) {
		MEM_ROOM(c->at, c->n, c->cap);
		c->at[c->n] = (struct change){ arena_copy(&c->arena, what), of };
		map_put(&c->map, c->at[c->n].what, (uint32_t)c->n);
		c->n++;
		return;
	}
	add_fate(&c->at[*known].of, of);
}

/* What is known of the leads of a run in one lane. */
struct verdicts {
	const struct str *grade; /* NULL: that agreement has none */
	const bool *mql;
	size_t at; /* of its leads, the next one */
};

static struct verdicts ask(const struct diff_plan *p, size_t lane, struct rows *r)
{
	const struct code *grade = p->grade[lane], *mql = p->mql[lane];
	union vector room[2] = { rows_room(r), rows_room(r) };

	return (struct verdicts){ .grade = grade ? code_values(grade, r, r->leads, room[0]).text : NULL,
				  .mql = mql ? code_values(mql, r, r->leads, room[1]).flag : NULL };
}

static struct fate fate_of(const struct diff_plan *p, const struct standing *at)
{
	return (struct fate){ .leads = 1,
			      .reached = at && at->depth == p->pipeline.nstages,
			      .left = at && at->depth && at->exit != SIZE_MAX };
}

/* Does the verdict on a row change? */
static bool compare(struct changes *c, struct rows *lane, struct verdicts *v, const struct journey *j,
		    size_t row)
{
	struct str grade[DIFF_LANES] = { STR("none"), STR("none") };
	bool lead[DIFF_LANES], mql[DIFF_LANES];

	for (size_t l = 0; l < DIFF_LANES; l++) {
		lead[l] = !tally_of(lane_at(&lane[l], row, &v[l].at))->no_lead;
		if (v[l].grade && lead[l])
			grade[l] = v[l].grade[row];
		mql[l] = v[l].mql && lead[l] && v[l].mql[row];
	}
	struct fate one = fate_of(c->plan, j && lead[0] ? &j->now[row] : NULL);
	add_fate(&c->all, one);
	bool graded = !str_eq(grade[0], grade[1]);
	if (!graded && mql[0] == mql[1])
		return false;
	buf_clear(&c->words);
	if (graded)
		buf_print(&c->words, "grade %.*s to %.*s", STR_ARG(grade[0]), STR_ARG(grade[1]));
	if (mql[0] != mql[1])
		buf_print(&c->words, "%s%s", graded ? ", " : "",
			  mql[1] ? "becomes an MQL" : "is no MQL any more");
	add(c, buf_view(&c->words), one);
	return true;
}

static void diff_count(void *self, struct rows *lane, struct asked leads)
{
	struct changes *c = self;
	const struct pipeline *r = &c->plan->pipeline;
	const struct journey *j = r->nstages ? pipeline_stand_rows(r, &lane[0], lane[0].leads) : NULL;
	struct verdicts v[DIFF_LANES];

	for (size_t l = 0; l < DIFF_LANES; l++)
		v[l] = ask(c->plan, l, &lane[l]);
	for (size_t i = 0; i < leads.n; i++)
		c->changed[leads.row[i]] = compare(c, lane, v, j, leads.row[i]);
	for (size_t l = 0; l < 2 * DIFF_LANES; l++)
		rows_room_back(&lane[l / 2]);
}

static void diff_merge(void *into, void *from)
{
	struct changes *a = into, *b = from;

	for (size_t i = 0; i < b->n; i++)
		add(a, b->at[i].what, b->at[i].of);
	add_fate(&a->all, b->all);
}

/* Most leads first, then by the words. */
static int by_leads(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	if (x->of.leads != y->of.leads)
		return x->of.leads < y->of.leads ? 1 : -1;
	return str_compare(x->what, y->what);
}

static void diff_settle(void *self)
{
	struct changes *c = self;

	if (c->n)
		qsort(c->at, c->n, sizeof *c->at, by_leads);
}

/* "; 4 reached won, 30 left". If no lead of the input did, it is likelier that the input doesn't say. */
static void put_fate(const struct changes *c, struct fate of, struct buf *b)
{
	if (c->all.reached) {
		buf_str(b, STR("; "));
		number_write_grouped(b, (int64_t)of.reached);
		buf_print(b, " reached %.*s", STR_ARG(c->plan->last));
	}
	if (c->all.left) {
		buf_str(b, c->all.reached ? STR(", ") : STR("; "));
		number_write_grouped(b, (int64_t)of.left);
		buf_str(b, STR(" left"));
	}
}

static void diff_report(const void *self, struct diags *d)
{
	const struct changes *c = self;
	struct fate changed = { 0 };
	struct buf b = { 0 };

	for (size_t i = 0; i < c->n; i++) {
		const struct change *x = &c->at[i];
		buf_clear(&b);
		number_write_grouped(&b, (int64_t)x->of.leads);
		buf_print(&b, " %s: %.*s", x->of.leads == 1 ? "lead" : "leads", STR_ARG(x->what));
		put_fate(c, x->of, &b);
		diag_note(d, "%.*s", STR_ARG(buf_view(&b)));
		add_fate(&changed, x->of);
	}
	buf_clear(&b);
	number_write_grouped(&b, (int64_t)changed.leads);
	buf_str(&b, STR(" of "));
	number_write_grouped(&b, (int64_t)c->all.leads);
	buf_str(&b, STR(" leads change"));
	if (changed.leads)
		put_fate(c, changed, &b);
	diag_note(d, "%.*s", STR_ARG(buf_view(&b)));
	buf_release(&b);
}

const struct counter_kind diff_counter = {
	.name = "diff",
	.new = diff_new,
	.free = diff_free,
	.count = diff_count,
	.merge = diff_merge,
	.settle = diff_settle,
	.report = diff_report,
};

bool diff_keeps(const void *self, size_t row)
{
	return ((const struct changes *)self)->changed[row];
}
