/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a funnel counts, bound to the input, and the cohorts that it may be by: see funnel.h. */
#include "funnel/funnel_internal.h"
#include "expr/run.h"

bool funnel_bind(struct funnel_plan *p, struct names *n)
{
	const struct agreement *a = names_agreement(n);
	struct program *program = names_program(n);
	bool good;

	*p = (struct funnel_plan){ .agreement = a };
	good = pipeline_bind(&p->pipeline, n);
	p->value = ARENA_ARRAY(&program->arena, a->stages.n, struct money);
	p->timed = ARENA_ARRAY(&program->arena, a->stages.n, bool);
	for (size_t i = 0; i < a->stages.n; i++) {
		p->timed[i] = a->stages.at[i].at;
		good = money_bind(&p->value[i], &a->stages.at[i], n) && good;
	}
	return good;
}

/* ---- cohorts ---- */

/* When the lead got to the stage where cohorts begin; INSTANT_NONE: not known. */
static int64_t origin(const struct funnel_plan *p, struct frame *f)
{
	return sign_time(pipeline_read(&p->pipeline, f)[p->from], f->now);
}

static union value cohort_of(const void *ctx, struct frame *f)
{
	const struct cohorts *c = ctx;
	int64_t t = origin(c->plan, f);

	if (t == INSTANT_NONE)
		return value_none(TYPE_TEXT);
	int64_t i = period_of(c->period, instant_day(t, f->program->times.zone)) - c->first;
	return (union value){ .text = c->name[i < 0 ? 0 : i] };
}

COMPUTE_ROWS(work_cohort, text, cohort_of)

static size_t bind_cohort(void *ctx, size_t which, struct names *n)
{
	(void)which;
	return program_compute(names_program(n), TYPE_TEXT, STR("cohort"), work_cohort, ctx);
}

struct cohorts *cohorts_new(const struct funnel_plan *p, struct arena *arena, enum period period, int64_t now,
			    const struct zone *zone)
{
	struct cohorts *c = ARENA_NEW(arena, struct cohorts);
	struct buf b = { 0 };

	*c = (struct cohorts){ .plan = p, .period = period, .first = period_of(period, 0) };
	c->n = period_of(period, instant_day(now, zone)) - c->first + 1;
	c->n = c->n < 1 ? 1 : c->n;
	c->name = ARENA_ARRAY(arena, (size_t)c->n, struct str);
	for (int64_t i = 0; i < c->n; i++) {
		buf_clear(&b);
		period_write(&b, period, c->first + i);
		c->name[i] = arena_copy(arena, buf_view(&b));
	}
	buf_release(&b);
	return c;
}

bool funnel_cohorts(struct funnel_plan *p, struct names *n, enum period period, struct grouping *g)
{
	struct program *program = names_program(n);
	struct cohorts *c = cohorts_new(p, &program->arena, period, program->now, program->times.zone);
	struct expr *name = ARENA_NEW(&program->arena, struct expr);

	*name = (struct expr){ .op = EXPR_NAME,
			       .text = STR("cohort, of a lead"),
			       .where = p->agreement->text };
	names_define(n, name->text, TYPE_TEXT, true, bind_cohort, c, 0);
	const struct code *code = program_bind(program, name, TYPE_NONE, NULL);
	if (code)
		grouping_lead(g, &program->arena, STR("cohort"), code, c->period);
	p->cohorts = c;
	return code;
}
