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

/* Where a frame remembers what the node gives; NULL: nowhere. */
static const struct column *remembered(const struct code *c, const struct frame *f)
{
	static const char *const cells[] = { "text", "number", "time", "span", "flag" };

	if (strcmp(c->name, "worked") == 0)
		return &f->state->computed[c->k.computed];
	for (size_t i = 0; i < sizeof cells / sizeof *cells; i++)
		if (strcmp(c->name, cells[i]) == 0)
			return &f->cells[c->reader->index];
	return NULL;
}

static size_t unknown(const struct code *c, const struct rows *r, struct asked ask)
{
	const struct column *m = c && c->name ? remembered(c, r->frame) : NULL;
	size_t n = 0;

	if (c && c->constant == WHOLE_CONSTANT && !c->reader && !c->nargs)
		return 0;
	for (size_t i = 0; m && m->begun == r->frame->begun && i < ask.n; i++)
		n += column_has(m, ask.row[i]);
	return ask.n - n;
}

void nodes_asked(const struct code *c, const struct rows *r, struct asked ask, size_t rules)
{
	const size_t rows = unknown(c, r, ask) * rules;
	const char *name = c && c->name ? c->name : "?";
	bool cut = r->n == 1 && r->batch && r->batch->marks.nrow > 1; /* a run for each row */
	size_t i = 0;

	if (!alone && !cut) {
		by_column += rows;
		return;
	}
	rows_alone += rows;
	if (!rows)
		return;
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
