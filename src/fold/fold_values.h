/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of one lead, worked out from its state; private to fold/. */
#ifndef FOLD_FOLD_VALUES_H
#define FOLD_FOLD_VALUES_H

#include "fold/fold_leads.h"

/* A value of a column, of the column's type; a sum is in millionths. */
struct fold_value {
	union value value;
	__int128 money;
	bool sum;
	size_t from, n; /* of a list: its place in `words` */
};

/* What working them out needs, made once. */
struct fold_values {
	struct fold_value *at; /* of each column */
	struct event_list events;
	struct buf words, folded;
	struct map map; /* of the words of a list */
};

void fold_values_init(struct fold_values *v, const struct fold_plan *p);
void fold_values_release(struct fold_values *v);

/* Valid until the next lead. */
void fold_values_of(struct fold_values *v, const struct fold_plan *p, const struct shard *s,
		    const struct lead_head *lead);

#endif
