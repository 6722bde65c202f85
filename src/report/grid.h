/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A grid of text cells with column heads, and the formats it can be written in. It knows nothing about leads:
 * the caller that fills it has already rounded the figures.
 *
 * What each format promises:
 *   csv, tsv   RFC 4180: a cell is quoted when it holds the delimiter, a quote or a line end. In a report a
 *              text that a spreadsheet would run (= + - @ first, and no number) gets a leading '; rows of a
 *              stream are written as they are given, since the tool knows which cells are its own.
 *   table      for people: columns are aligned by what a terminal shows, and nothing a cell holds reaches the
 *              terminal as a command. In look.width columns long texts are cut, with an ellipsis, and columns
 *              left out: see `weight`.
 *   markdown   a GFM table, unpadded, so that one changed cell is one changed line; a cell's text is never
 *              markup.
 *   json       one object per row, one row per line; all cells are strings except those of a number column
 *              that read as JSON numbers; an empty cell is null; bytes that aren't UTF-8 become U+FFFD; a
 *              repeated head is `name[2]`. One grid is an array, several are an object keyed by title.
 *   html       one page that can be mailed: no script, nothing fetched, light and dark, printable.
 */
#ifndef REPORT_GRID_H
#define REPORT_GRID_H

#include "base/arena.h"
#include "base/look.h"

enum align { ALIGN_LEFT, ALIGN_RIGHT };

/* What a cell means to its reader: green, red or faint where there is color; more and fewer are neither good
 * nor bad, and two colors. */
enum tone { TONE_PLAIN, TONE_GOOD, TONE_BAD, TONE_DIM, TONE_MORE, TONE_FEWER };

struct grid {
	struct str title; /* shown over tables, markdown and html; a key in json */
	struct str note;  /* shown under them, small; not in csv, tsv and json */
	struct grid_column *column;
	size_t columns, columns_cap;
	struct str *cell;	  /* row-major */
	unsigned char *tone;	  /* of each cell */
	size_t rows, cap, filled; /* whole rows; room for cells; cells there are */
	struct arena arena;	  /* title and heads */
	struct arena words;	  /* cells */
	size_t written;		  /* rows of the stream that grid_write_rows has written */
	bool narrow;		  /* heads are brief; set with the columns' widths */
	const char *remedy;	  /* for rows: see grid_of_rows; NULL: a report */
	const struct str *key;	  /* of each column in json that is no picture; set when the stream begins */
};

/* What a column is for in a table that is too wide: a column of nothing but zeros is left out first, then
 * those that diagnose, the rightmost of them before the others; the key never is, and its texts are cut only
 * so far that they still tell the rows apart. What is left out is named under the table. A larger number than
 * these is left out before them, the largest first. */
enum weight { WEIGHT_KEY, WEIGHT_ANSWERS, WEIGHT_EXPLAINS, WEIGHT_DIAGNOSES };

struct grid_column {
	struct str head;
	const char *brief; /* the head of a table that is too wide; NULL: as ever */
	unsigned weight;   /* enum weight, or beyond */
	int least;	   /* a text is not cut below it; 0: see aligned.c */
	enum omitted { IS_SHOWN, IS_ZEROS, HAS_NO_PLACE } left_out; /* set with `width` */
	/* Of all rows measured so far: what the cells hold, the width of the widest, and the width that tells
	 * the texts of a key apart. */
	enum content { CONTENT_NONE, CONTENT_ZEROS, CONTENT_SOME } content;
	int cells, apart;
	bool is_brief; /* its head is; set with `width` */
	int floor;     /* the width below which it isn't cut, but for `apart`; set with `width` */
	enum align align;
	bool number;  /* unquoted in json when it reads as a JSON number; empty is null */
	bool prose;   /* where it is last and too wide, it goes on in the lines below */
	bool picture; /* a bar, for people: left out of csv, tsv and json */
	int room;     /* its width in a table; 0: what its cells need */
	int width;    /* in terminal columns; set when a table's head is written */
};

void grid_release(struct grid *g);
void grid_title(struct grid *g, const char *title);
void grid_note(struct grid *g, const char *note);
void grid_column(struct grid *g, const char *head, enum align align,
		 bool number);			     /* all before the first cell */
void grid_picture(struct grid *g, const char *head); /* a column of bars */

/* Rows of any columns, of which a table shows the first and as many of the others as have a place; `remedy`
 * says how to see those that haven't. */
void grid_of_rows(struct grid *g, const char *remedy);

/* Brings what is lighter to the right: the columns' order is that of their weights, and of equal ones as
 * ever. */
void grid_by_weight(struct grid *g);

/* The column added last is exactly `room` columns wide in a table. A longer text in a picture covers the
 * cells after it, which must be empty that far. */
void grid_room(struct grid *g, int room);

void grid_cell(struct grid *g, struct str text); /* copied; fills rows left to right */
/* Room for the cells of one more row, behind whole rows. They may be borrowed, until the rows are cleared;
 * else they are copied by grid_keep. */
struct str *grid_row(struct grid *g);
struct str grid_keep(struct grid *g, struct str text);
__attribute__((format(printf, 2, 3))) void grid_print(struct grid *g, const char *format, ...);
void grid_tone(struct grid *g, enum tone tone); /* of the cell added last */
void grid_drop_row(struct grid *g);		/* the last, which is whole */
void grid_clear_rows(struct grid *g);		/* no cells; title, note, heads and the stream's state stay */

/* The columns that a table takes, GRID_GAP between two; sets the columns' widths: what the heads and all rows
 * need that were measured so far. */
enum { GRID_GAP = 2 };
int grid_measure(struct grid *g, bool utf8);

/* Several grids make one report: csv and tsv separate them by an empty line, json is one object keyed by
 * title (a single grid: an array), html one page. */
void grids_write(struct buf *out, const struct grid *const *grid, size_t n, enum format format,
		 struct look look);

/* A report of one grid that is too long to be in memory: its rows are made one after the other, and may be
 * needed again, from the first on. */
struct grid_rows {
	void (*begin)(void *ctx);
	bool (*more)(void *ctx, size_t most, struct grid *g); /* so many more; false behind the last */
	void *ctx;
};

/* Writes what grids_write would write of all rows, in pieces, which `write` must clear. False: `write`
 * returned false. */
typedef bool grid_write_fn(void *ctx, struct buf *piece);
bool grid_write_long(const struct grid_rows *rows, struct grid *g, enum format format, struct look look,
		     grid_write_fn *write, void *ctx);

/* Rows as they come, for tables and other formats of row tools: columns are as wide as the first rows need,
 * and a wider cell later on shifts the rest of its line. One grid for the whole stream, in the stream's
 * order, with grid_clear_rows between: it remembers widths and whether a comma is due. The last call may have
 * no rows. */
void grid_write_rows(struct buf *out, struct grid *g, enum format format, struct look look, bool first,
		     bool last);

/* Terminal columns that UTF-8 text takes: East Asian wide is 2, combining marks 0, controls are shown as '?'.
 */
int text_width(struct str s);

#endif
