/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See worker.h. */
#include "cmd/filter.h"

void worker_init(struct worker *w, struct filter *f)
{
	*w = (struct worker){ .filter = f };
	for (size_t l = 0; l < f->lanes; l++) {
		frame_init(&w->frame[l], &f->lane[l].program);
		tally_init(&w->tally[l], &f->lane[l].agreement);
		w->frame[l].user = &w->tally[l];
	}
}

void worker_release(struct worker *w)
{
	for (size_t l = 0; l < w->filter->lanes; l++) {
		frame_release(&w->frame[l]);
		tally_release(&w->tally[l]);
	}
	buf_release(&w->cell);
	buf_release(&w->text);
}

static bool is_empty(const struct filter *f, struct worker *w, const struct record *r)
{
	for (size_t c = 0; c < f->source.header.n; c++)
		if (!missing_is(names_missing(f->lane[0].names, c), record_value(r, c, &w->text), &w->cell))
			return false;
	return true;
}

void worker_record(struct worker *w, const struct record *r)
{
	struct filter *f = w->filter;
	bool empty = !f->no_leads && is_empty(f, w, r);

	for (size_t l = 0; l < f->lanes; l++) {
		struct tally *t = &w->tally[l];
		frame_record(&w->frame[l], r);
		t->no_lead = empty;
		t->empty += empty;
		size_t ignored = empty ? SIZE_MAX : conditions_first(&f->lane[l].ignores, &w->frame[l]);
		if (ignored != SIZE_MAX) {
			t->no_lead = true;
			t->ignored[ignored]++;
		}
	}
}
