/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The statements of the language, one row each; parse.c has what the rows call. */
#ifndef AGREEMENT_STATEMENT_H
#define AGREEMENT_STATEMENT_H

#include "agreement/model.h"

/* Reads what follows the keyword, to the end of the statement's last line. False after a mistake, which is
 * told. */
typedef bool statement_fn(struct agreement *a, struct parser *p);

struct statement {
	const char *keyword;
	statement_fn *read; /* NULL: known, but not read yet */
	bool once;	    /* at most one of them */
	bool aside;	    /* who is counted, and where, never hangs on it */
	const char *form;   /* shown when one can't be read */
};

extern const struct statement statements[]; /* sorted by keyword; keyword NULL ends */

statement_fn read_agreement, read_bant, read_benchmark, read_calendar, read_dates, read_decimal, read_exit,
	read_field, read_grade, read_handover, read_ignore, read_missing, read_mql, read_otherwise,
	read_priority, read_roster, read_route, read_score, read_sla, read_sql, read_stage, read_table,
	read_timezone;

/* Notes that a layer took a name away: in ground.c. */
void agreement_gone(struct agreement *a, const char *keyword, struct str name);

/* Reads one text. Statements whose keyword has its bit in `skip` are passed over. */
void statements_read(struct agreement *a, const struct text *text, uint32_t skip, struct diags *diags);

#endif
