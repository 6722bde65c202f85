/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the parts of the document share; private to paper/. A part tells everything that the statements of one
 * keyword say, or what applies without them. Texts live in the paper's arena.
 */
#ifndef PAPER_TELLING_H
#define PAPER_TELLING_H

#include "agreement/statement.h"
#include "expr/words.h"
#include "report/prose.h"

struct paper {
	const struct agreement *agreement;
	struct prose prose;
	struct arena arena;
	struct wording wording;
	struct diags *diags;
};

/* A row of the table in paper.c. */
typedef void tell_fn(struct paper *p);
tell_fn tell_zone, tell_year, tell_dates, tell_decimal, tell_missing, tell_ignored, tell_worked_out,
	tell_tables, tell_fields;
tell_fn tell_stages, tell_exits, tell_handover, tell_benchmarks;
tell_fn tell_scores, tell_grades, tell_mql, tell_priority, tell_bant, tell_sql;
tell_fn tell_calendars, tell_clocks, tell_pledges, tell_folds, tell_same;
tell_fn tell_roster, tell_routes, tell_order, tell_otherwise;
tell_fn tell_accept, tell_return, tell_contact, tell_ask;
tell_fn tell_files; /* which are no statement: after the sections */

/* ---- names.c ---- */

/* Fills in the paper's wording. */
void names_word(struct paper *p);

/* A term; the name of a stage or the like as one: MQL, inquiry; and what a clock begins or ends with. */
struct str term(struct paper *p, struct str words);
struct str term_of(struct paper *p, struct str name);
struct str moment(struct paper *p, const struct expr *e);

/* Every name that expressions read from the export and the agreement doesn't define as a field, each once, in
 * the order of their first use. */
size_t names_read(struct paper *p, const struct expr ***out);
const struct builtin_field *names_builtin(struct str name);

/* Does the agreement compute it? Then a field statement says only what the CRM calls it. */
bool names_is_computed(struct paper *p, const struct expr *name);

/* Is it reached("stage")? */
bool names_is_reached(const struct expr *call);

/* ---- pieces ---- */

__attribute__((format(printf, 2, 3))) void say(struct paper *p, const char *format, ...);
__attribute__((format(printf, 2, 3))) void item(struct paper *p, const char *format, ...);
__attribute__((format(printf, 3, 4))) void step(struct paper *p, size_t n, const char *format,
						...); /* from 1 */

/* What is in the buffer, which is released. */
struct str kept(struct paper *p, struct buf *b);

/* A clause, with a lead: "if the region is …"; n 0 where e is NULL. */
struct str clause(struct paper *p, const char *lead, const struct expr *e);
struct str noun(struct paper *p, const struct expr *e);
struct str nouns(struct paper *p, struct expr *const *e, size_t n); /* "employees, amount and …" */
struct str quote(struct paper *p, struct str text);
struct str number(struct paper *p, double x);
struct str percent(struct paper *p, double share);

/* " (“scored”)", if somebody gave a label: without one it is the expression as it was written. */
struct str labeled(struct paper *p, struct str label, const struct expr *e);

/* A cell of a table, where nothing is in italics. */
void cell(struct paper *p, struct grid *g, struct str text);

#endif
