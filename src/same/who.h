/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a row is, in the words of its cells: what people need to tell two rows apart. */
#ifndef SAME_WHO_H
#define SAME_WHO_H

#include "agreement/fields.h"
#include "expr/run.h"
#include "lead/tally.h"
#include "table/source.h"

enum who_part { WHO_ID, WHO_NAME, WHO_EMAIL, WHO_PHONE, WHO_COMPANY, WHO_PARTS };

/* What the input has for it. A name is a first and a last one, or where a row has neither the whole one. */
struct who_plan {
	const struct code *part[WHO_PARTS], *last_name, *whole_name; /* NULL: it has nothing for it */
	const struct code **id; /* of several systems; the first that says something */
	size_t ids;
};

/* `id`: the columns that are ids, one for each system that has its own. */
void who_bind(struct who_plan *p, struct names *n, const size_t *id, size_t ids);

static inline bool who_has(const struct who_plan *p, enum who_part part)
{
	return p->part[part] || (part == WHO_NAME && (p->last_name || p->whole_name)) ||
	       (part == WHO_ID && p->ids);
}

/* Rows of a run, which are asked together whatever one of them is asked. */
struct who {
	const struct who_plan *plan;
	struct rows *run;
	struct asked ask;
	bool foreseen[WHO_PARTS];
	size_t place; /* of the current row in the run */
	struct kept_row row;
	struct buf text[WHO_PARTS];
	bool read[WHO_PARTS]; /* what is there of the current row */
};

void who_release(struct who *w);

/* Those rows of a run, which is one of the plan's program. */
void who_begin(struct who *w, const struct who_plan *p, struct rows *run, struct asked ask);

/* Makes one of them the current row; and what its cells say, valid until the next. */
void who_read(struct who *w, size_t place, struct kept_row row);
struct str who_says(struct who *w, enum who_part part);

#endif
