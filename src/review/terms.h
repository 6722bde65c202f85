/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words that a decision may use here: owners, exits with their reasons, and columns to answer. They are
 * typed by people, on phones and in spreadsheets that lose letters, so each is matched exactly (but for case
 * and outer blanks), then without accents, then with `?` as any one letter, and on the terminal by its
 * beginning, as long as just one fits.
 */
#ifndef REVIEW_TERMS_H
#define REVIEW_TERMS_H

#include "agreement/fields.h"

struct roster;

/* How a word that was typed fits one of a list. */
enum fit { FIT_NONE, FIT_EXACT, FIT_ACCENTS, FIT_HOLES, FIT_SHORT, FIT_MANY };

/* The place of the one that fits in *place; FIT_MANY: of the first, and in `them` all that do, with commas.
 * `shortened`: a beginning is enough. */
enum fit term_find(const struct str *list, size_t n, struct str typed, bool shortened, size_t *place,
		   struct buf *them);

/* The exits by which sales gives leads back: those of `return`, or else every exit among the `to` of the
 * hand-over's clock, or else every exit. */
struct way_back {
	size_t exit;		     /* of the agreement */
	const struct give_back *way; /* NULL: no `return` names it, and any reason is one */
};
struct terms {
	const struct agreement *agreement;
	struct way_back *back;
	size_t nback;
	struct str *reason;  /* of all ways back */
	size_t *reason_back; /* and whose it is */
	size_t nreasons;
	bool any_reason;   /* some way back names none */
	struct str *owner; /* of the roster; else n 0: any owner is one */
	size_t nowners;
};

/* `sla`: the hand-over's clock; SIZE_MAX: none. `r`: NULL without a roster. */
void terms_bind(struct terms *t, struct names *n, size_t sla, const struct roster *r);

#endif
