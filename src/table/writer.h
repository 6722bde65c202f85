/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The stream out. Every write is checked; a file named with -o is written
 * beside its place and renamed when complete (a symbolic link's target is
 * replaced, what is no regular file is written directly). A stream that fails
 * half way ends in an open quoted cell with the reason, so that no reader can
 * take half for whole.
 */
#ifndef TABLE_WRITER_H
#define TABLE_WRITER_H

#include <pthread.h>
#include <stdint.h>

#include "base/cell.h"
#include "base/draft.h"

struct writer {
	int fd;
	const char *name; /* "standard output", or the path */
	bool beside;	  /* a draft is written; else in place */
	struct draft draft;
	pthread_mutex_t lock; /* held while bytes are taken; recursive */
	struct buf held; /* small writes, gathered until they are worth a write(); with room for all of them
			    from the start */
	bool terminal;
	char last;	  /* the byte that left last */
	uint64_t written; /* bytes that have left */
	int error;	  /* errno of the first write that failed; nothing is written after it */
	/* Called before any byte leaves; false: none does but the mark of writer_fail, with errno. May be
	 * NULL. */
	bool (*before)(void *ctx);
	void *ctx;
	bool refused; /* by `before` */
};

/* path NULL: standard output. False: errno. `w` may then be closed or failed, which does nothing. */
bool writer_open(struct writer *w, const char *path);
bool writer_write(struct writer *w, struct str bytes);
/* All bytes have left, and those of a file are on the disk, though not yet under its name. False: errno. */
bool writer_settle(struct writer *w);
/* Flushes, closes, renames. False: errno; the temporary file is gone, and what can't be flushed to elsewhere
 * stays open, for writer_fail. */
bool writer_close(struct writer *w);
/* Ends a stream that failed: `reason` in a quoted cell that is left open, unless nothing went out, or it goes
 * to a terminal or to a temporary file (which is removed). In JSON the array is left open the same way.
 * Closes; a writer_close behind it does nothing. `reason` is "leadscore: leads.csv:17: …". */
void writer_fail(struct writer *w, struct dialect dialect, struct str reason);
/* No other thread writes from now on: for one that is about to end the program. Waits for a write under way.
 * Then a writer_fail with a short reason needs no memory. */
void writer_hold(struct writer *w);

#endif
