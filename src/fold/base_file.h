/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that hold all leads: they take their name when they are complete and on the disk. */
#ifndef FOLD_BASE_FILE_H
#define FOLD_BASE_FILE_H

#include "fold/export.h"
#include "fold/state.h"

/* The export as the first base; and all that is known, as a later one. False: reported, and there is no such
 * file. *base says where it is. */
bool base_of_export(struct archive *a, const struct export *x, struct archive_base *base);
bool base_of_state(const struct state *s, const struct header_then *h, size_t night,
		   struct archive_base *base);

/* How many bytes a base has; 0: it can't be said. */
uint64_t base_size(struct archive *a, const struct archive_base *base);

#endif
