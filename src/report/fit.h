/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Which columns of a table have room where a browser or a mail program breaks its texts, and nobody can
 * scroll: in a mail, and on paper. Private to report/.
 */
#ifndef REPORT_FIT_H
#define REPORT_FIT_H

#include "report/grid.h"

enum {
	IN_A_LINE = 17,	 /* columns of a text that stays in one line, as a time does */
	LONG_TEXT = 15,	 /* columns that a page gives to a longer one at least */
	PAPER_ROOM = 116 /* columns of a screen that paper has room for */
};

/* Does a text of a mail stay in one line, as a time and a number do? */
bool fit_in_a_line(struct str text);

/* Of a column's head, in a table that is too wide: it may be that of the bars before it. */
struct str fit_head(const struct grid *g, size_t c);

/* Leaves out the lightest columns, of these the rightmost, until the others have room, with so many rows;
 * never the first. Some may have been left out before. Returns how many it left out. */
size_t fit_columns(struct grid *g, size_t rows, int room, bool paper);

#endif
