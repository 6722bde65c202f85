/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * leadfunnel's own options, and what its modes share. The options and the table of modes are in leadfunnel.c;
 * how a mode binds and writes is in a file of its own.
 */
#ifndef CMD_LEADFUNNEL_H
#define CMD_LEADFUNNEL_H

#include "cmd/command.h"
#include "figures/fail_when.h"
#include "funnel/eventual.h"
#include "funnel/funnel_report.h"
#include "funnel/movement.h"
#include "funnel/promises.h"
#include "funnel/yoy.h"
#include "lookback/lookback.h"

struct leadfunnel {
	bool exact, simultaneous, good_months;
	const char *by, *from, *window, *sort, *spend, *to, *since, *fail_when;
	int64_t limit; /* 0: none */
	int cohort;    /* of cohort_words; -1: none */
	int period;    /* of movement_words */
	struct across_asked grid;
	struct across_plan across;
	struct across_kind kind;
	struct funnel_key key;
	struct grouping grouping;
	struct funnel_plan plan;
	struct reasons_plan reasons;
	struct eventual_plan eventual;
	struct yoy_plan yoy;
	struct stage_moves_plan movement;
	struct lookback_plan lookback;
	struct promises_plan promises;
	struct fail_when failing;
};

/* ---- leadfunnel_bind.c ---- */

/* Every mode needs stages. Returns false if there are none, which is reported. */
bool leadfunnel_has_stages(struct filter *f);

/* --window, which begins at plan.from, for the report and for what expressions ask; --cohort, whose period is
 * `other` where none is asked for, of the years of the agreement. Mistakes are reported. */
void leadfunnel_window(struct leadfunnel *t, struct filter *f);
enum period leadfunnel_period(const struct leadfunnel *t, const struct filter *f, enum period other);

/* What the funnel and the lookback share: the stages, the groups, where windows begin. Returns false after
 * mistakes, which are reported. */
bool leadfunnel_pipeline(struct leadfunnel *t, struct filter *f);

/* leadfunnel --rows with this run's window, for pages. */
struct behind leadfunnel_rows(const struct leadfunnel *t, struct filter *f);
/* "; what happened within 90 days after inquiry", behind the time that a page is as of; empty without a
 * window. Valid as long as the filter's agreement. */
const char *leadfunnel_within(const struct funnel_plan *p, struct filter *f);

/* The same with the window and the cohorts that are asked for; mistakes in these return true. */
bool leadfunnel_counts(struct leadfunnel *t, struct filter *f);
/* --fail-when, of the rows of a report: binds it, by a view that knows the columns and no figures yet. */
void leadfunnel_fail_when(struct leadfunnel *t, struct filter *f, const struct report *report,
			  const void *view);

/* And answers it. Returns false after a mistake, which is reported. */
bool leadfunnel_check(struct leadfunnel *t, struct filter *f, const void *view);

/* Among n verdicts some are wrong by chance: this is noted, or corrected for. */
void leadfunnel_verdicts(const struct leadfunnel *t, struct funnel_view *v, size_t n, struct diags *diags);

/* ---- leadfunnel_across.c ---- */

/* --across: the item of the groups that makes columns, then the figures in them. Each returns false after
 * mistakes, which are reported. */
bool leadfunnel_across_item(struct leadfunnel *t, struct filter *f);
bool leadfunnel_across_parts(struct leadfunnel *t, const struct grouping *g, struct filter *f);
bool leadfunnel_across_figures(struct leadfunnel *t, const struct funnel_plan *p, struct filter *f);

/* Writes a settled funnel as a grid. */
bool leadfunnel_across_write(const struct leadfunnel *t, struct filter *f, struct funnel *all,
			     struct funnel_view *v);

/* ---- the modes ---- */

bind_fn bind_funnel; /* leadfunnel_funnel.c */
write_fn write_funnel;
bind_fn bind_reasons; /* leadfunnel_reasons.c */
write_fn write_reasons;
bind_fn bind_eventual, bind_yoy, bind_lookback; /* leadfunnel_ahead.c */
write_fn write_eventual, write_yoy, write_lookback;
bind_fn bind_rows; /* leadfunnel_rows.c */
extern const struct counter_kind left_out_counter;
bind_fn bind_promises; /* leadfunnel_promises.c */
write_fn write_promises;
bind_fn bind_movement; /* leadfunnel_movement.c */
write_fn write_movement;

#endif
