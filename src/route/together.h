/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Who has the leads of a company, for routes that keep these together. A company is a number: a hash of what
 * its leads have in common, which is the same in all runs, so that the ledger can hold it.
 *
 * Two things are remembered: who was given a lead of the company, and in which order; and how many rows of it
 * everybody has, whoever gave them. What was given comes first, the latest before all; then most rows, and of
 * as many whoever had the first of them.
 */
#ifndef ROUTE_TOGETHER_H
#define ROUTE_TOGETHER_H

#include "expr/program.h"
#include "route/keyed.h"
#include "agreement/model.h"

/* What leads have in common: `together by company`. Bound. */
struct shared_by {
	enum together_by by;
	const struct code *code;
	bool is_text; /* a column's, of which nothing is noted when it is read */
};

struct together {
	struct keyed owners; /* by company, in the order in which they first had something of it */
	uint64_t decisions;  /* fewer than 2^32 */
	struct buf key, text;
};

void together_release(struct together *t);

/* The company of the current lead; 0: it says none, or none that means anything. t->text is how it is written
 * then. */
uint64_t together_company(struct together *t, const struct shared_by *by, struct frame *f);

/* Reads ahead what says the companies of those rows. */
void together_foresee(const struct shared_by *by, struct rows *r, struct asked leads);

/* Somebody was given a lead of the company; somebody has a row of it, or (`gone`) has one less. */
void together_give(struct together *t, uint64_t company, uint32_t rep);
void together_row(struct together *t, uint64_t company, uint32_t rep, bool gone);

/* Of those who have leads of the company and of whom `may` holds, the one it goes to; SIZE_MAX: nobody. */
size_t together_owner(const struct together *t, uint64_t company, bool (*may)(void *ctx, size_t rep),
		      void *ctx);

#endif
