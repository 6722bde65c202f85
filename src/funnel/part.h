/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The partials of a funnel: what figures/part.h says of all parts, and the rows
 * that only a funnel has. leadfunnel(1) lists the rows.
 */
#ifndef FUNNEL_PART_H
#define FUNNEL_PART_H

#include "figures/part.h"
#include "funnel/funnel.h"

extern const struct part_kind funnel_part_kind;

/* A funnel that was merged but not settled, as funnel_counter writes it. */
void part_write(void *self, int64_t now, struct buf *out);

/* Of parts that are being read, by a counter whose plan is a pointer to this; funnel and plan are there for
 * all to see, once parts_close is done. */
struct parts {
	struct part_reader in;
	struct funnel_plan plan;
	struct funnel *funnel;
	enum period cohort;
	bool cohorts;
};

extern const struct counter_kind parts_counter;

/* As part_open and the others; the agreement outlives it, too. */
bool parts_open(struct parts *p, const struct agreement *a, const struct str *head, size_t n,
		const char *const *files, size_t nfiles);
void parts_release(struct parts *p);
bool parts_close(struct parts *p);

#endif
