/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The groups of two rows or more that are one lead, and what is to be said of them in figures. */
#ifndef SAME_DUPLICATES_H
#define SAME_DUPLICATES_H

#include "report/column.h"
#include "same/same.h"

enum { DUPLICATES_MANY = 20 }; /* rows, above which a group should be looked at */

struct duplicate_group {
	uint32_t number; /* from 1, in the order of their first rows */
	uint32_t lead;
};

struct duplicates {
	const struct sameness *same;
	const struct same_lead *by; /* whose keys the sameness names */
	struct duplicate_group *group;
	size_t groups;
	uint64_t rows;			   /* in groups */
	uint64_t largest;		   /* rows of the largest group; 0: there is none */
	uint64_t left_out, nobody;	   /* joins that were left out, values that join nobody */
	const struct same_spared **spared; /* these joins, then these values, those of most rows first */
};

/* `by_size`: the largest group first, else the one whose first row comes first. */
void duplicates_find(struct duplicates *d, const struct sameness *s, const struct same_lead *by,
		     bool by_size);
void duplicates_release(struct duplicates *d);

/* Rows beyond the first of each group. */
static inline uint64_t duplicates_beyond(const struct duplicates *d)
{
	return d->rows - d->groups;
}

/* A key in the words of the agreement; of KEY_MAP and KEY_NONE in ours. */
struct str duplicates_key(const struct duplicates *d, uint16_t key);

/* Rows that were joined by a key. */
uint64_t duplicates_by(const struct duplicates *d, uint16_t key);

/* One row with these figures, for --fail-when; the view is a struct duplicates. */
extern const struct report duplicates_figures;

/* Notes the groups that are so large that their chains should be looked at, and what joined them. */
void duplicates_note(const struct duplicates *d, struct diags *diags);

#endif
