/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An expression in plain English, for people who have never programmed. A condition becomes a clause ("the
 * job title contains the word “head”"), anything else a noun ("the time since the creation date"). It says
 * all that counts: two expressions that may differ on some lead have different words.
 */
#ifndef EXPR_WORDS_H
#define EXPR_WORDS_H

#include "base/arena.h"
#include "expr/program.h"

/* What names are called, and what is noted on the way. */
struct wording {
	void *ctx;

	/* A name or a column, as a noun. */
	struct str (*noun)(void *ctx, const struct expr *name);

	/* A name, or a call of what is not built in, alone as a condition: "the lead is marketing qualified";
	 * n 0: "NOUN is yes". */
	struct str (*holds)(void *ctx, const struct expr *name, bool no);

	/* The kind that its cells have; TYPE_NONE: not known. */
	enum type (*kind)(void *ctx, const struct expr *name);

	struct arena *arena;
	bool patterns; /* a pattern was shown as it is, because it has no end of words */
};

void words_condition(struct buf *out, const struct expr *e, struct wording *w);
void words_value(struct buf *out, const struct expr *e, struct wording *w);

/* Is it a condition by its operator, whatever its names are? */
bool words_is_condition(const struct expr *e);

/* Are there words for an operator? For the test that no operator was forgotten. */
bool words_has(enum expr_op op);

/* Pieces that others use, too: “text”; 10,000; 90 days; 31 January 2026, or the month if day is 0. */
void words_quote(struct buf *out, struct str text);
void words_number(struct buf *out, double x);
void words_span(struct buf *out, int64_t us);
void words_date(struct buf *out, int year, int month, int day);

/* What a text must be like to match the pattern: "contains one of the words “vp”, “chief”". Returns how many
 * predicates with `or` between (`and`, if `no`) these are; 0, and nothing is written: it is no short list. */
int words_pattern(struct buf *out, struct str pattern, bool no, struct arena *arena);

#endif
