/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program's life, and what is computed once per record: see program.h. */
#include <stdlib.h>

#include "base/mem.h"
#include "expr/code.h"
#include "expr/run.h"

void program_init(struct program *p, struct diags *diags, struct schema schema)
{
	*p = (struct program){ .diags = diags, .schema = schema, .decimal = '.', .now = INSTANT_NONE };
	p->times.zone = zone_utc();
	p->state = ARENA_NEW(&p->arena, struct program_state);
}

void program_release(struct program *p)
{
	struct program_state *s = p->state;

	if (!s)
		return;
	for (size_t i = 0; i < s->nregex; i++)
		regex_free(s->regex[i]);
	for (size_t i = 0; i < s->nsets; i++)
		map_release(&s->set[i]->map);
	map_release(&s->files);
	map_release(&s->functions);
	map_release(&s->wrong);
	free(s->offered);
	map_release(&s->read);
	free(s->set);
	free(s->reader);
	free(s->regex);
	free(s->work);
	free(s->lookup);
	arena_release(&p->arena);
	*p = (struct program){ 0 };
}

size_t program_compute(struct program *p, enum type type, struct str label, compute_fn *fn, const void *ctx)
{
	struct program_state *s = p->state;

	MEM_ROOM(s->work, s->nwork, s->work_cap);
	s->work[s->nwork] = (struct work){ fn, ctx, type, arena_copy(&p->arena, label) };
	return s->nwork++;
}

size_t program_lookup(struct program *p, struct str table, struct str file)
{
	struct program_state *s = p->state;

	MEM_ROOM(s->lookup, s->nlookups, s->lookups_cap);
	s->lookup[s->nlookups] = (struct side_name){ table, file };
	return s->nlookups++;
}

static const size_t widths[] = {
	[TYPE_TEXT] = sizeof(struct str), [TYPE_NUMBER] = sizeof(double), [TYPE_TIME] = sizeof(int64_t),
	[TYPE_SPAN] = sizeof(int64_t),	  [TYPE_FLAG] = sizeof(bool),
};

void compute_row(struct frame *f, struct column *m, size_t computed)
{
	const struct work *w = &f->program->state->work[computed];
	uint16_t row = f->run->at;

	column_begin(m, f, widths[w->type]);
	w->fn(w->ctx, f->run, (struct asked){ &row, 1 }, m->of);
	column_add(m, row);
}

void code_run(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	for (size_t i = 0; i < ask.n; i++) {
		uint16_t row = ask.row[i];
		struct frame *f = rows_at(r, row);
		if (c->type == TYPE_FLAG)
			out.flag[row] = code_flag(c, f);
		else if (c->type == TYPE_NUMBER)
			out.number[row] = code_number(c, f);
		else if (c->type == TYPE_TEXT)
			out.text[row] =
				rows_keep(f, TYPE_TEXT, (union value){ .text = code_text(c, f) }).text;
		else
			out.time[row] = code_time(c, f);
	}
}

union value frame_computed(struct frame *f, size_t computed)
{
	const struct column *m = computed_row(f, computed);
	size_t row = f->run->at;

	switch (f->program->state->work[computed].type) {
	case TYPE_TEXT:
		return (union value){ .text = m->of.text[row] };
	case TYPE_NUMBER:
		return (union value){ .number = m->of.number[row] };
	case TYPE_FLAG:
		return (union value){ .flag = m->of.flag[row] };
	default:
		return (union value){ .time = m->of.time[row] };
	}
}
