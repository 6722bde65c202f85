/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a run, and what an assigner makes of them. What all of them are asked is asked column by
 * column: for each lead that no earlier row and no ledger knows, the first route whose condition holds. Later
 * routes are asked late, of rows that get there. Then they are decided about one after the other, once: a run
 * that is taken back and asked again, row by row, gets the same answers.
 */
#ifndef ROUTE_TAKEN_H
#define ROUTE_TAKEN_H

#include "route/assigner.h"

struct taken;
struct taken *taken_new(struct assigner *d);
void taken_free(struct taken *t);

/* What the rows get; STR_NONE: the row keeps its value. They must have been counted. */
enum taken_text { TAKEN_OWNER, TAKEN_TEAM, TAKEN_ROUTE, TAKEN_WHY, TAKEN_TEXTS };
const struct str *taken_texts(const struct taken *t, enum taken_text which, struct rows *r);

/* All that these texts can be, unless somebody is named by a row or a meeting; then n is 0. Valid as long as
 * it is. The ledger must be open. */
const struct str *taken_words(struct taken *t, enum taken_text which, size_t *n);

/* The current row's owner, once it is taken, in the roster; NULL: nobody there. */
const struct rep *taken_rep(void *taken, struct frame *f);

/* Decides about leads in their order, and reports what became of them; its plan is a pointer to a struct
 * taken. */
extern const struct counter_kind taken_counter;

#endif
