/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sheet of a meeting: the leads on the table that nothing has been decided about, a row each, by group
 * and best first inside it. As a CSV it is filled in a spreadsheet and recorded from there; printed it has
 * boxes to cross and lines to write on; a terminal shows it as tables.
 */
#ifndef REVIEW_HANDOUT_H
#define REVIEW_HANDOUT_H

#include "report/column.h"
#include "review/card.h"
#include "review/meeting.h"
#include "review/terms.h"

/* Leads of one group: seats from .. to - 1 of the sheet. */
struct handout_group {
	struct str name; /* as most of its rows spell it; n 0: they don't say */
	size_t from, to;
};

struct handout {
	/* what the caller knows: */
	const struct handing *handing;
	struct cards *cards;
	const struct terms *terms;
	const struct decisions *decisions; /* NULL: nothing is known of any */
	const char *by;			   /* what groups them; NULL: nothing does */
	bool page_each, picked;		   /* picked: not by whether they wait, but by -w */
	int64_t now;
	/* Makes the row of a seat the current one. */
	struct frame *(*frame)(void *ctx, size_t seat);
	void *ctx;
	/* of handout_fill: */
	const struct refs *refs;
	const struct seat **seat;
	size_t n;
	struct handout_group *group;
	size_t groups;
	uint64_t again, accepted, returned, put_off, back; /* leads; all but the last are not on it */
	uint64_t again_first;				   /* row of the input, from 1 */
	bool dated;					   /* some hand-over has a time */
};

/* Takes the leads of a settled meeting, which it keeps to. */
void handout_fill(struct handout *s, const struct meeting *m);
void handout_release(struct handout *s);

/* Notes how many leads are on it, and which are not. */
void handout_say(const struct handout *s, const struct meeting *m, struct diags *diags);

/* The card of a seat of the sheet, until the next. */
const struct card *handout_card(const struct handout *s, size_t seat);

/* "Sofie Lindqvist", or "(no owner)", in the arena. */
struct str handout_group_name(const struct handout *s, const struct handout_group *g, struct arena *arena);

/* "budget", or "answer: owner" where a column of the sheet is called so: the head of a column to fill in. */
void handout_ask_head(struct str head, struct buf *out);

/* ---- as rows for programs, which people fill in: handout_report.c ---- */

extern const struct report handout_report; /* its view is a sheet */

/* ---- for people ---- */

/* A table of each group; how many there are, in *n, which the caller frees. */
struct grid *handout_tables(const struct handout *s, bool utf8, size_t *n);

/* handout_page.c: to be printed, in pieces, which `write` must clear. False: `write` returned false. */
bool handout_page(const struct handout *s, const struct agreement *a, grid_write_fn *write, void *ctx);

/* "10 Oct", "10 Oct 14:00" of a moment whose clock is asked for, "10 Oct 2025" where the year isn't that of
 * now; nothing for INSTANT_NONE. */
void handout_day(struct buf *out, int64_t at, bool clock, int64_t now, const struct zone *zone);

/* "19 days late", "5 h late"; nothing where it isn't. */
void handout_late(struct buf *out, int64_t late);

/* The ref, as the meeting of the sheet spells it. */
void handout_ref(const struct handout *s, const struct seat *seat, struct buf *out);

#endif
