/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --fail-when: a condition over the rows of a report, by the names of its columns. */
#ifndef CMD_ALARM_H
#define CMD_ALARM_H

#include "expr/program.h"
#include "report/grid.h"

struct alarm {
	struct text text;
	struct program program;
	const struct code *when; /* NULL: not asked for */
	struct grid heads;	 /* the report's; while rows are asked, with a piece of them */
	size_t row;		 /* of the piece */
};

/* Binds the condition before row one; `heads` is a report's grid without rows, which it keeps. Numbers,
 * decimal sign and time zone are those of `like`. False: a mistake, which is told. */
bool alarm_bind(struct alarm *a, const char *when, struct grid heads, const struct program *like,
		struct diags *diags);
void alarm_release(struct alarm *a);

/* For how many rows of the report it holds; *first is the first of them. Cells that can't be read as it wants
 * them are told. */
size_t alarm_count(struct alarm *a, const struct grid_rows *rows, size_t *first);

#endif
