/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A journal: a CSV file that only grows, by whole records, and that loses none
 * of them. The ledger of routing is one.
 *
 * One run writes at a time, under a lock on the file itself. A run that is
 * killed at any moment leaves all it has committed and, at the worst, a last
 * record without its line end; the next run cuts that torn tail off. Nothing
 * else is ever removed: a bad record that has its line end, or good ones behind
 * it, was spoilt by somebody, and a person has to look at it. What is read is
 * synced before it is believed: the run before may have been killed between
 * writing it and syncing it.
 *
 * A run may hold the lock from the first byte that it reads to its end, or only
 * while it writes: read, decide, open, look at what others have added, commit,
 * unlock. A file is replaced only where a record has to be changed, and then by
 * a whole new one; a run that waits for the lock of the old one opens that.
 *
 * A journal of blocks counts whole blocks alone: each ends with a record whose
 * first cell says so. What a killed run left of one is cut off the same way,
 * whatever it is. Its last record is written when the rest is on the disk for
 * good, so that a block that has an end is whole, after a loss of power, too.
 *
 * What a record means, and whether it is a good one, is the owner's business.
 * One thread at a time uses a journal.
 */
#ifndef TABLE_JOURNAL_H
#define TABLE_JOURNAL_H

#include <sys/types.h>

#include "base/buf.h"
#include "base/diag.h"
#include "table/record.h"

static const struct dialect journal_dialect = { .delimiter = ',' };

struct journal_kind {
	struct str header;   /* the names of its columns with commas between: below 256 bytes, no quotes */
	size_t columns;	     /* 0: a record may have any number of cells */
	const char *name;    /* "a ledger" */
	const char *remedy;  /* of a file that is none; NULL: nothing more is said */
	const char *records; /* "decisions" */
	const char *half;    /* "half a record" */
	struct str end; /* the first cell of the record that ends a block; p == NULL: there are no blocks */
	bool secret;	/* a new file is for its owner alone */
	/* What else a file may be, whose records have other columns; NULL: nothing. A new file is never of
	 * this. */
	const struct journal_kind *other;
	struct str rewritten; /* the header that a rewrite writes; p == NULL: what the file has */
};

/* What its owner does with the records that are read, in order. */
struct journal_reader {
	/* What is wrong with a record, in words; p == NULL: nothing. */
	struct str (*judge)(void *ctx, const struct record *rec);
	/* A good record, which judge has just seen. */
	void (*take)(void *ctx, const struct record *rec);
	void *ctx;
	/* What was taken is void: all of it is read anew. NULL: the journal is opened once. */
	void (*forget)(void *ctx);
};

/* A wait for another run is reported in the notes; this shows them, before it begins. */
typedef void journal_wait_fn(void *ctx);

/* The owner sets the first three, which are used until the close. */
struct journal {
	const struct journal_kind *kind; /* once it is read, the one of the two that the file is */
	const char *path;
	struct diags *diags;
	int fd;		     /* -1: nothing is written to it */
	bool failed;	     /* by a commit: it takes no more */
	struct str line_end; /* the file's own */
	uint64_t end;	     /* of the last whole record, or block, that is in the file for good */
	uint64_t at;	     /* where in the file the record begins that the reader is given */
	uint64_t records;    /* that were read */
	uint64_t line;	     /* where `end` is */
	struct journal_mark {
		dev_t device;
		ino_t inode;
		struct buf tail; /* the last bytes before `end` */
	} mark;			 /* the file that was read, while it is not locked */
	struct buf held;	 /* whole lines for the next commit; the owner writes them here */
};

/* Belongs to no file: what is held for it is forgotten. */
void journal_init(struct journal *j);

/*
 * Opens an initialized journal's file, or makes it, for this run alone, and reads all of it. While another
 * run has it this one waits, if there is a `wait`. False: reported, the file is as it was, and what the
 * reader took is void. A symbolic link is followed.
 *
 * Of a journal that was read before, without the lock or until an unlock, only what was added since is read.
 * If it is another file by now, or what was read is not in it any more, all of it is. One that is gone is
 * not made again.
 */
bool journal_open(struct journal *j, const struct journal_reader *reader, journal_wait_fn *wait,
		  void *wait_ctx);

/* The same of a file that must be there, without the lock: nothing is written to it, then or by a commit. */
bool journal_read(struct journal *j, const struct journal_reader *reader);

/* What was held is on the disk. False: reported, the file ends where the commit before left it, and the
 * journal takes no more. (With SIGXFSZ ignored a limit on the size of files is such a failure, and no death.)
 */
bool journal_commit(struct journal *j);

/* Others may write from now on. Forgets what was held and not committed. */
void journal_unlock(struct journal *j);

/*
 * Makes a new file of all records, in order, as `write` appends them with their line ends, which takes the
 * place of the old one at once and whole, with its mode and, as far as that is permitted, its owner. Under
 * the lock, which then is released; what was held is forgotten. False: reported, and, unless only the folder
 * could not be synced, the old file is there as it was.
 */
typedef void journal_write_fn(void *ctx, const struct record *rec, struct buf *out);
bool journal_rewrite(struct journal *j, journal_write_fn *write, void *ctx);

/* Forgets what was held and not committed. */
void journal_release(struct journal *j);

#endif
