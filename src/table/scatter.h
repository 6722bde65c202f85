/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes for many files that are written at the end, and kept until then without a descriptor for each: in
 * memory, and what is too much for it in one temporary file, from which each file's pieces are read back in
 * their order.
 */
#ifndef TABLE_SCATTER_H
#define TABLE_SCATTER_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

struct scatter {
	struct scattered *file;
	size_t n, cap;
	size_t held, most; /* bytes in memory, and how many may be */
	int fd;		   /* -1: memory was enough so far */
	off_t end;	   /* of the temporary file */
};

/* At most about `most` bytes are held in memory. */
void scatter_init(struct scatter *s, size_t most);
void scatter_release(struct scatter *s);

/* Adds bytes to a file, by its number: one that was added to, or the next. False: errno, of the temporary
 * file. */
bool scatter_add(struct scatter *s, size_t file, struct str bytes);

/* Writes all that was added to a file, which may be none. False: errno; *reading: of the temporary file. */
bool scatter_write(struct scatter *s, size_t file, int fd, bool *reading);

#endif
