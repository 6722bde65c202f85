/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nights of an archive as a report. */
#ifndef FOLD_NIGHTS_H
#define FOLD_NIGHTS_H

#include "fold/archive.h"
#include "report/column.h"

struct nights_view {
	const struct archive *archive;
	const struct zone *zone;
	enum times_as times;
};

extern const struct report nights_report;

/* What of it is before the table on a page. */
void nights_page(const struct nights_view *v, struct buf *out);

/* Proves all there is: each base, and that every night is what was filed, from the first to the last. False:
 * reported. */
bool nights_prove(struct archive *a);

#endif
