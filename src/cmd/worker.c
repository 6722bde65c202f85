/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See worker.h. Rows are runs of one here: a frame remembers what the cells of one row said, and all that is
 * asked about a row is asked before the next comes to hand.
 */
#include "cmd/command.h"

static const uint16_t first_row[1];
const struct asked worker_row_alone = { first_row, 1 };

void worker_init(struct worker *w, struct filter *f)
{
	*w = (struct worker){ .filter = f, .where = f->mode->sees_all ? NULL : f->where, .lanes = f->lanes };
	for (size_t l = 0; l < f->lanes; l++) {
		frame_init(&w->frame[l], &f->lane[l].program);
		tally_init(&w->tally[l], &f->lane[l].agreement);
		w->frame[l].user = &w->tally[l];
		w->lane[l] = (struct rows){ .n = 1, .frame = &w->frame[l] };
	}
}

void worker_release(struct worker *w)
{
	const struct mode *m = w->filter->mode;

	for (size_t i = 0; i < COUNTERS && w->counter[i]; i++)
		m->counter[i]->free(w->counter[i]);
	ids_release(&w->ids);
	for (size_t l = 0; l < w->filter->lanes; l++) {
		frame_release(&w->frame[l]);
		tally_release(&w->tally[l]);
	}
	buf_release(&w->cell);
	buf_release(&w->text);
	buf_release(&w->spare);
	ids_release(&w->changes.ids);
	head_room_release(&w->head);
}

static bool is_empty(const struct filter *f, struct worker *w, const struct record *r)
{
	for (size_t c = 0; c < f->source.header.n; c++)
		if (!missing_is(names_missing(f->lane[0].names, c), record_value(r, c, &w->text), &w->cell))
			return false;
	return true;
}

void worker_row(struct worker *w, const struct batch *b, size_t row)
{
	struct filter *f = w->filter;
	struct record *r = &w->lane[0].record;

	*r = batch_record(b, row);
	bool leads = f->mode->reads == READS_LEADS;
	w->head_again = leads && head_again(&f->head_again, r, &w->head);
	if (w->head_again)
		look_found(&w->looks.header, b, row);
	bool empty = leads && !w->head_again && is_empty(f, w, r);
	for (size_t l = 0; l < f->lanes; l++) {
		struct rows *lane = &w->lane[l];
		struct tally *t = &w->tally[l];
		lane->batch = b;
		lane->first = row;
		rows_begin(lane);
		t->no_lead = empty || w->head_again;
		t->empty += empty;
		const struct conditions *ignores = &f->lane[l].ignores;
		size_t ignored =
			t->no_lead || !ignores->n ? SIZE_MAX : conditions_first(ignores, &w->frame[l]);
		if (ignored != SIZE_MAX) {
			t->no_lead = true;
			t->ignored[ignored]++;
			pipeline_leave_out(&w->frame[l]);
			rows_begin(lane); /* what the condition asked of a lead, this is not */
		}
	}
}

void worker_leave_out(struct worker *w)
{
	for (size_t l = 0; l < w->lanes; l++)
		if (w->tally[l].pipeline) /* else nobody asks for stages */
			pipeline_leave_out(&w->frame[l]);
}

struct str worker_text(struct worker *w, const struct code *code, size_t lane)
{
	buf_clear(&w->cell);
	if (!w->tally[lane].no_lead)
		code_show(code, &w->frame[lane], &w->cell);
	return buf_view(&w->cell);
}

void worker_count_from_now(struct worker *w)
{
	const struct filter *f = w->filter;

	for (size_t i = 0; i < COUNTERS && f->mode->counter[i]; i++)
		w->counter[i] = f->mode->counter[i]->new (f->plan[i]);
	if (f->mode->makes == MAKES_ROWS || f->mode->makes == MAKES_OWN_ROWS ||
	    f->mode->reads != READS_LEADS || f->mode->every_row)
		return;
	ids_init(&w->ids, f->lane[0].names, f->source.header.name, f->command->exact_ids);
	w->counts_ids = w->ids.column != SIZE_MAX;
}

void worker_count(struct worker *w)
{
	const struct mode *m = w->filter->mode;

	for (size_t i = 0; i < COUNTERS && m->counter[i]; i++)
		m->counter[i]->count(w->counter[i], w->lane, worker_row_alone);
	if (w->counts_ids)
		ids_count(&w->ids, &w->lane[0].record);
}
