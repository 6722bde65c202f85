/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A file that takes its name when it is complete. Where the file system supports unnamed files (O_TMPFILE)
 * the draft is one, and a program that ends early leaves nothing behind, however it ends. Elsewhere it has a
 * name in the same folder, which is removed however the program ends, except by SIGKILL.
 */
#ifndef BASE_DRAFT_H
#define BASE_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/stat.h>

struct draft {
	int fd;
	char *target; /* the file that is replaced; a symbolic link stays */
	char *name;   /* beside it */
	bool named;   /* the draft has that name now */
	enum {
		DRAFT_BESIDE,
		DRAFT_NEW,     /* in place, where no file was */
		DRAFT_SWAPPED, /* in place, and the old file has the draft's name */
		DRAFT_INSTEAD  /* in place, and the old file is gone */
	} place;
	struct draft *next; /* of those that have one */
};

/* Opens it for writing, as what will stand at `path`; `old` is the file that stands there now, whose mode,
 * owner and group are kept as far as is permitted (NULL: none does). False: errno. `d` must not move until it
 * is kept or dropped. */
bool draft_open(struct draft *d, const char *path, const struct stat *old);

/* Syncs its bytes to the disk, puts it in place, and syncs that, too. Closes. False: errno; unless only the
 * folder could not be synced, everything is as it was before. */
bool draft_keep(struct draft *d);

/* Syncs its bytes to the disk and closes it, for a program that has more drafts than it can hold open. It has
 * a name from then on, and is still a draft. False: errno, and it is dropped. */
bool draft_close(struct draft *d);

/* Puts drafts that are closed in place: all, or none. If one can't take its place, errno says why, *failed is
 * its number, and those before it are taken back, so that everything is as it was before; n: all are in
 * place, but their folder could not be synced. Only where the file system can't swap two files, old ones that
 * were replaced can't come back; *gone is how many. */
bool drafts_keep(struct draft *d, size_t n, size_t *failed, size_t *gone);

/* As if it had never been. */
void draft_drop(struct draft *d);

/* Removes the names of all drafts, for a program that ends at once. Safe in a signal handler. */
void draft_drop_all(void);

#endif
