/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What leads cost, or how many are planned: a side table with a column of
 * amounts, and one for each item of the grouping. Amounts are exact, in
 * millionths. One that the file doesn't divide among the groups isn't divided
 * here: nothing is ever guessed, and what can't be read is an error with its
 * line.
 */
#ifndef FUNNEL_AMOUNTS_H
#define FUNNEL_AMOUNTS_H

#include "figures/group.h"
#include "lead/money.h"

struct amounts_kind {
	const char *column;    /* "cost" */
	const char *call;      /* what to do about none: "call the one with the money so" */
	const char *undivided; /* said before "no column for 'country'" */
	const char *none;      /* of a cell that is no number, and what to do about it */
	const char *remedy;
	bool once; /* no two rows are alike but for the amount */
};

/* An amount, and what is said of its currency. */
struct expense {
	__int128 amount; /* millionths */
	struct str said[SAID_MOST];
};

struct amounts {
	const char *path;
	const struct grouping *grouping;
	size_t n;
	struct amount {
		uint32_t line;
		struct expense is;
		struct str *value; /* one for each item, as leads have it */
		int64_t period;	   /* the number of that of the first item; INT64_MIN: it has none */
	} * at;
};

/* Reads the file with the amounts of the groups of `g` into the program's arena. Returns NULL after a
 * mistake, which is reported. */
struct amounts *amounts_read(const struct amounts_kind *kind, const char *path, const struct grouping *g,
			     struct names *n);

/* Does the file have a column for each item? Nothing is reported. */
bool amounts_knows(const char *path, const struct grouping *g, struct names *n);

#endif
