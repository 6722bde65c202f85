/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An archive's folder as input: what it says as of a night is written to a temporary file, as CSV, and that
 * is opened wherever the folder is named. Archives are read alone, or with others: rows of files would be of
 * another time.
 */
#ifndef CMD_ARCHIVE_INPUT_H
#define CMD_ARCHIVE_INPUT_H

#include "cmd/filter.h"

struct archive_ask {
	const char *folder;
	const char *since; /* only leads that changed later; NULL: all */
	bool history;	   /* what changed, and not the leads */
};

/* Before the input is opened, as --as-of says, once for each folder among the files. The run's `now` becomes
 * that night's, of several the latest, unless it is given. False: a mistake, which is reported. */
bool archive_input(struct filter *f, const struct archive_ask *ask);

/* The same for all folders among the files that are named, if there are any: their leads, or their history.
 */
bool archive_inputs(struct filter *f, bool history);

#endif
