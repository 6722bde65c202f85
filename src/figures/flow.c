/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A picture of stacks, with sums beside them: see flow.h. */
#include "figures/flow.h"

#include "base/number.h"
#include "figures/page.h"

#define MINUS "\xE2\x88\x92"

/* "Leads that wait, by month: was there + came in - accepted = still there" */
static struct str caption(const struct flow *f, struct arena *arena)
{
	struct buf b = { 0 };

	buf_print(&b, "%s, by %s: was there", f->what, f->of);
	for (size_t i = 0; i < f->ins; i++)
		buf_print(&b, " + %.*s", STR_ARG(f->in[i]));
	for (size_t i = 0; i < f->outs; i++)
		buf_print(&b, " " MINUS " %.*s", STR_ARG(f->out[i]));
	buf_str(&b, STR(" = still there"));
	return page_words(arena, &b);
}

static struct str sum(const struct flow *f, const struct flow_row *r, struct arena *arena)
{
	struct buf b = { 0 };

	number_write_grouped(&b, (int64_t)r->opening);
	for (size_t i = 0; i < f->ins; i++) {
		buf_str(&b, STR(" + "));
		number_write_grouped(&b, (int64_t)r->in[i]);
	}
	for (size_t i = 0; i < f->outs; i++) {
		buf_str(&b, STR(" " MINUS " "));
		number_write_grouped(&b, (int64_t)r->out[i]);
	}
	buf_str(&b, STR(" = "));
	number_write_grouped(&b, (int64_t)r->closing);
	return page_words(arena, &b);
}

void flow_put(struct buf *out, struct arena *arena, const struct flow *f)
{
	size_t n = f->rows < FLOW_ROWS ? f->rows : FLOW_ROWS;
	struct stack *stack = ARENA_ARRAY(arena, n, struct stack);
	struct str *name = ARENA_ARRAY(arena, f->outs + 1, struct str);

	for (size_t i = 0; i < f->outs; i++)
		name[i] = f->out[i];
	name[f->outs] = STR("still there");
	for (size_t i = 0; i < n; i++) {
		const struct flow_row *r = &f->row[f->rows - n + i];
		double *part = ARENA_ARRAY(arena, f->outs + 1, double);
		for (size_t k = 0; k < f->outs; k++)
			part[k] = (double)r->out[k];
		part[f->outs] = (double)r->closing;
		stack[i] = (struct stack){ r->period, sum(f, r, arena), part };
	}
	document_stacks(out, &(struct stacks){ .name = caption(f, arena),
					       .part_name = name,
					       .parts = f->outs + 1,
					       .row = stack,
					       .rows = n,
					       .long_notes = true });
	if (n < f->rows)
		document_note(out, arena_print(arena, "The latest %zu of %zu; the table below has all.", n,
					       f->rows));
}
