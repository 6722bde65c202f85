/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups of leads, for reports --by something. Values that differ only in
 * case or outer space are one group, shown in the spelling that most of its
 * leads have (of equally many the bytewise smallest); what is missing is the
 * group of the empty cell. Groups of periods and bands stand in their own
 * order, others by how many leads they have.
 */
#ifndef LEAD_GROUP_H
#define LEAD_GROUP_H

#include "lead/tally.h"

/* Bound once, shared by all threads. */
struct grouping {
	struct grouping_item {
		struct str head;	 /* the words it was asked with */
		const struct code *code; /* NULL: its column is absent, and everything missing */
		enum group_order {
			GROUP_BY_SIZE,
			GROUP_BY_BYTES,
			GROUP_BY_NUMBER,
			GROUP_BY_WEEKDAY,
			GROUP_BY_BAND
		} order;
		const struct expr *bands; /* of GROUP_BY_BAND: band(x, 50, 200) */
	} * item;
	size_t n;   /* 0: everything is one group */
	bool exact; /* spellings apart */
};

/* `by` is a list of expressions with commas between, NULL: none; it must outlive the program. False after
 * mistakes, which are told. */
bool grouping_bind(struct grouping *g, struct names *n, const char *by, bool exact);

/* One thread's groups. */
struct groups *groups_new(const struct grouping *g);
void groups_free(struct groups *s);
size_t groups_count(const struct groups *s);

/* The number of the group that the lead at hand is in, from 0 in order of appearance; counts the lead. */
uint32_t groups_of(struct groups *s, struct frame *f);

/* Adds the groups of another thread: number[i] becomes the number here of its group i. The result does not
 * depend on which thread saw what. */
void groups_merge(struct groups *into, const struct groups *from, uint32_t *number);

/* The numbers of all groups in the order of a report, which does not depend on the order of the rows. */
void groups_order(struct groups *s, uint32_t *order);

/* The shown value of item i of a group; valid while the groups are. After groups_order. */
struct str groups_shown(const struct groups *s, uint32_t group, size_t i);

/* How many leads it has. */
uint64_t groups_leads(const struct groups *s, uint32_t group);

#endif
