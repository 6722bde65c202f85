/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows that a slot keeps, a few bytes each, in the order in which they came; each knows the one before it
 * of the same lead. Private to fold/.
 */
#ifndef FOLD_FOLD_EVENTS_H
#define FOLD_FOLD_EVENTS_H

#include "fold/fold_plan.h"

struct events {
	size_t stride; /* of one: its time, turn, the one before, then its values */
	char **block;
	size_t nblocks, cap;
	uint32_t n;
};

/* One, taken out. `value` points to its values. */
struct kept_event {
	int64_t time;
	uint32_t turn;
	const char *value;
};
struct event_list {
	struct kept_event *at;
	size_t n, cap;
};

void events_release(struct events *e);

/* Makes room for one more of a lead; returns where its values go. */
char *events_add(struct events *e, struct events_state *lead, int64_t time, uint32_t turn);

/* All of a lead, in their order. */
void events_of(const struct events *e, const struct events_state *lead, struct event_list *out);

#endif
