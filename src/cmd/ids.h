/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many leads of a report repeat an id, or an email where the input has no ids: an export of activities,
 * or the same export twice, counts a lead more than once.
 */
#ifndef CMD_IDS_H
#define CMD_IDS_H

#include "agreement/fields.h"
#include "expr/run.h"
#include "stat/distinct.h"

#define OLD_ID_ROW  "row has an old id, and is taken for the lead that the map keeps it as"
#define OLD_ID_ROWS "rows have an old id, and are taken for the leads that the map keeps them as"

struct ids {
	size_t column; /* SIZE_MAX: the input has neither, and nothing is counted */
	bool email;    /* whose case does not matter */
	const struct missing *missing;
	bool is_one[256]; /* what begins with that byte is not missing */
	struct str header;
	uint64_t rows;	  /* with an id */
	struct id_doubt { /* cells that are no ids, or ids that came out of another program than the CRM */
		uint64_t none, rounded, pointed, zeros;
		struct buf word; /* the least that is none */
	} doubt;
	struct distinct distinct;
	struct buf value, folded;
};

/* The column by which a lead is known: its id, or else its email (*email). SIZE_MAX: there is neither. */
size_t ids_column(struct names *n, bool *email);

/* `exactly`: however many there are. */
void ids_init(struct ids *s, struct names *n, const struct str *header, bool exactly);
void ids_release(struct ids *s);
void ids_count(struct ids *s, const struct record *r);
void ids_count_rows(struct ids *s, const struct rows *r, struct asked ask);
void ids_merge(struct ids *into, struct ids *from);

/* "2,555 of 5,110 rows repeat an id", if that is more than a few. */
void ids_tell(struct ids *s, struct diags *diags);

#endif
