/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --progress: rows, MB/s and time left on a terminal's stderr, twice a second; nothing into a file. */
#ifndef CLI_PROGRESS_H
#define CLI_PROGRESS_H

#include <stdint.h>

struct progress;

/* NULL when stderr is no terminal. The counters are read from another thread while they grow. */
struct progress *progress_start(const char *tool, const _Atomic uint64_t *rows, const _Atomic uint64_t *bytes,
				uint64_t total_bytes);
void progress_stop(struct progress *p);

#endif
