/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stream out. Every write is checked; a file named with -o is written beside its place and renamed when
 * complete (a symbolic link's target is replaced; anything but a regular file is written directly). A stream
 * that fails halfway ends in an open quoted cell with the reason, so that no reader can mistake a part for
 * the whole.
 */
#ifndef TABLE_WRITER_H
#define TABLE_WRITER_H

#include <pthread.h>
#include <stdint.h>

#include "base/cell.h"
#include "base/draft.h"

/* What takes the bytes instead, if they are for more files than one. Each returns false with errno. */
struct sink {
	bool (*take)(void *ctx, struct str bytes); /* whole writes, one or several */
	bool (*settle)(void *ctx); /* writes all that was taken, though not yet under its names */
	bool (*keep)(void *ctx);   /* once it is settled: puts all in place, or nothing */
	void (*drop)(void *ctx);   /* as if nothing had been written; needs no memory */
};

struct writer {
	int fd;
	const struct sink *sink; /* NULL: a file, a pipe or a terminal */
	const char *name;	 /* "standard output", or the path */
	bool beside;		 /* a draft is written; else in place */
	struct draft draft;
	pthread_mutex_t lock; /* held while bytes are taken; recursive */
	struct buf held; /* collects small writes until they are worth a write(); allocated in full from the
			    start */
	bool terminal;
	char opens; /* takes the place of the first byte of all, as each row of a list comes behind a comma;
		       NUL: nothing does, or it has */
	char last;  /* the byte that left last */
	uint64_t written; /* bytes that have left */
	int error;	  /* errno of the first write that failed; nothing is written after it */
	/* Called before any byte is written; false, with errno: nothing is written but the mark of
	 * writer_fail. May be NULL. */
	bool (*before)(void *ctx);
	void *ctx, *sink_ctx;
	int64_t first; /* when the first byte was held, in ms of the monotonic clock */
	bool refused;  /* by `before` */
};

/* path NULL: standard output. False: errno. `w` may then be closed or failed, which does nothing. */
bool writer_open(struct writer *w, const char *path);
void writer_open_sink(struct writer *w, const char *name, const struct sink *sink, void *ctx);
bool writer_write(struct writer *w, struct str bytes);
/* From now on `before` is called, which takes its time: so bytes are gathered for it, up to 4 MB or for 100
 * ms. Whoever has to wait for more of them flushes. */
void writer_gather(struct writer *w, bool (*before)(void *ctx), void *ctx);
/* Writes what is held. A failure is what the next write returns. */
void writer_flush(struct writer *w);
/* Writes all bytes, and syncs those of a file to the disk, though not yet under its name. False: errno. */
bool writer_settle(struct writer *w);
/* Flushes, closes, renames. False: errno; the temporary file is gone, and any other output that can't be
 * flushed stays open, for writer_fail. */
bool writer_close(struct writer *w);
/* Ends a stream that failed: `reason` in a quoted cell that is left open, unless nothing went out, or it goes
 * to a terminal or to a temporary file (which is removed). In JSON the array is left open the same way.
 * Closes; a later writer_close does nothing. `reason` is "leadscore: leads.csv:17: …". */
void writer_fail(struct writer *w, struct dialect dialect, struct str reason);
/* Keeps all other threads from writing from now on, for a thread that is about to end the program. Waits for
 * a write in progress. Afterwards a writer_fail with a short reason needs no memory. */
void writer_hold(struct writer *w);

#endif
