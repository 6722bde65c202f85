/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See counted.h. One thread alone (-j 1) is counted. */
#include "expr/counted.h"

#ifdef NODES_COUNTED
#include <stdio.h>
#include <string.h>

#include "expr/code.h"

static struct {
	const char *name;
	unsigned long long rows;
} by_row[64];
static unsigned long long by_column, rows_alone;

static int alone;

void nodes_alone(bool more)
{
	alone += more ? 1 : -1;
}

void nodes_asked(const struct code *c, const struct rows *r, size_t rows)
{
	const char *name = c && c->name ? c->name : "?";
	bool cut = r->n == 1 && r->batch && r->batch->marks.nrow > 1; /* a run for each row */
	size_t i = 0;

	if (!alone && !cut) {
		by_column += rows;
		return;
	}
	rows_alone += rows;
	while (i + 1 < sizeof by_row / sizeof *by_row && by_row[i].name && strcmp(by_row[i].name, name) != 0)
		i++;
	by_row[i].name = by_row[i].name ? by_row[i].name : name;
	by_row[i].rows += rows;
}

static __attribute__((destructor)) void tell_nodes(void)
{
	fprintf(stderr, "nodes: %llu by column, %llu by row", by_column, rows_alone);
	for (size_t i = 0; i < sizeof by_row / sizeof *by_row && by_row[i].name; i++)
		fprintf(stderr, "; %s %llu", by_row[i].name, by_row[i].rows);
	fputc('\n', stderr);
}
#else
typedef int nothing_is_counted;
#endif
