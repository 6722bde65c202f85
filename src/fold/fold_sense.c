/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which way the rows of a lead are written: see fold_sense.h. */
#include "fold/fold_sense.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"

enum { FIRST_ROWS = 1 << 14 };

struct fold_sense {
	struct sensed {
		uint64_t lead; /* a hash of its key; 0: no such row */
		int64_t time;
	} row[FIRST_ROWS];
};

struct fold_sense *sense_new(void)
{
	return mem_new(sizeof(struct fold_sense));
}

void sense_free(struct fold_sense *s)
{
	free(s);
}

void sense_run(struct fold_sense *s, const struct fold_run *run)
{
	if (!run->timed.n || run_place(run, run->timed.row[0]) >= FIRST_ROWS)
		return;
	for (size_t i = 0; i < run->timed.n; i++) {
		size_t row = run->timed.row[i];
		int64_t place = run_place(run, row);
		if (place < FIRST_ROWS)
			s->row[place] = (struct sensed){ hash_text(run->key[row], 0) | 1, run->time[row] };
	}
}

/* Steps from a row to the next: up, to a later time; down; or on the spot. */
struct steps {
	size_t up, down, same;
};

static void step(struct steps *s, const struct sensed *a, const struct sensed *b)
{
	s->up += b->time > a->time;
	s->down += b->time < a->time;
	s->same += b->time == a->time;
}

void sense_report(const struct fold_sense *s, const struct fold_plan *p, struct diags *diags)
{
	bool newest_first = p->fold->newest_first;
	struct steps all = { 0 }, lead = { 0 };
	const struct sensed *last = NULL;

	for (const struct sensed *row = s->row; row < s->row + FIRST_ROWS; row++) {
		if (!row->lead)
			continue;
		if (last)
			step(&all, last, row);
		if (last && last->lead == row->lead)
			step(&lead, last, row);
		last = row;
	}
	size_t along = newest_first ? lead.down : lead.up, against = newest_first ? lead.up : lead.down;
	size_t all_along = newest_first ? all.down : all.up, all_against = newest_first ? all.up : all.down;
	if (!lead.same || along || !(against || (all_against && !all_along)))
		return;
	if (newest_first)
		diag_note(diags,
			  "fold %.*s: the rows are written from the oldest to the newest, so of rows of a "
			  "lead with the same time the lower one is probably the later; 'newest first' takes "
			  "the upper one for it, so leave that out",
			  STR_ARG(p->fold->name.text));
	else
		diag_note(
			diags,
			"fold %.*s: the rows are written from the newest to the oldest, so of rows of a lead "
			"with the same time the upper one is probably the later; to have it taken for that, "
			"write 'newest first' behind the time that they are sorted by",
			STR_ARG(p->fold->name.text));
}
