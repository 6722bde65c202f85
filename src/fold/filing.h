/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A night is filed: what tonight's export says that the archive did not know. An archive can't be repaired
 * afterwards, so an export that looks like another one's, an older one or half of one is refused unless
 * somebody accepts it. And a night is declared void.
 */
#ifndef FOLD_FILING_H
#define FOLD_FILING_H

#include "fold/archive.h"
#include "fold/export.h"

struct filing {
	struct archive *archive; /* opened to be written to */
	const struct export *export;
	const struct zone *zone;
	int64_t at, now;
	const char *path;	  /* of the export, for messages */
	struct str file;	  /* its name, for the archive */
	struct str id;		  /* the name of the export's id column, as columns_apart gives it */
	const struct str *except; /* what is not kept */
	size_t excepts;
	bool accept;
};

/* False: nothing is filed, and why is reported. What was filed, or that it was filed before, is noted. */
bool filing_write(struct filing *f);

/* The night with that number doesn't count any more. False: a mistake, which is reported. */
bool filing_void(struct archive *a, uint64_t number, const struct zone *zone);

#endif
