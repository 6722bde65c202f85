/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One row a lead: the keep rules of `same lead`, bound to an input, and the rows they make. A lead with one
 * row goes out as that came. For any other each column is chosen by its rule among the cells that say
 * something, and goes out as the row has it that it was chosen from; where no cell says anything, it is the
 * first row's.
 */
#ifndef SAME_SAME_ROWS_H
#define SAME_SAME_ROWS_H

#include "report/rows_form.h"
#include "same/same.h"
#include "table/source.h"

struct same_output;

/* `id`: the columns of ids, one for each system; unless the agreement says otherwise, a lead's id is that of
 * the row that was created first, then the smallest, by length and then by bytes. The columns are copied;
 * all else outlives the output. NULL after a mistake, which is reported. */
struct same_output *same_output_bind(const struct same_lead *same, struct names *n, const size_t *id,
				     size_t ids);
void same_output_free(struct same_output *o);

/* Ids that are known from elsewhere: what lead i has in the nth of some columns is of[i * columns + n],
 * whatever its rows say; p NULL: what its rows say. */
struct same_ids {
	const struct str *of;
	const size_t *column;
	size_t columns; /* 0: there are none */
};

/*
 * Writes the header and a row for each lead, in the order in which they first appear. `pad`: rows may be
 * shorter than the header, and are filled up. False: it can't be written, or a cell can't be read with
 * --strict; it was reported.
 */
bool same_write(struct same_output *o, const struct sameness *s, const struct source *source, bool pad,
		struct rows_form form, struct same_ids kept);

/* What a lead has in a column by its rule; STR_NONE: no row says anything. Valid until the next call. */
struct str same_chosen(struct same_output *o, const struct sameness *s, const struct source *source,
		       uint32_t lead, size_t column);

/* After writing: in how many leads of several rows each column's cells differ, and what could not be
 * judged. */
void same_output_tell(const struct same_output *o, struct diags *diags);

#endif
