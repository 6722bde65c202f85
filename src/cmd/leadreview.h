/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * leadreview's own options, and what its modes share. The options and the table of modes are in leadreview.c;
 * how a mode binds and writes is in a file of its own.
 */
#ifndef CMD_LEADREVIEW_H
#define CMD_LEADREVIEW_H

#include "cmd/command.h"
#include "review/card.h"
#include "review/decisions.h"
#include "review/filled.h"
#include "review/meeting.h"
#include "review/status.h"
#include "review/terms.h"

struct applying;

struct leadreview {
	const char *file; /* of the decisions; NULL: none is named */
	const char *map;  /* of ids */
	const char *by, *record, *at, *reviewer, *commands, *forget, *fail_when;
	int prefer; /* of prefer_words */
	bool page_each, skip_mistakes, again;
	struct handing handing;
	struct meeting_plan plan;
	struct cards *cards;
	struct roster *roster;
	struct terms terms;
	struct decisions *decisions;
	struct applying *applying; /* --apply's */
	struct status_plan status;
	struct fail_when failing;
	struct filled filled; /* --record's sheet */
	int64_t moment;	      /* of its decisions */
	struct str signer;    /* who signs them */
	struct talk *talk;    /* leadreview_talk.c's */
};

/* ---- leadreview_bind.c ---- */

/* Hand-over, priority, groups, cards and terms, for the modes that look at the leads on the table; and the
 * decisions, where a file is named. Returns false after mistakes, which are reported. */
bool leadreview_bind(struct leadreview *t, struct filter *f);

/* The decisions of -s; `makes`: the file need not be there. Returns false after a mistake, which is reported.
 */
bool leadreview_decisions(struct leadreview *t, struct filter *f, bool makes);

/* The same for a mode that adds to them. That they can't be written is said before anybody has decided. */
bool leadreview_decides(struct leadreview *t, struct filter *f);

/* Who signs: --reviewer, LEADPIPE_REVIEWER or the login name. */
struct str leadreview_reviewer(const struct leadreview *t, struct filter *f);

/* The moment of --at, which is not after now; now, where it isn't given. Returns false after a mistake, which
 * is reported. */
bool leadreview_at(const struct leadreview *t, struct filter *f, int64_t *at);

/* ---- leadreview_fill.c ---- */

/* Appends a row with its answers in the cells that they answer. */
void leadreview_fill(struct filter *f, struct str row, struct str answers, struct buf *out);

/* ---- the modes ---- */

bind_fn bind_sheet; /* leadreview_sheet.c */
write_fn write_sheet;
bind_fn bind_record; /* leadreview_record.c */
write_fn write_record;
bind_fn bind_apply; /* leadreview_apply.c */
bool apply_reads_twice(const void *ask, const struct agreement *a);
void apply_free(struct applying *a);
bind_fn bind_status; /* leadreview_status.c */
write_fn write_status;
bind_fn bind_forget; /* leadreview_forget.c */
write_fn write_forget;
bind_fn bind_talk; /* leadreview_talk.c */
write_fn write_talk;
void talk_free(struct talk *t);

#endif
