/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of the archive share: reading its lines. Others see archive.h. */
#ifndef FOLD_ARCHIVE_INTERNAL_H
#define FOLD_ARCHIVE_INTERNAL_H

#include "fold/archive.h"

/* The block at hand: what its lines have said so far. It counts when it has ended. */
struct block {
	struct archive *archive;
	enum { BLOCK_NONE, BLOCK_NIGHT, BLOCK_VOID, BLOCK_BASE } is;
	uint64_t number; /* of the night that it is about */
	struct night night;
	const struct str *head, *except; /* NULL: not said */
	size_t heads, excepts;
	struct str id;
	uint64_t lines, sum;
	uint64_t columns; /* that the night says it has */
	struct buf text;
};

extern const struct journal_kind archive_kind;

/* A month's file; its reader's ctx is a struct block. */
extern const struct journal_reader archive_reader;

#endif
