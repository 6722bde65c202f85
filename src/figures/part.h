/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What was counted, as a file that is read back: a part of a whole. The parts of any split of the rows,
 * merged in any order or by a tree of merges, come to the report of the whole, byte for byte. So a part holds
 * no figures, but all that figures are made of, as exact numbers: spans and sums are kept whole, and of equal
 * counts equal bytes are written.
 *
 * A part is CSV: part,name,n,value,detail. Rows `about` come first and say what was counted and how; rows
 * `rows` say of which rows, by a fingerprint; then come those of the counters; `end` is the last, and has a
 * sum over all others, so that a part that was cut or changed is refused.
 *
 * A counter has one function for both directions (state in counter.h). It names its numbers one after the
 * other: writing, each goes out; reading, each comes in, where all were 0 before. A number that is 0 has no
 * row. What can't be read sets the error, after which nothing more is read and all loops end.
 */
#ifndef FIGURES_PART_H
#define FIGURES_PART_H

#include "base/hash.h"
#include "figures/group.h"
#include "figures/share.h"
#include "lead/money.h"
#include "stat/spans.h"
#include "stat/squares.h"

enum { PART_KEY, PART_NAME, PART_N, PART_VALUE, PART_DETAIL, PART_CELLS };

/* Of which rows: how many, and the sum of their fingerprints. */
struct part_rows {
	uint64_t n;
	struct hash_pair print;
};

/* A row about the part. */
struct part_about {
	struct str name, detail;
	uint64_t line;
};

struct partial {
	bool reads;
	struct buf error;
	uint64_t rows, sum; /* written, or read so far; over their cells */

	struct buf *out; /* where it is written */

	/* what is read */
	const char *file;
	struct part_row *row;
	size_t nrow, row_cap, at;
	struct buf texts; /* of the rows */
	struct part_about *about;
	size_t nabout, about_cap;
	struct part_rows *of;
	size_t nof, of_cap;
	uint64_t counted; /* the sums of all that is read, of all parts, which are kept far from overflow */
	__int128 added;
	size_t room; /* bytes asked for by part_room */
	struct arena arena;
	struct buf text;
};

void part_release(struct partial *p);

/* ---- a whole part ---- */

/* The header and the rows that say what it is about, to be followed by the others; and its end. */
void part_begin(struct partial *p, struct buf *out);
void part_put_cells(struct partial *p, const struct str *cell);
void part_put_about(struct partial *p, struct str name, struct str detail);
void part_put_rows(struct partial *p, const struct part_rows *r);
void part_end(struct partial *p);

/* Reads a part (NULL: standard input) up to the rows of counters, after the whole of it is known to be as it
 * was written. `tool` is the one that reads. False: `error` says why. part_release is due whatever it said.
 */
bool part_load(struct partial *p, const char *file, const char *tool);

/* What it says about itself; STR_NONE: nothing of that name. */
struct str part_says(const struct partial *p, struct str name);

/* Before the counters read: what they will be added to was read from `before`, and all that before it. */
void part_go_on(struct partial *p, const struct partial *before);

/* After the counters have read: is nothing left? The rows are released. */
bool part_close(struct partial *p);

/* One more row that is counted. */
void part_rows_add(struct part_rows *r, struct str row);
void part_rows_merge(struct part_rows *into, const struct part_rows *from);

/* ---- the state of a counter ---- */

/* A number of leads, or what else is at least 0; a yes; any whole number, with *n the rows of it (NULL: it
 * has none); a sum. `key` is of the program, `name` of the agreement or empty. */
void part_count(struct partial *p, const char *key, struct str name, uint64_t *n);
void part_flag(struct partial *p, const char *key, struct str name, bool *yes);
void part_sum(struct partial *p, const char *key, struct str name, __int128 *sum);
void part_share(struct partial *p, const char *key, struct str name, struct share *s);
void part_squares(struct partial *p, struct str name, struct squares *s);

/* Whole numbers in one row, with a count; all of them 0: no row. */
void part_numbers(struct partial *p, const char *key, struct str name, int64_t *number, size_t n,
		  uint64_t *count);

/* A text. While reading, valid until the end of the part. */
void part_text(struct partial *p, const char *key, struct str *text);

/* For loops: writing, whether there is `more`; reading, whether the row at hand is of that key and name. */
bool part_more(const struct partial *p, const char *key, struct str name, bool more);

/* Reading a list of which only some are there: does the row at hand begin with that number? Writing: true. */
bool part_at(const struct partial *p, int64_t number);

/* Reading: a number, of either sign, will be added to others. False: with those before they are too large. */
bool part_counted(struct partial *p, int64_t number);

/* What is wrong with the row at hand, as far as a counter knows; false. `good`: nothing is, true. */
bool part_check(struct partial *p, bool good);

/* Reading: so many bytes are needed at once, however few rows ask for them. False: with those before they are
 * more than any part of real leads needs. */
bool part_room(struct partial *p, size_t bytes);

/* Sorts the spans. `held` counts those that are read (NULL: nobody counts). */
void part_spans(struct partial *p, const char *key, struct str name, struct spans *s, struct held *held);

/* Whether spans are rounded, which they are by then if the whole has too many. */
void part_held(struct partial *p, struct held *held);

/* All spellings, and of each its leads. Returns the numbers of the groups that have leads, in the order in
 * which they stand in the part, and how many there are in *n; the caller frees it. */
uint32_t *part_groups(struct partial *p, const char *key, struct groups *g, size_t *n);

/* What follows is of the i-th of those. */
void part_group(struct partial *p, const char *key, size_t i);

/* The currencies that were met, and the currency of a sum. */
void part_currencies(struct partial *p, const char *key, struct str name, struct currencies *met);
void part_currency(struct partial *p, const char *key, struct str name, struct currencies *met,
		   struct currency *c);

#endif
