/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Whole small files (an agreement, a list of domains; never the lead stream), and what the tools need to know
 * of descriptors, folders and temporary files. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <errno.h>
#include <sys/types.h>

#include "base/digest.h"

/* `path` as seen from `folder`; absolute paths and an empty folder leave it as it is. */
void file_path(struct buf *out, const char *folder, struct str path);

/* One read, which may block: up to n bytes, 0 at the end. -1: errno. */
ssize_t file_read_some(int fd, char *p, size_t n);

/* Would such a read come back at once, with bytes, the end or an error? */
bool file_is_ready(int fd);

/* The whole file appended to out, which no output may overwrite from now on (see same_file.h); false leaves
 * errno and out as it was. A file is small if it has at most FILE_MOST bytes: no more than these are read of
 * a larger file or an endless one, and errno is EOVERFLOW. */
enum { FILE_MOST = 256 << 20 };
bool file_read(const char *path, struct buf *out);

/* The next entry of a list in a file, which is removed from its text: a line, without its comment (from a #
 * at its beginning or behind a space) and the space around it. Empty ones are passed over; STR_NONE: none is
 * left. */
struct str file_entry(struct str *body);

/* Of the bytes that were last read whole from that path; NULL: none were. Valid until the next file_read. */
const struct digest *file_digest(const char *path);

/* Writes all of the bytes, in as many calls as it takes. Returns how many were written; if not all, errno
 * says why. */
size_t file_write(int fd, struct str bytes);

/* Copies the rest of a descriptor's input into an unnamed file, from whose start the descriptor reads from
 * then on. False: errno. */
bool file_keep(int fd);

/* A new file to write and read, which has no name and is gone when it is closed; -1: errno. */
int file_temporary(void);

/* Where such files are: TMPDIR, or /tmp. */
const char *file_temporary_folder(void);

/* Opens the folder that `path` is in, with open's flags; -1: errno. */
int file_open_folder(const char *path, int flags, mode_t mode);

/* Syncs a file's bytes, or the names in the folder of the file that `path` leads to, to the disk. False:
 * errno.
 */
bool file_sync(int fd);
bool file_sync_folder(const char *path);

/*
 * Holds those of descriptors 0, 1 and 2 that are closed, so that no file opened later gets one and is taken
 * for standard output. Nothing can be read from what holds them or written to it, nor through /dev/stdout.
 * False: errno.
 */
bool file_hold_standard(void);

/* Is the descriptor open for O_RDONLY or O_WRONLY? False: errno. */
bool file_is_open(int fd, int mode);

/* What an errno of the same number never means here: a compressed file is damaged, ends too early, or claims
 * to need more memory than it gets. */
enum { FILE_DAMAGED = EBADMSG, FILE_CUT_OFF = ENODATA, FILE_WIDE = ENOBUFS };

/* An errno in the words of a message: "no space left on device". Valid until the thread's next call. */
const char *file_why(int error);

#endif
