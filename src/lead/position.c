/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See position.h. A value is bound when it is first named, so whoever names none pays nothing. */
#include "lead/position.h"

#include "expr/run.h"
#include "stat/quantile.h"

struct positions {
	const struct agreement *agreement;
	struct names *names;
	struct pipeline pipeline;
	struct window window;
	enum { UNBOUND, BOUND, BROKEN } state;
	bool called; /* a call of reached() is being bound */
};

/* ---- a lead ---- */

/* NULL: it is in no count. */
static const struct standing *standing_of(const struct positions *p, struct frame *f)
{
	enum excluded why;

	if (tally_of(f)->no_lead || !p->pipeline.nstages)
		return NULL;
	const struct standing *s = pipeline_look(&p->pipeline, p->window, f, &why);
	return s && s->depth ? s : NULL;
}

static int64_t stage_time(const struct positions *p, const struct standing *s, struct frame *f)
{
	return sign_time(pipeline_read(&p->pipeline, f)[s->depth - 1], s->moment);
}

static void read_rows(const struct positions *p, struct rows *r, struct asked ask)
{
	if (!tally_of(r->frame)->no_lead && p->pipeline.nstages)
		pipeline_read_rows(&p->pipeline, r, ask);
}

/* A value of each row, whose stages and exits are read together. */
#define POSITION_ROWS(work, member, one)                                                      \
	COMPUTE_ROWS(work##_each, member, one)                                                \
	static void work(const void *ctx, struct rows *r, struct asked ask, union vector out) \
	{                                                                                     \
		read_rows(ctx, r, ask);                                                       \
		work##_each(ctx, r, ask, out);                                                \
	}

static union value stage_of(const void *ctx, struct frame *f)
{
	const struct positions *p = ctx;
	const struct standing *s = standing_of(p, f);

	return s ? (union value){ .text = p->agreement->stages.at[s->depth - 1].name.text }
		 : value_none(TYPE_TEXT);
}

POSITION_ROWS(work_stage, text, stage_of)

static union value at_of(const void *ctx, struct frame *f)
{
	const struct positions *p = ctx;
	const struct standing *s = standing_of(p, f);

	return (union value){ .time = s ? stage_time(p, s, f) : INSTANT_NONE };
}

POSITION_ROWS(work_at, time, at_of)

static union value days_of(const void *ctx, struct frame *f)
{
	const struct positions *p = ctx;
	const struct standing *s = standing_of(p, f);
	int64_t at = s ? stage_time(p, s, f) : INSTANT_NONE;

	if (at == INSTANT_NONE)
		return value_none(TYPE_NUMBER);
	int64_t span = instant_minus(s->moment, at, f->program->times.zone);
	return (union value){ .number = (double)span_hundredths(span, DAY_US) / 100 };
}

POSITION_ROWS(work_days, number, days_of)

static union value exit_of(const void *ctx, struct frame *f)
{
	const struct positions *p = ctx;
	const struct standing *s = standing_of(p, f);

	return s && s->exit != SIZE_MAX ? (union value){ .text = p->agreement->exits.at[s->exit].name.text }
					: value_none(TYPE_TEXT);
}

POSITION_ROWS(work_exit, text, exit_of)

static union value exit_at_of(const void *ctx, struct frame *f)
{
	const struct positions *p = ctx;
	const struct standing *s = standing_of(p, f);

	if (!s || s->exit == SIZE_MAX)
		return value_none(TYPE_TIME);
	const struct sign *exits = pipeline_read(&p->pipeline, f) + p->pipeline.nstages;
	return (union value){ .time = sign_time(exits[s->exit], s->moment) };
}

POSITION_ROWS(work_exit_at, time, exit_at_of)

static union value came_back_of(const void *ctx, struct frame *f)
{
	const struct standing *s = standing_of(ctx, f);

	return (union value){ .flag = s && s->came_back };
}

POSITION_ROWS(work_came_back, flag, came_back_of)

static int64_t call_reached(const void *ctx, struct frame *f, const int64_t *stage)
{
	const struct standing *s = standing_of(ctx, f);

	return s && s->depth > (size_t)*stage;
}

/* ---- names ---- */

static const struct position_value {
	const char *name;
	enum type type;
	compute_fn *work;
} values[] = {
	[POSITION_STAGE] = { "funnel_stage", TYPE_TEXT, work_stage },
	[POSITION_AT] = { "funnel_at", TYPE_TIME, work_at },
	[POSITION_DAYS] = { "funnel_days", TYPE_NUMBER, work_days },
	[POSITION_EXIT] = { "funnel_exit", TYPE_TEXT, work_exit },
	[POSITION_EXIT_AT] = { "funnel_exit_at", TYPE_TIME, work_exit_at },
	[POSITION_COLUMNS] = { "came_back", TYPE_FLAG, work_came_back },
};
enum { VALUES = sizeof values / sizeof *values };

struct str position_head(enum position_column column)
{
	return str_from(values[column].name);
}

/* Not guarded against stages that ask for these names: names find circles themselves. */
static bool bind(struct positions *p)
{
	if (p->state == UNBOUND)
		p->state = pipeline_bind(&p->pipeline, p->names) ? BOUND : BROKEN;
	return p->state == BOUND;
}

static size_t bind_define(void *ctx, size_t which, struct names *n)
{
	const struct position_value *v = &values[which];

	if (!bind(ctx))
		return SIZE_MAX;
	return program_compute(names_program(n), v->type, str_from(v->name), v->work, ctx);
}

/* The stage that a call names; SIZE_MAX: there is none, which is reported. */
static size_t stage_called(const struct positions *p, const struct expr *name)
{
	const struct agreement *a = p->agreement;
	size_t stage = agreement_stage(a, name->text);

	if (stage != SIZE_MAX)
		return stage;
	if (agreement_exit(a, name->text) != SIZE_MAX) {
		diag_at(names_diags(p->names), name->where, name->span,
			"'%.*s' is an exit: write funnel_exit = \"%.*s\"", STR_ARG(name->text),
			STR_ARG(name->text));
		return SIZE_MAX;
	}
	struct str near = nearest(names_diags(p->names), name->text,
				  &CANDIDATES(a->stages.at, a->stages.n, name.text), 1);
	diag_at(names_diags(p->names), name->where, name->span, "there is no stage '%.*s'" DID_YOU_MEAN,
		STR_ARG(name->text), DID_YOU_MEAN_ARG(near));
	return SIZE_MAX;
}

static bool bind_reached(void *ctx, const struct expr *call, int64_t *word)
{
	struct positions *p = ctx;
	size_t stage = stage_called(p, call->arg[0]);

	if (p->called)
		diag_at(names_diags(p->names), call->where, call->span,
			"reached() can't be asked here: which stages a lead has reached depends on this");
	if (p->called || stage == SIZE_MAX)
		return false;
	*word = (int64_t)stage;
	p->called = true;
	bool good = bind(p);
	p->called = false;
	return good;
}

/* Does a field keep the name? One that is read from a column says what the CRM calls the tool's own column.
 */
static bool keeps(const struct agreement *a, struct str name, bool own)
{
	size_t i = agreement_find(a, NAMED_FIELD, name);

	return i != SIZE_MAX && !(own && a->fields.at[i].nheaders);
}

/* The names of the stages, or of the exits, as the words of the value defined last. */
static void say_words(struct names *n, const struct step *step, size_t steps)
{
	struct str *word = ARENA_ARRAY(&names_program(n)->arena, steps, struct str);

	for (size_t i = 0; i < steps; i++)
		word[i] = step[i].name.text;
	names_words(n, word, steps);
}

struct positions *positions_define(struct names *n, bool own)
{
	struct positions *p = ARENA_NEW(&names_program(n)->arena, struct positions);

	*p = (struct positions){ .agreement = names_agreement(n), .names = n };
	for (size_t i = 0; i < VALUES; i++) {
		struct str name = str_from(values[i].name);
		bool column = own && i < POSITION_COLUMNS;
		if (keeps(p->agreement, name, column))
			continue;
		names_define(n, name, values[i].type, column, bind_define, p, i);
		if (i == POSITION_STAGE)
			say_words(n, p->agreement->stages.at, p->agreement->stages.n);
		else if (i == POSITION_EXIT)
			say_words(n, p->agreement->exits.at, p->agreement->exits.n);
	}
	program_function(names_program(n), &(struct function){ .name = STR("reached"),
							       .shape = STR("reached(\"stage\")"),
							       .nargs = 1,
							       .words = true,
							       .result = TYPE_FLAG,
							       .bind = bind_reached,
							       .call = call_reached,
							       .ctx = p });
	return p;
}

void positions_window(struct positions *p, struct window w)
{
	p->window = w;
}
