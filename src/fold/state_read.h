/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of nights, by the numbers of their leads and columns. */
#ifndef FOLD_STATE_READ_H
#define FOLD_STATE_READ_H

#include "fold/state.h"

/* Each returns false if no more is wanted. Texts are valid until it returns. */
struct state_sink {
	bool (*night)(void *ctx, size_t night); /* before its lines; NULL: nobody asks */
	bool (*lead)(void *ctx, size_t lead, bool present);
	bool (*cell)(void *ctx, size_t lead, size_t column, struct str was, struct str is);
};

/* Passes the lines of the nights from one index to another, both included, to the sink; leads that are new
 * become known. False: a mistake, which is reported, or the sink wants no more. */
bool state_read(struct state *s, size_t from, size_t to, const struct state_sink *sink, void *ctx);

#endif
