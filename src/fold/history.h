/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What changed from night to night, as rows: a lead that came or went, and a cell that said something else.
 * Nothing between two nights is known, so a change has the night before it and the night that shows it. What
 * stood already on the first night, or in the first night of its column, has neither: it happened before.
 *
 * Nights that are void are left out, and what they changed for good is a change of the night after them. A
 * cell that comes back with its lead or its column changed at any time since it was seen last.
 */
#ifndef FOLD_HISTORY_H
#define FOLD_HISTORY_H

#include "fold/archive.h"

struct archive_change {
	struct str lead, column; /* column.n 0: the lead itself, which is `present` or `absent` */
	struct str was, is;
	size_t after, at; /* the nights' indices; SIZE_MAX: before there were any */
};

/* False: no more is wanted. What it is lent is valid until it returns. */
typedef bool archive_change_fn(void *ctx, const struct archive_change *c);

/* All changes up to the night with index `to`, which isn't void, in their order. Columns have their last
 * names. False: a mistake, which is reported, or no more is wanted. */
bool history_read(struct archive *a, size_t to, archive_change_fn *fn, void *ctx);

/* The same of changes later than the night with index `since` alone. Their `after` may be too late. */
bool history_read_since(struct archive *a, size_t since, size_t to, archive_change_fn *fn, void *ctx);

#endif
