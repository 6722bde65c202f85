/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Compressed files, read as what they were before: gzip and zstd, of any number of members one behind the
 * other. A stream that is damaged or ends too early is an error, never a short file. This is the door to zlib
 * and libzstd.
 */
#ifndef TABLE_UNPACK_H
#define TABLE_UNPACK_H

#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"

struct unpacker;

/* For a stream that begins with these bytes, which have been read from it already; NULL: it isn't packed. */
struct unpacker *unpacker_new(struct str head);
void unpacker_free(struct unpacker *u);

/* Up to n unpacked bytes, at least one before the end; 0 at the end, -1: errno. Reads on from fd, and adds to
 * *packed what that gave. Holds at most 128 MiB, however much a file claims to need. */
ssize_t unpacker_read(struct unpacker *u, int fd, char *p, size_t n, uint64_t *packed);

/* As file_read, but unpacked; FILE_MOST is the limit for both. */
bool unpack_file(const char *path, struct buf *out);

#endif
