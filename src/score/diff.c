/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two agreements on one input: see diff.h. */
#include "score/diff.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"
#include "lead/tally.h"

/* Kinds of change: their words, and how many leads. */
struct changes {
	const struct diff_plan *plan;
	struct arena arena;
	struct map map;
	struct change {
		struct str what;
		uint64_t leads;
	} * at;
	size_t n, cap;
	uint64_t leads;		/* compared */
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

static void add(struct changes *c, struct str what, uint64_t leads)
{
	const uint32_t *known = map_find(&c->map, what);

	if (!known) {
		MEM_ROOM(c->at, c->n, c->cap);
		c->at[c->n] = (struct change){ arena_copy(&c->arena, what), 0 };
		map_put(&c->map, c->at[c->n].what, (uint32_t)c->n);
		c->at[c->n++].leads = leads;
		return;
	}
	c->at[*known].leads += leads;
}

/* Does the verdict on the current row change? */
static bool compare(struct changes *c, struct rows *lane, size_t row)
{
	const struct diff_plan *p = c->plan;
	struct str grade[DIFF_LANES] = { STR("none"), STR("none") };
	bool mql[DIFF_LANES] = { false, false };

	c->leads++;
	for (size_t l = 0; l < DIFF_LANES; l++) {
		struct frame *f = rows_at(&lane[l], row);
		if (p->grade[l] && !tally_of(f)->no_lead)
			grade[l] = code_text(p->grade[l], f);
		mql[l] = p->mql[l] && code_flag(p->mql[l], f);
	}
	bool graded = !str_eq(grade[0], grade[1]);
	if (!graded && mql[0] == mql[1])
		return false;
	buf_clear(&c->words);
	if (graded)
		buf_print(&c->words, "grade %.*s to %.*s", STR_ARG(grade[0]), STR_ARG(grade[1]));
	if (mql[0] != mql[1])
		buf_print(&c->words, "%s%s", graded ? ", " : "",
			  mql[1] ? "becomes an MQL" : "is no MQL any more");
	add(c, buf_view(&c->words), 1);
	return true;
}

static void diff_count(void *self, struct rows *lane, struct asked leads)
{
	struct changes *c = self;

	for (size_t i = 0; i < leads.n; i++)
		c->changed[leads.row[i]] = compare(c, lane, leads.row[i]);
}

static void diff_merge(void *into, void *from)
{
	struct changes *a = into, *b = from;

	for (size_t i = 0; i < b->n; i++)
		add(a, b->at[i].what, b->at[i].leads);
	a->leads += b->leads;
}

/* Most leads first, then by the words. */
static int by_leads(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return x->leads != y->leads ? (x->leads < y->leads ? 1 : -1) : str_compare(x->what, y->what);
}

static void diff_settle(void *self)
{
	struct changes *c = self;

	if (c->n)
		qsort(c->at, c->n, sizeof *c->at, by_leads);
}

static void diff_report(const void *self, struct diags *d)
{
	const struct changes *c = self;
	uint64_t leads = 0;
	struct buf b = { 0 };

	for (size_t i = 0; i < c->n; i++) {
		buf_clear(&b);
		number_write_grouped(&b, (int64_t)c->at[i].leads);
		diag_note(d, "%.*s %s: %.*s", STR_ARG(buf_view(&b)), c->at[i].leads == 1 ? "lead" : "leads",
			  STR_ARG(c->at[i].what));
		leads += c->at[i].leads;
	}
	buf_clear(&b);
	number_write_grouped(&b, (int64_t)leads);
	buf_str(&b, STR(" of "));
	number_write_grouped(&b, (int64_t)c->leads);
	diag_note(d, "%.*s leads change", STR_ARG(buf_view(&b)));
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
