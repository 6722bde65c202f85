/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who is eligible, found without asking each person: where `among` compares a rep's value with a lead's,
 * alone or with `and` between, the people are looked up by that value. They are the same people that `among`
 * holds of, and the same cells of the lead are read. Private to choice.c and route_bind.c.
 */
#ifndef ROUTE_ELIGIBLE_H
#define ROUTE_ELIGIBLE_H

#include "lead/roster.h"

/* Of an `among` that is bound, what it compares; NULL: it compares in other ways, and everyone has to be
 * asked. */
struct comparisons;
const struct comparisons *comparisons_bind(struct program *p, const struct expr *among);

struct eligible;
struct eligible *eligible_new(const struct comparisons *by, const struct program *p,
			      const struct agreement *a, struct roster *roster);
void eligible_free(struct eligible *e);

/* Lists the active people with a weight whom the current lead's `among` holds of, in the roster's order:
 * places in it, for all of which `who` has room. `f` has the lead's row; nobody is asked then. False: cells
 * of the roster can't be read, so everyone has to be asked, and nothing was. */
bool eligible_list(struct eligible *e, struct frame *f, uint32_t *who, size_t *n);

/* Does the expression name a column of the roster; or anything else? */
bool names_rep(const struct expr *e);
bool names_lead(const struct expr *e);

#endif
