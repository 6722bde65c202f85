/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfunnel --lookback: which columns told who would convert, and what good months had more of. */
#ifndef CMD_LOOKBACK_H
#define CMD_LOOKBACK_H

#include "cmd/filter.h"
#include "lookback/lookback.h"

struct looking_back {
	bool good_months;
	const char *to; /* NULL: the last stage */
	struct lookback_plan plan;
};

/* After options are read; the window is bound already. --columns is its own from then on. */
void lookback_choose(struct looking_back *l, struct filter *f, bool exact, size_t from, int64_t window);

/* Merges what the workers counted, and writes the report. */
bool lookback_report(struct looking_back *l, struct filter *f);

#endif
