/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Words that the agreement doesn't name. Where stages or exits compare a column with words, such as a status,
 * a word that no comparison finds is likely one that somebody forgot: its leads stay where the rest of the
 * row puts them, and a figure that looks sound is wrong. A column with many words is a text rather than a
 * status, and isn't looked at.
 */
#ifndef LEAD_VOCABULARY_H
#define LEAD_VOCABULARY_H

#include "agreement/fields.h"

/* The columns to look at. */
struct watches {
	struct watch {
		size_t column;
		struct str label;	  /* its header */
		const struct code *cell;  /* as a text */
		const struct code **test; /* what the agreement compares it with */
		size_t ntests;
	} * at;
	size_t n;
};

/* Call it after the stages and exits are bound. Returns false after mistakes, which are reported. */
bool watches_bind(struct watches *w, struct names *n);

/* The words that one thread has seen. */
struct vocabulary;

struct vocabulary *vocabulary_new(const struct watches *w);
void vocabulary_free(struct vocabulary *v);
void vocabulary_count(struct vocabulary *v, struct frame *f);
void vocabulary_count_rows(struct vocabulary *v, struct rows *rows, struct asked ask);
void vocabulary_merge(struct vocabulary *into, const struct vocabulary *from);

/* "Status: 2 words that no stage or exit names: 'Parked' (56 rows), 'Dormant' (1 row)", a line per column. */
void vocabulary_tell(const struct vocabulary *v, struct diags *diags);

#endif
