/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which columns of several files are one: see systems_input.h, whose own this is. */
#ifndef CMD_SYSTEMS_COLUMNS_H
#define CMD_SYSTEMS_COLUMNS_H

#include "cmd/filter.h"

struct system_file {
	const char *path, *name; /* the second in messages */
	struct dialect dialect;
	bool said;		/* by a line before the header: the delimiter */
	size_t n;		/* columns; 0: not a byte */
	struct str *head, *raw; /* of each; the second as it came */
	size_t *field;		/* of each field there is, the column it is read from; SIZE_MAX: none */
};

struct system_columns {
	size_t n;
	struct str *name;
	const struct system_file **from; /* of each column, the first file that has it */
	size_t **of;			 /* of each file, where each column is in it; SIZE_MAX: nowhere */
	size_t *id;
	size_t ids;
};

/* The columns of all, in the arena; what is under another header than in its file is noted, and
 * which of the keys `by` (NULL: none join rows) can't join its rows. */
struct system_columns *systems_unite(struct filter *f, struct system_file *file, size_t files,
				     const struct same_lead *by, struct arena *arena);

#endif
