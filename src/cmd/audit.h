/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The report on who has which leads, and how fair that is. Where the agreement has routes, a lead without an
 * owner is dealt as a run would deal it, and one that has an owner is held against those whom the routes find
 * eligible. Without routes there are only the owners.
 */
#ifndef CMD_AUDIT_H
#define CMD_AUDIT_H

#include "cmd/assigner.h"

struct audit;

/* The dealer is bound and, if there are routes, open. NULL: told. */
struct audit *audit_new(struct dealer *d);
void audit_free(struct audit *a);

/* The row at hand. */
void audit_take(struct audit *a, struct worker *w);

/* The report. */
bool audit_write(struct audit *a);

#endif
