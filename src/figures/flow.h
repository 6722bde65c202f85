/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What came and went in each of some periods, as a picture: a bar for all that was there at some time in the
 * period, made of how it left and what is still there at the end. The figures beside each bar add up:
 * 55 + 42 - 31 - 5 = 61.
 */
#ifndef FIGURES_FLOW_H
#define FIGURES_FLOW_H

#include <stdint.h>

#include "base/arena.h"
#include "report/document.h"

enum { FLOW_ROWS = 24 }; /* the latest periods in a picture; the table behind it has them all */

struct flow_row {
	struct str period;
	uint64_t opening, closing;
	const uint64_t *in, *out;
};

struct flow {
	const char *what;	    /* "Leads that wait" */
	const char *of;		    /* the word for a period */
	const struct str *in, *out; /* names of what comes and what goes, beside what was and is there */
	size_t ins, outs;
	const struct flow_row *row;
	size_t rows;
};

/* The picture; and under it, where it has not all rows, that it hasn't. */
void flow_put(struct buf *out, struct arena *arena, const struct flow *f);

#endif
