/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A list of conditions of which one is enough, as in `mql when`, `sql when` and `ignore when`. */
#ifndef LEAD_CONDITIONS_H
#define LEAD_CONDITIONS_H

#include "agreement/fields.h"
#include "expr/run.h"

struct conditions {
	const struct code **when;
	size_t n;
};

/* Returns false after mistakes, which are reported. */
bool conditions_bind(struct conditions *c, const struct condition *said, size_t n, struct program *p);

/* Of the rows asked those for which none holds, in `list`, which has room for all. To first[i], unless that
 * is NULL, it adds those for which i is the first. */
struct asked conditions_none(const struct conditions *c, struct rows *r, struct asked ask, uint64_t *first,
			     uint16_t *list);

/* Does any hold? Of the rows asked, in their places. */
void conditions_any(const struct conditions *c, struct rows *r, struct asked ask, bool *out);

#endif
