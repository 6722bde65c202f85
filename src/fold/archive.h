/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An archive: a folder of plain CSV that holds every export filed in it, a *night* each. The first is kept
 * whole, then only what changed, a file a month:
 *
 *     DIR/base.csv      the first export
 *     DIR/2026-03.csv   archive,1
 *                       night,7,2026-03-08T02:00:11+01:00,100021,20,HASH,leads-0308.csv,NEWEST
 *                       except,Days since last contact        what is not kept, where that changed
 *                       columns,Record ID,Email,Lead Status   where the header changed
 *                       cell,51000037,Lead Status,OPEN,CONNECTED
 *                       lead,51000074,absent,present
 *                       end,7,1043,CHECKSUM
 *                       void,6                                 a block of its own
 *                       end,6,1,CHECKSUM
 *
 * A month's file is a journal of blocks (table/journal.h). Blocks stand in the order in which they were
 * written, the months in the order of their names, and each checksum goes on from the one before: a line that
 * somebody changed, and a block or a month that is gone, are found. `base` in a block says that a file holds
 * all that was known after that night, and what the sum of its lines is; what comes later changes that. The
 * first night needs one, and when changes have grown to four times it, another one saves reading them.
 *
 * What a lead's cells said last is remembered while the lead, or the column, is gone: lines only ever say
 * what differs from the line before. That is so for nights that are void, too; they stay in the chain, and
 * only who reads leaves them out.
 *
 * Nothing is ever changed or removed. One run files at a time, under a lock on the folder; any number read.
 */
#ifndef FOLD_ARCHIVE_H
#define FOLD_ARCHIVE_H

#include "base/hash.h"
#include "fold/columns.h"
#include "table/journal.h"
#include "time/instant.h"

#define ARCHIVE_BASE "base.csv"

/* A file that holds all leads as they were known after a night. */
struct archive_base {
	struct str file; /* in the folder; p == NULL: there is none */
	uint64_t sum;
};

struct night {
	int64_t at; /* a moment, or a date; later than every night before it that isn't void */
	uint64_t rows;
	struct hash_pair hash; /* of what it says: see state.h */
	struct str file;       /* that was filed */
	int64_t modified;      /* the newest time of its field modified_at; INSTANT_NONE: none is known */
	bool is_void;
	const struct header_then *header; /* of what is kept */
	uint64_t cells, came, went;	  /* lines that say so */
	size_t month;			  /* the file that it stands in, */
	uint64_t place;			  /* and at which byte */
	struct archive_base base;
};

struct archive {
	const char *folder;
	struct diags *diags;
	struct arena arena;
	const char **month; /* paths of its files, in order */
	size_t months, months_cap;
	struct night *night; /* the nth has the number n + 1 */
	size_t nights, nights_cap;
	struct columns columns;
	struct str id; /* the column that identifies a lead in the first base */
	const struct str *except;
	size_t excepts;
	uint64_t sum;	       /* the last block's checksum */
	uint64_t changes;      /* bytes of blocks since the latest base */
	struct journal file;   /* the last month's, while it is written to */
	struct block_held {    /* of the block that is held: its lines so far */
		size_t begins; /* where the next one does */
		uint64_t lines, sum;
	} held;
	int lock;
	bool made; /* the folder was made by this run */
};

enum archive_use {
	ARCHIVE_READ,
	ARCHIVE_WRITE /* alone; the folder is made if there is none, and what a killed run left is cut off */
};

/* Reads which nights there are, and proves every checksum but those of the bases. While another run files it
 * waits, if it writes, after a call of `wait`. False: reported. Release it whatever this returned; `folder`
 * and `diags` are used until then. No output may overwrite one of its files from now on. */
bool archive_open(struct archive *a, const char *folder, enum archive_use use, journal_wait_fn *wait,
		  void *ctx, struct diags *diags);
void archive_release(struct archive *a);

/* Does a folder look like an archive? */
bool archive_is(const char *folder);

/* The same, where it must be one; false is reported. */
bool archive_must_be(const char *folder, struct diags *diags);

/* The last night that isn't void, or the last of these not after t (a date: its whole day); SIZE_MAX: there
 * is none. */
size_t archive_last(const struct archive *a);
size_t archive_as_of(const struct archive *a, int64_t t, const struct zone *zone);

/* Where a block about that time is to stand, from now on: in the file of its month, or in the last one if
 * that is of a later month, for nights stand in the order in which they are filed. A block is then written to
 * a->file.held. */
bool archive_place(struct archive *a, int64_t at, const struct zone *zone);

/* Ends the line that was added to a->file.held. */
void archive_end_line(struct archive *a);

/* Ends the block that is held, which is about a night, and writes it. Both are false after a mistake, which
 * is reported: the archive is as it was. */
bool archive_commit(struct archive *a, uint64_t number);

/* The path of a file in the folder, in the arena. */
const char *archive_path(struct archive *a, struct str file);

#endif
