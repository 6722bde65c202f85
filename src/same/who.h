/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a row is, in the words of its cells: what people need to tell two rows apart. */
#ifndef SAME_WHO_H
#define SAME_WHO_H

#include "agreement/fields.h"
#include "lead/tally.h"

enum who_part { WHO_ID, WHO_NAME, WHO_EMAIL, WHO_PHONE, WHO_COMPANY, WHO_PARTS };

/* What the input has for it. A name is a first and a last one, or where a row has neither the whole one. */
struct who_plan {
	const struct agreement *agreement;
	const struct program *program;
	struct dialect dialect;
	size_t columns;
	const struct code *part[WHO_PARTS], *last_name, *whole_name; /* NULL: it has nothing for it */
	const struct code **id; /* of several systems; the first that says something */
	size_t ids;
};

/* `id`: the columns that are ids, one for each system that has its own. */
void who_bind(struct who_plan *p, struct names *n, const size_t *id, size_t ids, struct dialect dialect);

static inline bool who_has(const struct who_plan *p, enum who_part part)
{
	return p->part[part] || (part == WHO_NAME && (p->last_name || p->whole_name)) ||
	       (part == WHO_ID && p->ids);
}

/* One row at a time. */
struct who {
	const struct who_plan *plan;
	struct frame frame;
	struct tally tally;
	struct batch batch;
	struct record record;
	struct kept_row row;
	struct buf text[WHO_PARTS];
	bool read[WHO_PARTS]; /* what is there of the current row */
};

void who_init(struct who *w, const struct who_plan *p);
void who_release(struct who *w);

/* Makes it the current row; and what its cells say, valid until the next. */
void who_read(struct who *w, struct kept_row row);
struct str who_says(struct who *w, enum who_part part);

#endif
