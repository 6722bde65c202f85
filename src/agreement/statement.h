/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statements of the language, a row each; the files parse*.c have what the rows call. */
#ifndef AGREEMENT_STATEMENT_H
#define AGREEMENT_STATEMENT_H

#include "agreement/walk.h"

/* Reads what follows the keyword, to the end of the statement's last line. Returns false after a mistake,
 * which is reported. */
typedef bool statement_fn(struct agreement *a, struct parser *p);

/* Reports contradictions between the statements of a keyword and others, once all are read. The reader of a
 * statement checks what concerns that statement alone. */
typedef void check_fn(const struct statement *s, const struct agreement *a, struct diags *diags);

struct statement {
	const char *keyword;
	statement_fn *read;
	const char *form; /* shown when one can't be read */
	bool once;	  /* at most one of them */
	/* What may depend on it: which leads are counted and where, who gets a lead, or neither. */
	enum { DECIDES_COUNTS, DECIDES_OWNERS, DECIDES_NEITHER } decides;

	/* Where the agreement lists them: offsets, and the size of one. each 0: nowhere, because there is
	 * nothing to walk. */
	size_t at, n, each;
	const struct part *parts;
	check_fn *check;
	enum name_kind named; /* if one has a name, which is its first member */
	const char *unique;   /* what one is called in messages, if names must be unique */
	const char *prefix;   /* before its name an expression may use; NULL: none may */
	const char *verdict;  /* the name that stands for what all of them say */
	bool on_demand;	      /* its expressions are bound only when its name is used */
};

/* Ordered so that a statement comes after those it names; ended by keyword NULL. */
extern const struct statement statements[];

/* The row of a keyword there is. */
const struct statement *statement_row(const char *keyword);

/* Visits every place of an agreement, statement by statement in the order of the rows. */
void agreement_walk(const struct agreement *a, visit_fn *visit, void *ctx);

statement_fn read_accept, read_agreement, read_ask, read_assign, read_bant, read_benchmark, read_calendar,
	read_contact, read_dates, read_decimal, read_exit, read_field, read_fold, read_grade, read_handover,
	read_ignore, read_missing, read_mql, read_otherwise, read_priority, read_promise, read_return,
	read_roster, read_route, read_same, read_score, read_sla, read_sql, read_stage, read_table,
	read_timezone, read_year;
check_fn check_accept, check_ask, check_assign, check_benchmark, check_calendar, check_fold, check_handover,
	check_promise, check_return, check_route, check_same, check_sla, check_table;

#endif
