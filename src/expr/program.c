/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
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
	for (size_t i = 0; i < s->nsets; i++) {
		map_release(&s->set[i]->map);
		map_release(&s->set[i]->low);
	}
	map_release(&s->files);
	map_release(&s->functions);
	map_release(&s->wrong);
	free(s->offered);
	map_release(&s->read);
	buf_release(&s->fold);
	buf_release(&s->plain);
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

union vector computed_values(size_t computed, struct rows *r, struct asked ask)
{
	const struct work *w = &r->frame->program->state->work[computed];
	struct column *m = &r->frame->state->computed[computed];

	column_begin(m, r->frame, widths[w->type]);
	struct asked rest = column_rest(m, r, ask, rows_room(r).row);
	if (rest.n) {
		w->fn(w->ctx, r, rest, m->of);
		column_add_all(m, r, ask);
	}
	rows_room_back(r);
	return m->of;
}

double *computed_slots(size_t computed, struct frame *f)
{
	struct column *m = &f->state->computed[computed];

	if (!m->of_slot)
		m->of_slot = mem_new((SLOT_NONE + 1) * sizeof *m->of_slot);
	return m->of_slot;
}

union value frame_computed(struct frame *f, size_t computed)
{
	const uint16_t row = f->run->at;

	nodes_alone(true);
	union vector v = computed_values(computed, f->run, (struct asked){ &row, 1 });
	nodes_alone(false);
	return vector_get(f->program->state->work[computed].type, v, row);
}
