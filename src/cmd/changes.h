/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * --changes: of the rows only those in which a cell that the tool writes differs from the input's, and of
 * these the id and the tool's columns, under the headers that the CRM knows. So the output loads back into
 * the CRM; what it loads then is what the next run finds in its input, and no row changes any more.
 *
 * Cells differ as values: as numbers, as times, as yes and no, else as texts, where only the case counts
 * besides the letters. A cell that differs is written; any other one goes out as it came. A value that the
 * tool has no more is no change unless --clear says so, because to a CRM an empty cell is either nothing or
 * an order to delete.
 */
#ifndef CMD_CHANGES_H
#define CMD_CHANGES_H

#include "cmd/filter.h"

/* What is compared with what: the value of a column of the output with a column of the input. */
struct change {
	enum type kind;
	const struct code *was;	       /* the input's cell as that; NULL: the input has no such column */
	const struct missing *missing; /* of the input's column */
	bool stays;		       /* where the value is missing, the cell stays as it came */
};

/* Narrows the output's columns to the id and those of the tool, or what -c has picked. Returns false after a
 * mistake, which is reported. */
bool changes_bind(struct filter *f, bool picked);

/* Is the current cell of such a column another value than the input's? */
bool change_differs(struct worker *w, const struct out_column *c);

/* Does the input's cell go out instead of the value? Also asked without --changes. */
bool column_stays(struct worker *w, const struct out_column *c);

/* Before the first row. Then: is the current row a change? It is counted. */
void changes_count_from_now(struct change_counts *n, struct filter *f);
bool changes_in_row(struct worker *w, struct change_counts *n);
void changes_merge(struct change_counts *into, struct change_counts *from);

/* "12 of 2,555 rows changed", and what could not be written. */
void changes_tell(struct change_counts *n, struct diags *diags);

#endif
