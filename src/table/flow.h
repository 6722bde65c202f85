/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs batches through a function, on one thread or many, and writes results by ticket: the same bytes for
 * any number of threads. The function sees one batch and its own scratch; an error is reported in order,
 * after everything before it is written.
 */
#ifndef TABLE_FLOW_H
#define TABLE_FLOW_H

#include "table/source.h"
#include "table/writer.h"

/* Gets the rows of a batch one part after the other, up to so many at a time, and may note things in the
 * batch. Bytes for the sink go to `out`, behind what may be there. False: out holds what is good before the
 * error, and `error` the message.
 */
enum { PART_MOST = 1024 };
typedef bool work_fn(void *scratch, struct batch *b, size_t first, size_t rows, struct buf *out,
		     struct buf *error);

/* scratch: one per thread. False: the message is in `error`; what came before it has been written. */
bool flow_run(struct source *s, work_fn *work, void *const *scratch, int threads, struct writer *w,
	      struct buf *error);

#endif
