/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --progress: rows, MB/s and time left on a terminal's stderr, twice a second; nothing into a file. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>

#include "base/buf.h"

struct progress;

/* NULL when stderr is no terminal. The counters are read from another thread while they grow; total_bytes is
 * 0 when it is not known. */
struct progress *progress_start(const char *tool, const _Atomic uint64_t *rows, const _Atomic uint64_t *bytes,
				uint64_t total_bytes);

/* Erases the line; what is written to stderr afterwards starts at its left. NULL is fine. */
void progress_stop(struct progress *p);

/* The line, `seconds` after the start: "leadscore: 1,204,000 rows, 312.4 MB/s, 37%, 1:05 left". */
void progress_line(struct buf *out, const char *tool, uint64_t rows, uint64_t bytes, uint64_t total_bytes,
		   double seconds);

#endif
