/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --fail-when: a condition over the rows of a report, by the names of its columns. */
#ifndef FIGURES_FAIL_WHEN_H
#define FIGURES_FAIL_WHEN_H

#include "expr/program.h"
#include "report/column.h"

struct fail_when {
	struct text text;
	struct program program;
	const struct code *when; /* NULL: not asked for */
	const struct report *report;
	const void *view, *row; /* while rows are asked */
};

/* Binds the condition before row one, when the view knows its columns and no figures yet. Numbers, decimal
 * sign and time zone are those of `like`. Returns false after a mistake, which is reported. */
bool fail_when_bind(struct fail_when *w, const char *when, const struct report *report, const void *view,
		    const struct program *like, struct diags *diags);
void fail_when_release(struct fail_when *w);

/* Returns for how many rows of the view the condition holds; *first is the first of them. Cells that can't be
 * read as the condition needs are reported. */
size_t fail_when_count(struct fail_when *w, const void *view, size_t *first);

#endif
