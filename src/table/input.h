/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * One file of the lead stream: opened and unpacked, its first bytes judged (BOM, what is no text, lone CRs),
 * its delimiter found, lines before the header skipped, and its bytes read into batches after what the
 * previous batch left over.
 */
#ifndef TABLE_INPUT_H
#define TABLE_INPUT_H

#include "table/batch.h"
#include "table/source.h"

struct input {
	int fd;			   /* -1: not open */
	struct unpacker *unpacker; /* NULL: the file isn't compressed */
	const char *name;
	struct dialect dialect;
	enum delimiter_from from; /* where its delimiter is from */
	struct buf carry;	  /* read and not handed out yet; begins where a row does */
	uint64_t line;		  /* of the file, where carry begins */
	_Atomic size_t
		most; /* bytes of a read, fewer where rows are many, and at first; 0: nothing is known */
	size_t small; /* bytes of a read that holds all of a small file; 0: it is no small one */
	bool bom, piped, eof; /* piped: it is a pipe; eof: nothing more to read */
	bool ended;	      /* the batch filled last reaches the end of the file, or a fault */
	int error;	      /* errno of a failed read; whole rows before it are good */
	struct header header;
	uint64_t blank;	  /* blank lines before the header */
	struct scan scan; /* of the batch being filled */
};

/* What its bytes are read with. */
struct reading {
	const struct source_options *options;
	struct dialect dialect;	     /* delimiter 0: the first file's header says it */
	const struct header *header; /* of all files, which then have none; NULL: each has its own */
	scan_fn *scan;
	size_t block;		  /* bytes a read, at most */
	struct arena *arena;	  /* headers and messages live here */
	_Atomic uint64_t *done;	  /* bytes read */
	struct batch *work;	  /* for the header's row */
	void (*waits)(void *ctx); /* called before a read that has to wait for bytes; NULL: nothing is */
	void *waits_ctx;
};

/* Opens `path` ("-": standard input) and reads its header, unless that is known; no header is an error, but
 * with allow_empty header.n is 0. False: the message is in *error. */
bool input_open(struct input *in, const char *path, const struct reading *how, struct str *error);
void input_close(struct input *in);

/*
 * Begins b with the carry and reads and scans until it holds more than `rows` rows, or the file ends, or a
 * fault or a limit stops it. b->len is what was read; marks may be those of a row that isn't complete.
 */
void input_fill(struct input *in, struct batch *b, const struct reading *how, size_t rows);

/*
 * Begins b with the carry and one read that needs no waiting, up to where its last row ends if all quotes in
 * it stand where they may; what is behind is carried. Not scanned, and its line isn't known yet. False: there
 * is nothing that could be such a batch, and all bytes are in the carry.
 */
bool input_ahead(struct input *in, struct batch *b, const struct reading *how);

/* Puts bytes of such batches, which came before the carry, back in front of it. */
void input_return(struct input *in, struct buf *bytes);

/* A batch of so many rows was read: later ones will be of more bytes, or fewer. */
void input_learn(struct input *in, const struct reading *how, size_t rows);

/* b keeps its first `rows` rows; the bytes after them are carried to the next batch. */
void input_cut(struct input *in, struct batch *b, size_t rows);

/* Adds one read to the carry; false at the end of the file. */
bool input_read_on(struct input *in, const struct reading *how);

/* Is any byte of a row left? Reads on to find out; blank lines aren't rows. */
bool input_has_row(struct input *in, const struct reading *how);

/* The fault that ended b, or the limit it ran into, or a failed read, in words; p == NULL: none. */
struct str input_fault(const struct input *in, const struct batch *b, const struct reading *how);

/* The message of a tool that failed upstream, if the row at `row` is its mark; p == NULL: it isn't. */
struct str failed_before(struct arena *a, struct str row, struct dialect dialect);

/* A delimiter in a message: ';' or tab. And as an option: -d ';' or -t. */
struct str delimiter_shown(struct arena *a, char delimiter);
struct str delimiter_option(struct arena *a, char delimiter);

#endif
