/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The export that is to be filed: its rows are held until all are there, because an archive takes it whole or
 * not at all. A lead is known by its id. Rows without one, several with the same, and ids that a spreadsheet
 * has rounded are mistakes, of which the first are named.
 */
#ifndef FOLD_EXPORT_H
#define FOLD_EXPORT_H

#include "base/map.h"
#include "figures/counter.h"
#include "fold/columns.h"
#include "time/instant.h"

enum repeats { REPEATS_ERROR, REPEATS_FIRST, REPEATS_LAST };
#define REPEATS_WORDS "first last"

struct export_plan {
	const struct str *head; /* of the columns that are kept, and which these are in the input */
	const size_t *column;
	size_t n;
	size_t id;			/* the input's column */
	const struct missing *missing;	/* its words for no id; NULL: none */
	size_t modified;		/* the input's; SIZE_MAX: it has none */
	const struct time_style *times; /* that it is read with */
	enum repeats repeats;
	struct diags *diags;
};

struct export_row {
	struct str id;
	const char *cells; /* of each column its length, an uint32_t, and its bytes */
};

/* What a row may have wrong, so that nothing is filed. */
enum export_mistake { EXPORT_NO_ID, EXPORT_ROUNDED, EXPORT_TWICE, EXPORT_MISTAKES };

struct export
{
	const struct export_plan *plan;
	struct arena arena;
	struct export_row *row;
	size_t n, cap;
	struct map ids;
	uint64_t wrong, repeated; /* rows that are mistakes; rows that were left out, as --repeats says */
	bool made[EXPORT_MISTAKES];
	int64_t modified; /* the newest time; INSTANT_NONE: none */
	struct buf text, value, folded;
};
extern const struct counter_kind export_counter;

/* Takes the next row of the input, which its counter does with all that aren't empty. */
void export_take(struct export *x, const struct record *r);

/* The cells of a row, one for each column that is kept. */
void export_cells(const struct export *x, size_t row, struct str *cell);

#endif
