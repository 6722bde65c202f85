/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Groups of leads, for reports --by something. Values that differ only in case or outer space are one group,
 * shown in the spelling that most of its leads have (of equally many the bytewise smallest); missing values
 * form the group of the empty cell. Periods, bands and the like stand in their own order, item by item from
 * left to right, missing values last; groups that are equal in these are ordered by their number of leads,
 * and then by the bytes of their values. None of this depends on the order of the rows.
 */
#ifndef FIGURES_GROUP_H
#define FIGURES_GROUP_H

#include "lead/tally.h"
#include "report/grid.h"
#include "time/period.h"

#define GROUP_NONE "(none)" /* what people read where the group is of missing values */

/* Bound once, shared by all threads. */
struct grouping {
	struct grouping_item {
		struct str head; /* the words of the expression; for a column its header */
		const struct code *code;
		enum type type;
		enum group_order {
			GROUP_BY_SIZE,
			GROUP_BY_BYTES,	 /* month(t), compared as text */
			GROUP_BY_NUMBER, /* hour(t) */
			GROUP_BY_PLACE	 /* band(x, 50, 200), by place among all bands */
		} order;
		const struct str *place; /* of GROUP_BY_PLACE: all bands */
		size_t nplaces;
		const struct expr *said; /* NULL: it is of no words */
		bool periodic;		 /* its groups are periods */
		enum period period;
	} * item;
	size_t n;   /* 0: everything is one group */
	bool exact; /* spellings apart */
};

/*
 * `by` is a list of expressions with commas between, NULL: none; it must outlive the program. An item that is
 * just a header is that column, whatever else the agreement gives that name. Returns false after mistakes,
 * which are reported.
 */
bool grouping_bind(struct grouping *g, struct names *n, const char *by, bool exact);

/* The same for the list of another option, whose name is used in messages. */
bool grouping_bind_list(struct grouping *g, struct names *n, const char *option, const char *list,
			bool exact);

/* Sets up an item of which only the column's head is known: whether it holds periods, and which, where years
 * begin with that month. */
void grouping_item_called(struct grouping_item *item, struct str head, int year_begins);

/* Puts an item whose groups are periods in front of the others. */
void grouping_lead(struct grouping *g, struct arena *arena, struct str head, const struct code *code,
		   enum period period);

/* Puts one more item behind the others; returns its place. */
size_t grouping_add(struct grouping *g, struct arena *arena, const struct grouping_item *item);

/* One thread's groups. `g` must outlive them. */
struct groups *groups_new(const struct grouping *g);
void groups_free(struct groups *s);
size_t groups_count(const struct groups *s);

/* The number of the group that the current lead is in, from 0 in order of appearance; counts the lead. */
uint32_t groups_of(struct groups *s, struct frame *f);

/* The same of those rows, each in its place; one frame's rows in all runs. */
void groups_of_rows(struct groups *s, struct rows *rows, struct asked ask, uint32_t *group);

/* Adds the groups of another thread: number[i] becomes the number here of its group i. Apart from the
 * numbers, the result does not depend on which thread saw which rows. */
void groups_merge(struct groups *into, const struct groups *from, uint32_t *number);

/* The numbers of all groups in report order. */
void groups_order(struct groups *s, uint32_t *order);

/*
 * The same as the rows of a report: *named groups (none without --by), and after them the number that stands
 * for all leads. That number is groups_count(), which the caller sums up; or, without --by, the only group.
 * The caller frees it with free().
 */
uint32_t *groups_rows(struct groups *s, size_t *named);

/*
 * For pages, which have no room for thousands of groups: of the `named` groups of these rows the `most` with
 * the most leads are kept, of equally many the first; nothing is left out of groups that are all periods,
 * bands and the like. groups_largest says which these are, and that all leads are, which stand behind them;
 * *n: how many groups; it is to be freed. groups_keep removes the others, so that their figures are in all
 * leads alone.
 */
bool *groups_largest(const struct groups *s, const uint32_t *order, size_t named, size_t most, size_t *n);
void groups_keep(const struct groups *s, uint32_t *order, size_t *named, size_t most);

/* The heads of the items. */
void grouping_heads(const struct grouping *g, struct grid *grid);

/* After groups_order, until the next lead or merge: the shown value of item i of a group, and how many leads
 * it has. The text is valid while the groups are. */
struct str groups_shown(const struct groups *s, uint32_t group, size_t i);
uint64_t groups_leads(const struct groups *s, uint32_t group);

/*
 * For callers that count by spelling, because the meaning of a text may depend on its case: the value of an
 * item of the current lead, trimmed, empty if missing (valid until the scratch is used again, or until the
 * next record); what groups_of_rows does, but with the numbers of spellings, from 0 to groups_spellings() in
 * order of appearance; and, for a single item, the text of a spelling and its group.
 */
struct str grouping_value(const struct grouping_item *item, struct frame *f, struct buf *room);
void groups_spellings_of_rows(struct groups *s, struct rows *rows, struct asked ask, uint32_t *spelling);
size_t groups_spellings(const struct groups *s);
struct str groups_spelled(const struct groups *s, uint32_t spelling, uint32_t *group);

/*
 * For partials, which are written and read back: the numbers of all spellings in the order of their bytes;
 * the first item of a text from groups_spelled (valid while the groups are), which is removed from that text;
 * the leads of a spelling; more leads of a spelling, by its trimmed values, which returns its group; and
 * whether a spelling is known, and its group.
 */
void groups_sort_spellings(struct groups *s, uint32_t *order);
struct str groups_next(const struct groups *s, struct str *spelled);
size_t groups_items(const struct groups *s); /* of a spelling */
uint64_t groups_spelled_leads(const struct groups *s, uint32_t spelling);
uint32_t groups_add(struct groups *s, const struct str *values, uint64_t leads);
bool groups_find(struct groups *s, const struct str *values, uint32_t *group);

/* groups_merge, but number[i] becomes the number here of its spelling i. */
void groups_merge_spellings(struct groups *into, const struct groups *from, uint32_t *number);

#endif
