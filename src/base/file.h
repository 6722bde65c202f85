/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole small files: an agreement, a list of domains. Never the lead stream. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <sys/types.h>

#include "base/buf.h"

/* `path` as seen from `folder`; absolute paths and an empty folder leave it as it is. */
void file_path(struct buf *out, const char *folder, struct str path);

/* What one read brings, which may take its time: up to n bytes, 0 at the end. -1: errno. */
ssize_t file_read_some(int fd, char *p, size_t n);

/* The whole file appended to out, which no output may overwrite from now on (see same_file.h); false leaves
 * errno and out as it was. A file is small if it has FILE_MOST bytes at most: of more, or of one that never
 * ends, no more than these are read, and errno is EOVERFLOW. */
enum { FILE_MOST = 256 << 20 };
bool file_read(const char *path, struct buf *out);

/* Puts all that is left to read of a descriptor into a file without a name, from whose beginning it reads
 * from then on. False: errno. */
bool file_keep(int fd);

/* An errno in the words of a message: "no space left on device". Valid until the thread's next call. */
const char *file_why(int error);

#endif
