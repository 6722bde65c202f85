/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Rows out. What a tool does not change is copied as it came, in runs of neighboring columns. What it adds
 * goes to the end, or replaces a column of exactly that name. Cells are decoded only for another format or
 * --excel-safe.
 */
#ifndef CMD_EMIT_H
#define CMD_EMIT_H

#include "cmd/worker.h"
#include "report/grid.h"
#include "table/source.h"

/* A column of the output: one of the input's, or a value. A text value that also has a column replaces that
 * column's cells; where the value is missing, the cell goes out as it came. */
struct out_column {
	struct str name;
	size_t column;		 /* SIZE_MAX: no cell goes out as it came */
	const struct code *code; /* of the value; NULL: none */
	size_t lane;		 /* whose code it is */
	enum type kind;		 /* what a text is: a number with its decimals, or a time; else TYPE_NONE */
	const struct change
		*change;	 /* --changes: how it differs from the input's cell; NULL: it isn't asked */
	unsigned weight;	 /* in a table: enum weight */
	size_t added;		 /* by the tool, from 1 in its order; 0: it is none of its columns */
	bool besides;		 /* it tells more about another column's value, and alone is no change */
	const struct str *words; /* a text is made of these, numbers, `; ` and ` cap`; NULL: nobody says */
	size_t nwords;
	bool plain; /* of the tool's own making: a text of letters, digits and -+.: that doesn't start with -,
		       so it needs no quotes */
	bool padded; /* such texts of up to PADDED_TEXT bytes, and so many can be read of each */
};
enum { PADDED_TEXT = 32 };

/* What is written of each row: a run of the input's columns, or one value. */
struct piece {
	size_t from, to;		/* both included */
	const struct out_column *value; /* NULL: a run */
	enum type type;			/* of the value */
	enum type respelled;		/* TYPE_NUMBER, TYPE_TIME: its decimal sign, or its form; else none */
	bool number;			/* a column of numbers, whatever type they are */
};

enum { SMALL_NUMBERS = 1000 }; /* whole ones below this, such as scores, are written without much ado */

struct emitter {
	struct arena arena;
	struct dialect in, out;
	enum format format;
	struct look look;
	bool translates; /* from one dialect into another */
	bool recode;	 /* that, or cells may have to be made safe */
	bool excel_safe, bom;
	char decimal;	     /* of the tool's own numbers */
	enum times_as times; /* how its own times are written */
	bool odd_delimiter;  /* it may occur in a number, in yes and no, or in a plain text */
	unsigned char care[256],
		care_first[256]; /* bytes, and first bytes, of a value that need more than copying */
	const struct header *header;
	struct out_column *columns;
	size_t ncolumns;
	struct piece *pieces;
	size_t npieces;
	size_t copies;		/* how often the column is copied that is copied most often */
	const struct str *keys; /* json: what is before each value; as many pieces; else NULL */
	size_t fixed;		/* bytes of all these */
	struct str row_end;	/* and what is behind the last */
	struct grid grid;	/* for formats that aren't rows of a dialect */
	size_t held;		/* bytes of its cells, until it has begun */
	bool begun;
};

/* Columns in their order; they must outlive the emitter. */
void emitter_init(struct emitter *e, const struct source *s, const struct common *common, struct look look,
		  struct out_column *columns, size_t n);
void emitter_release(struct emitter *e);

/* Must one thread lay out the rows one after the other, as for table and markdown? */
bool emitter_is_grid(const struct emitter *e);

void emit_head(struct emitter *e, struct buf *out);
/* Asks for the values of all leads of a run that are kept, column by column. */
void emit_prepare(struct emitter *e, struct worker *w);
/* May emit_run write them? To be asked before the first row. */
bool emit_in_runs(const struct emitter *e);
/* All rows of the run that are kept, as emit_row writes each. */
void emit_run(struct emitter *e, struct worker *w, struct buf *out);
void emit_row(struct emitter *e, struct worker *w, const struct record *r, struct buf *out);
/* The same for a row of --changes. */
void emit_changed_row(struct emitter *e, struct worker *w, const struct record *r, struct buf *out);
/* After a batch; and at the end, behind `rows` or none. */
void emit_flush(struct emitter *e, struct buf *out, bool last);
void emit_end(struct emitter *e, bool rows, struct buf *out);

#endif
