/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A stream read by source_next, or in three steps with several batches cut ahead, as threads do. */
#ifndef TESTS_AHEAD_H
#define TESTS_AHEAD_H

#include "table/source.h"

/* As source_next; or in three steps, batches ahead. */
struct table_reader {
	struct source *source;
	struct batch one, cut[3];
	size_t ahead, ncut, settled; /* 0: source_next alone */
	bool returned;
};

static inline int table_next(struct table_reader *r, struct batch **b)
{
	for (;;) {
		if (r->settled == r->ncut) {
			r->ncut = r->settled = 0;
			while (r->ncut < r->ahead && !r->returned && source_cut(r->source, &r->cut[r->ncut]))
				r->ncut++;
			for (size_t i = r->ncut; i-- > 0;)
				source_scan(r->source, &r->cut[i]);
		}
		if (!r->ncut) {
			*b = &r->one;
			r->returned = false;
			return source_next(r->source, &r->one);
		}
		*b = &r->cut[r->settled++];
		r->returned |= !source_settle(r->source, *b);
		if ((*b)->marks.nrow)
			return 1;
	}
}

static inline void table_reader_release(struct table_reader *r)
{
	batch_release(&r->one);
	for (size_t i = 0; i < sizeof r->cut / sizeof *r->cut; i++)
		batch_release(&r->cut[i]);
}

#endif
