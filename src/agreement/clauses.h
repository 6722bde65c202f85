/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The words that statements are made of, for the readers of statements. Each function reads what its name
 * says and returns true, or reports at the next word what was expected.
 */
#ifndef AGREEMENT_CLAUSES_H
#define AGREEMENT_CLAUSES_H

#include "agreement/model.h"

/* Makes room for one more; the old array stays in the arena until that is released. */
#define ADD(a, list)                                                                                    \
	((list).n < (list).cap ? &(list).at[(list).n++]                                                 \
			       : ((list).at = take_grown(&(a)->arena, (list).at, &(list).cap, (list).n, \
							 sizeof *(list).at),                            \
				  &(list).at[(list).n++]))

/* An array of the arena that grows while it is read. */
#define PUSH(a, array, n, cap, value)                                                             \
	do {                                                                                      \
		if ((n) == (cap))                                                                 \
			(array) = take_grown(&(a)->arena, (array), &(cap), (n), sizeof *(array)); \
		(array)[(n)++] = (value);                                                         \
	} while (0)

/* Makes more room for n elements; the old array stays in the arena until that is released. */
void *take_grown(struct arena *arena, const void *old, size_t *cap, size_t n, size_t each);

/* A name, or a "text" used as one. */
bool take_word(struct parser *p, struct word *out, const char *what);
bool take_text(struct parser *p, struct str *out, const char *what);

/* A "text" and its place. */
bool take_quoted(struct parser *p, struct word *out, const char *what);

/* A name of one word, without dots: `expected` is all of the message when it is none. */
bool take_plain(struct parser *p, struct word *out, const char *expected);

/* Words joined by minus signs: day-first, half-life. */
bool take_hyphened(struct parser *p, const char *first, const char *second);
bool take_whole(struct parser *p, int64_t *out, const char *what);

/* `13%`, as 0.13. */
bool take_share(struct parser *p, double *share);

/* `30 days`, in microseconds. */
bool take_span(struct parser *p, int64_t *out);

/* The name of a stage, an exit or a column; NULL: reported. */
struct expr *take_moment(struct parser *p, const char *what);

/* The name of a column or a field; NULL: reported. */
struct expr *take_column(struct parser *p);

/* `"Europe/Berlin"`; NULL: reported. */
struct zone *take_zone(struct parser *p);

/* A word that must stand here, after what the message says. */
bool expect(struct parser *p, const char *word, const char *after);

bool at_line_end(const struct parser *p);

/* Does an indented line of this statement follow? Consumes the line end if so. */
bool next_indented(struct parser *p);

/* What a line of a statement may begin with, and the reader of the rest of it, into `into`. */
struct clause {
	const char *word;
	bool (*read)(struct agreement *a, struct parser *p, void *into);
};

/* Reads the clauses of a statement, on its own line and the indented ones. After a mistake it goes on with
 * the next line; `expected` is all of the message where no clause begins. */
void take_clauses(struct agreement *a, struct parser *p, const struct clause *clause, size_t n,
		  const char *expected, void *into);

#endif
