/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lead stream in: files or standard input, one header, batches of whole records. What it refuses (a row
 * of another width, an open quote, what is no text, lone CRs, no header at all) is reported with file, line
 * and remedy.
 */
#ifndef TABLE_SOURCE_H
#define TABLE_SOURCE_H

#include <stdatomic.h>

#include "base/arena.h"
#include "base/diag.h"
#include "table/record.h"
#include "table/writer.h"

enum ragged { RAGGED_ERROR, RAGGED_PAD, RAGGED_SKIP };

struct source_options {
	char delimiter; /* 0: by the file's name (.tsv .tab), a line like `sep=;`, or the header */
	bool raw_tsv;
	enum ragged ragged;
	int64_t skip_lines, skip_footer;
	/* A file whose first record is the header. The others then have none: their first line is a row, no
	 * lines are skipped before it, and one of zero bytes is a file without rows. NULL: each has its own.
	 */
	const char *header_from;
	bool allow_empty;
	bool keep_rejects;	/* collect skipped rows in source.rejects, */
	struct writer *rejects; /* and write them here when they are many; NULL: keep all */
	size_t block;		/* bytes a read; 0: the best size */
	/* Opens a file in place of open(2), for what only goes by that name: a descriptor to read, whose
	 * place is its own; -1: errno. NULL: nothing does. */
	int (*open)(void *ctx, const char *path);
	void *open_ctx;
};

/* Where a delimiter is from: an option or the file's name (or there is nothing to divide), a line that says
 * it, or the header, whose most frequent one it is. */
enum delimiter_from { DELIMITER_GIVEN, DELIMITER_SAID, DELIMITER_GUESSED };

struct header {
	const char *file; /* where it stands */
	uint64_t line;
	struct str *name; /* as header_name reads it; in the source's arena */
	size_t n;
	struct str raw; /* the row's bytes, without its line end */
	struct str *raw_cell;
	bool *bared;	 /* is there more around the name than it is read with? */
	struct str end;	 /* "\n", "\r\n", or "" when the header ended the file and no row follows */
	struct str hint; /* which delimiter was found, or that another one may be meant; else empty */
};

struct source {
	struct source_options options;
	struct dialect dialect;
	enum delimiter_from from;
	struct header header;
	bool bom;		 /* the first file began with one */
	_Atomic uint64_t rows;	 /* handed out; atomic, like done, for a progress line */
	_Atomic uint64_t done;	 /* bytes read */
	uint64_t size;		 /* bytes of all files, 0 if not known */
	uint64_t skipped, blank; /* ragged rows skipped; blank lines skipped */
	uint64_t crs;		 /* lines with more than one CR before their LF */
	struct buf rejects;	 /* skipped rows, raw */
	struct str error;	 /* why source_next gave -1; "file:line: …", in the arena */
	struct source_state *state;
};

/* Opens the files (none: standard input) and reads the first header. Returns false after a mistake, which is
 * reported in `diags`. An input of zero bytes with allow_empty gives a header of 0 columns. `s` must not move
 * while open; call source_close whatever source_open returned. LEADPIPE_SCAN in the environment names the
 * scanner. */
bool source_open(struct source *s, const char *const *files, size_t nfiles,
		 const struct source_options *options, struct diags *diags);
void source_close(struct source *s);

/* From now on `waits` is called before a read that has to wait for bytes. */
void source_before_wait(struct source *s, void (*waits)(void *ctx), void *ctx);

/* Returns 1 and the next batch; 0 at the end; -1 for an error, after every good record before it has been
 * handed out. One caller at a time, and none while a batch that was cut ahead isn't settled. */
int source_next(struct source *s, struct batch *b);

/*
 * The same in three steps, so that several threads can scan at once, each a batch of its own:
 *
 *	source_cut	one caller at a time; in the order of the input
 *	source_scan	any number at once
 *	source_settle	one caller at a time (another one may cut meanwhile); in the order of the cuts
 *
 * Where a batch is cut is a guess, by the number of quotes before: wrong after 5" pipe in a cell that isn't
 * quoted. A scan that begins where a row does is always right, so the first batch that doesn't end where a
 * row does shows the wrong guess. Settling keeps its whole rows; the bytes after them, and those of all
 * batches that were cut since, are given back, and source_next goes on with them. It is also what finds the
 * words for an error: a batch keeps the rows before it.
 */

/* Cuts a batch, unless only source_next can say what comes next (the end of a file, a long row, nothing to
 * read without waiting, rows of a footer to hold back): false. */
bool source_cut(struct source *s, struct batch *b);
void source_scan(const struct source *s, struct batch *b);

/* Gives the batch its place, and leaves out what isn't a record; it may turn out empty. False: bytes were
 * given back, and nothing may be cut until source_next has gone on with them. */
bool source_settle(struct source *s, struct batch *b);

/* A batch over bytes that are already in memory (rows of the same dialect and width, complete). */
void batch_scan(struct batch *b, struct dialect dialect, size_t columns);
void batch_release(struct batch *b);

#endif
