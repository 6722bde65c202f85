/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of a source share: source.c opens files and cuts batches, source_rows.c tells which of their
 * rows are records. */
#ifndef TABLE_SOURCE_INTERNAL_H
#define TABLE_SOURCE_INTERNAL_H

#include "table/input.h"
#include "table/source.h"

struct source_state {
	struct arena arena;
	struct source_options options;
	const char **file;
	size_t nfiles, opened;
	struct input now, next; /* next is already open if it had to be known whether it has rows */
	struct str next_error;
	struct reading how;
	struct batch work;
	struct buf returned; /* cut ahead and given back; what comes before the carry */
	uint64_t ticket, rows;
	bool over;
};

/* The rows that b has been cut to: leaves out those that aren't records, and stops before the first that is
 * an error, which source.error then says. */
void source_check_rows(struct source *s, struct batch *b);

/* Rows before the first one that source_check_rows would stop at. */
size_t source_rows_before_error(const struct source *s, const struct batch *b);

#endif
