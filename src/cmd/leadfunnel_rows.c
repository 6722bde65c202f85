/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * leadfunnel --rows: the leads behind the funnel's figures. Rows go through, and say where each lead is; -w
 * asks for those of one figure. See lead/position.h.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "cmd/leadfunnel.h"

/* A field of a column's name says what the CRM calls it, unless it is worked out. */
static void add_columns(struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;

	for (int i = 0; i < POSITION_COLUMNS; i++) {
		struct str head = position_head((enum position_column)i);
		size_t field = agreement_find(a, NAMED_FIELD, head);
		if (field != SIZE_MAX && a->fields.at[field].ncases)
			diag_error(&f->diags,
				   "--rows adds a column '%.*s', and so is a field of the agreement called; "
				   "call the field otherwise",
				   STR_ARG(head));
		else
			filter_add(f, 0, head, head);
	}
}

void bind_rows(void *ask, struct filter *f, const void **plan)
{
	struct leadfunnel *t = ask;

	plan[0] = &t->plan;
	if (!leadfunnel_pipeline(t, f))
		return;
	if (t->window)
		pipeline_dated(&t->plan.pipeline, t->plan.agreement, 0, "--window", &f->diags);
	add_columns(f);
}

/* ---- what the window leaves out ---- */

struct left_out {
	const struct funnel_plan *plan;
	uint64_t undated, young;
};

static void *left_out_new(const void *plan)
{
	struct left_out *s = mem_new(sizeof *s);

	s->plan = plan;
	return s;
}

static void left_out_free(void *self)
{
	free(self);
}

static void left_out_count(void *self, struct rows *lane, struct asked leads)
{
	struct left_out *s = self;
	const struct pipeline *r = &s->plan->pipeline;
	enum excluded why;

	for (size_t i = 0; i < leads.n; i++) {
		struct frame *f = rows_at(lane, leads.row[i]);
		pipeline_look(r, (struct window){ s->plan->from, s->plan->window }, f, &why);
		s->undated += why == EXCLUDED_UNDATED && pipeline_stand(r, f)->depth;
		s->young += why == EXCLUDED_YOUNG;
	}
}

static void left_out_merge(void *self, void *other)
{
	struct left_out *into = self, *from = other;

	into->undated += from->undated;
	into->young += from->young;
}

static void left_out_tell(const void *self, struct diags *diags)
{
	const struct left_out *s = self;

	window_tell(diags, s->plan->agreement->stages.at[s->plan->from].name.text, s->undated, s->young);
}

const struct counter_kind left_out_counter = { .name = "rows",
					       .new = left_out_new,
					       .free = left_out_free,
					       .count = left_out_count,
					       .merge = left_out_merge,
					       .report = left_out_tell };
