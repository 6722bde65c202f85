/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Counts as a CSV that is read back, so that what was counted of many files or
 * on many machines is the sum of its parts, medians included: a part of the
 * whole and the parts of any split of its rows come to the same bytes.
 *
 * The header is part,name,n,value,detail and the heads of the groups. Rows
 * that are `about` the part come first and are alike in all parts that go
 * together, but for `now`; of the other rows the counts add up; `end` is the
 * last. Zeros have no row, spellings and spans stand in their order, so that
 * equal counts are equal bytes.
 *
 * A part is read as strictly as it is written: a cell that could not stand
 * where it does is an error, and so is a part without its end.
 *
 * Here is what the parts of every counter share. A counter has a kind of parts,
 * which says what rows it adds; the funnel's is in funnel/part.h.
 */
#ifndef FIGURES_PART_H
#define FIGURES_PART_H

#include "figures/group.h"
#include "stat/spans.h"

enum { PART_PART, PART_NAME, PART_N, PART_VALUE, PART_DETAIL, PART_CELLS };

struct part_writer;
struct part_reader;

/* A row about a part; it has a `detail`. */
struct part_about {
	const char *name;
	void (*write)(const struct part_writer *w, struct buf *out);
	bool (*read)(struct part_reader *r, struct str detail);
	bool each; /* read in every part, and not only compared with the first */
};

/* The version, the fingerprint of the agreement, whether spellings are apart, and the time. */
extern const struct part_about part_version, part_agreement, part_exact, part_now;

/* What a row has in which cell, the others being empty; and whether it is of a spelling or a group. */
enum {
	PART_HAS_STAGE = 1,
	PART_HAS_EXIT = 2,
	PART_HAS_N = 4,
	PART_HAS_VALUE = 8,
	PART_HAS_DETAIL = 16,
	PART_HAS_SPELLING = 32,
	PART_HAS_GROUP = 64
};

/* The cells of a row of counts. */
struct part_cells {
	size_t step; /* the stage or exit of its name */
	int64_t n;
	__int128 value; /* millionths */
	struct str detail;
	uint32_t group;
};

typedef bool part_read_fn(struct part_reader *r, const struct part_cells *cells);

struct part_row {
	const char *name;
	unsigned has;
	part_read_fn *read;
};

struct part_kind {
	const char *tool;    /* "leadfunnel" */
	const char *subject; /* "funnel" */
	const struct part_about *const *about;
	size_t nabout;
	const struct part_row *row; /* those that are frequent first; among them part_leads and part_end */
	size_t nrow;
	/* The first part has said what it is about: makes the counter, whose groups these are. */
	struct groups *(*begin)(struct part_reader *r);
};

/* ---- writing ---- */

/* The caller sets all but the last two. */
struct part_writer {
	const struct part_kind *kind;
	const struct agreement *agreement;
	const struct grouping *grouping;
	struct groups *groups;
	const void *counter; /* the kind's own */
	int64_t now;
	struct buf *out;
	uint64_t rows;
	const uint32_t *spelling; /* whose rows are written; NULL: they are of no group */
};

/* The header and the rows about the part; at last its end. */
void part_put_begin(struct part_writer *w);
void part_put_end(struct part_writer *w);

/* A row; n of 0 and a `value` (in millionths) of NULL leave the cell empty. A count of 0 has no row. */
void part_put(struct part_writer *w, const char *part, struct str name, uint64_t n, const __int128 *value,
	      struct str detail);
void part_put_count(struct part_writer *w, const char *part, struct str name, uint64_t n);

/* Sorts the spans. */
void part_put_spans(struct part_writer *w, const char *part, struct str name, struct spans *s);

/* The leads of all spellings, and then what `write` has to put of each group. */
void part_put_groups(struct part_writer *w, void (*write)(struct part_writer *w, uint32_t group));

/* ---- reading ---- */

/* The caller sets the first three, which are used until the release. */
struct part_reader {
	const struct part_kind *kind;
	const struct agreement *agreement;
	void *counter; /* the kind's own */

	struct grouping grouping;
	struct groups *groups; /* NULL: nothing was counted yet */
	int64_t now, oldest;   /* of the parts that counted latest and earliest */
	struct buf error;      /* what is wrong: "jan.part:17: …" */

	const char **files;
	size_t nfiles, whole;	     /* parts read to their end: one of each file */
	const char *file;	     /* of the part at hand; NULL: it has ended */
	const struct record *record; /* the row at hand */
	uint64_t rows;		     /* of this part, before that one */
	size_t nabout;		     /* of this part */
	bool about;		     /* it is still about the part */
	struct part_said *said;	     /* what the first part says about itself */
	size_t nsaid, said_cap;
	uint64_t leads, spans; /* of all, which are not to grow beyond measure, */
	__int128 money;	       /* nor are the values, whatever their sign */
	struct buf cell[PART_CELLS];
	struct buf *room;   /* per item of the groups */
	struct str *values; /* that the row at hand has */
	struct arena arena;
};

/* The header, and the files in their order (none: standard input), which outlive it. False: this is no part,
 * and `error` says so. part_release is due whatever it said. */
bool part_open(struct part_reader *r, const struct str *head, size_t n, const char *const *files,
	       size_t nfiles);
void part_release(struct part_reader *r);

/* The next row; and the end of them all. False: see `error`. */
bool part_read_row(struct part_reader *r, const struct record *record);
bool part_close(struct part_reader *r);

/* Rows that every kind has: the leads of a spelling, and the end. */
part_read_fn part_leads, part_end;

/* Adds what the row at hand has to what there is; false: more than there can be. */
bool part_add(struct part_reader *r, uint64_t *into, int64_t n);
bool part_add_value(struct part_reader *r, __int128 *into, __int128 value);
bool part_add_spans(struct part_reader *r, struct spans *into, const struct part_cells *cells);

/* Says what is wrong with the row at hand; false. */
__attribute__((format(printf, 2, 3))) bool part_wrong(struct part_reader *r, const char *format, ...);

/* A cell as messages quote it: not all of one that goes on and on. */
static inline struct str part_brief(struct str s)
{
	return s.n > 40 ? str_slice(s, 0, 40) : s;
}

/* The number of a word; SIZE_MAX: it is none of them. */
size_t part_word(struct str word, const char *const *words, size_t n);

#endif
