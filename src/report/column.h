/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A report is a table of columns over rows that are made one by one. A column has a name, a meaning, and a
 * figure for each row; a figure stays an exact number until it is printed. Heads, cells, sort keys and the
 * names in --fail-when all come from here.
 */
#ifndef REPORT_COLUMN_H
#define REPORT_COLUMN_H

#include <math.h>
#include <stdint.h>

#include "base/diag.h"
#include "report/grid.h"

struct figure {
	enum figure_kind {
		FIGURE_NONE,	 /* an empty cell */
		FIGURE_COUNT,	 /* k: 1204, for people 1,204 */
		FIGURE_SIGNED,	 /* k: +12 */
		FIGURE_RATIO,	 /* k of n, none where n is 0: 0.128571, for people 12.9% */
		FIGURE_QUOTIENT, /* k by n with so many places, for people 1,212.34; none where n is 0 */
		FIGURE_FIXED,	 /* k in units of 10^-places: 1212.34, for people 1,212.34 */
		FIGURE_SHARE,	 /* x: 0.128571, for people 12.9%; none where it is NaN */
		FIGURE_CHANGE,	 /* of a share: 0.031200, for people +3.1% */
		FIGURE_REAL,	 /* x with so many places; none where it is NaN */
		FIGURE_ENDS,	 /* of an interval, x to y, for people alone: 8.1–12.4% */
		FIGURE_TEXT
	} is;
	int places;
	char mark;   /* stands before it, for people alone */
	bool digits; /* a text that may be a number, which is spelled as numbers are in CSV */
	enum tone tone;
	__int128 k, n;
	double x, y;
	struct str text; /* valid until the next row is made */
};

static inline struct figure figure_count(uint64_t n)
{
	return (struct figure){ .is = FIGURE_COUNT, .k = n };
}

static inline struct figure figure_signed(int64_t n)
{
	return (struct figure){ .is = FIGURE_SIGNED, .k = n };
}

static inline struct figure figure_ratio(uint64_t k, uint64_t n)
{
	return (struct figure){ .is = n ? FIGURE_RATIO : FIGURE_NONE, .k = k, .n = n };
}

static inline struct figure figure_quotient(__int128 k, __int128 n, int places)
{
	return (struct figure){ .is = n ? FIGURE_QUOTIENT : FIGURE_NONE, .k = k, .n = n, .places = places };
}

static inline struct figure figure_fixed(__int128 x, int places)
{
	return (struct figure){ .is = FIGURE_FIXED, .k = x, .places = places };
}

static inline struct figure figure_share(double x)
{
	return (struct figure){ .is = isnan(x) ? FIGURE_NONE : FIGURE_SHARE, .x = x };
}

static inline struct figure figure_change(double x)
{
	return (struct figure){ .is = isnan(x) ? FIGURE_NONE : FIGURE_CHANGE, .x = x };
}

static inline struct figure figure_real(double x, int places)
{
	return (struct figure){ .is = isnan(x) ? FIGURE_NONE : FIGURE_REAL, .x = x, .places = places };
}

static inline struct figure figure_ends(double low, double high)
{
	return (struct figure){ .is = FIGURE_ENDS, .x = low, .y = high };
}

static inline struct figure figure_text(struct str text)
{
	return (struct figure){ .is = FIGURE_TEXT, .text = text };
}

static inline struct figure figure_toned(struct figure f, enum tone tone)
{
	f.tone = tone;
	return f;
}

/* As a number, exact to a double; NaN if there is none. */
double figure_number(struct figure f);

/* Appends to out. `plain` is for programs, otherwise for people. */
void figure_print(struct buf *out, struct figure f, bool plain, bool utf8);

#define COLUMN(name, function) .head = (name), .figure = (function)

/* The place of a figure, which its function is given. */
struct cell {
	const void *view, *row;
	int of;	  /* the column's own */
	size_t i; /* which of its repeats */
};

/* How groups of several rows are sorted by a column: not at all, by the figure of the last row, by the
 * sum. */
enum column_key { KEY_NEVER, KEY_LAST, KEY_SUM };

struct column {
	const char *head;  /* NULL: see heads */
	const char *brief; /* for a table in a narrow window; NULL: as ever */
	int least;	   /* the width below which its texts are not cut there; 0: the format's own */
	unsigned weight;   /* enum weight, or beyond */
	struct figure (*figure)(const struct cell *c);
	int of; /* for `figure`, where columns share one */
	enum { COLUMN_TEXT, COLUMN_NUMBER, COLUMN_DATE, COLUMN_PICTURE } kind;
	enum column_key key;
	const char *const *words;	     /* all that its text can be, ended by NULL; NULL: anything */
	const char *unit;		     /* "leads", "hours", "share"; NULL: none */
	const char *definition;		     /* one sentence, for messages; NULL: a column for people */
	bool (*there)(const void *view);     /* NULL: always */
	const char *with;		     /* the option that brings it; NULL: none does */
	size_t (*repeats)(const void *view); /* how often it repeats, side by side; NULL: once */
	void (*heads)(const void *view, size_t i, struct buf *head); /* of a repeated one */
};

struct report {
	const struct column *column;
	size_t columns;
	size_t row_size;
	/* Makes the next row, of row_size bytes that were zero before the first. False: no more rows. */
	bool (*next)(const void *view, void *row);
	void (*release)(void *row);			 /* what rows hold; NULL: nothing */
	void (*about)(const void *view, struct grid *g); /* for people: its title and note; NULL: none */
};
#define REPORT_ABOUT(table, row, step, release, about)                                            \
	{                                                                                         \
		(table), sizeof(table) / sizeof *(table), sizeof(row), (step), (release), (about) \
	}
#define REPORT(table, row, step, release) REPORT_ABOUT(table, row, step, release, NULL)

void report_heads(const struct report *r, const void *view, struct grid *g);

/* Writes all of it in pieces, which `write` must clear, and holds only one of them at a time. False: `write`
 * returned false.
 */
bool report_write(const struct report *r, const void *view, bool plain, enum format format, struct look look,
		  grid_write_fn *write, void *ctx);

/* All rows as they are for programs. */
void report_rows(const struct report *r, const void *view, struct grid *g);

/* A table for people: heads and all rows. */
void report_fill(const struct report *r, const void *view, bool utf8, struct grid *g);

/* One row for people, in a report that doesn't make its own rows: next is NULL. */
void report_row(const struct report *r, const void *view, const void *row, bool utf8, struct grid *g);

/* A figure of a row. */
struct figure report_figure(const struct column *c, const void *view, const void *row, size_t repeat);

/* The column with that name, and which of its repeats; NULL: none, and `say` names the option that would
 * bring it, or suggests the likeliest one. `keys`: only those that groups can be sorted by. */
const struct column *report_find(const struct report *r, const void *view, struct str head, bool keys,
				 size_t *repeat, struct buf *say);

#endif
