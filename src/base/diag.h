/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Everything the tools say to people goes through here: a place, the line
 * itself, a caret, a remedy. Messages pile up in a buffer, so that all mistakes
 * of an agreement are told at once; only cmd/ prints them. Lower case, no full
 * stop: `leadscore: my.agreement:12:14: no column 'emploees'; did you mean 'employees'?`
 *
 * Whatever a message quotes (a header, a cell, the name of a file) is written as a screen may have it: a line
 * end or a tab is a space, what a terminal would obey is '?', bytes that are no UTF-8 are U+FFFD. So a
 * message is one line, a caller cleans nothing, and nothing but these functions writes into the buffers.
 *
 * A name is quoted with 'single quotes', a piece of the language with "double" only where it is text.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdarg.h>
#include <stdint.h>

#include "base/buf.h"

/* Something that was written by a person: an agreement's file, the -e statements, a --where. */
struct text {
	const char *name;   /* "my.agreement", "-e", "--where" */
	const char *folder; /* relative paths in it start here; "" is where the tool was started */
	struct str body;
	const uint32_t *line; /* where each begins, by text_lines; NULL: a place is counted from the start */
	size_t lines;
};

/* For a long text about which there may be much to tell. */
struct arena;
void text_lines(struct text *t, struct arena *arena);

/* A stretch of a text, in bytes. */
struct span {
	uint32_t at, n;
};

struct diags {
	const char *tool; /* begins each message */
	struct buf out;	  /* errors: whole lines, each ended by a newline */
	struct buf notes; /* what is worth telling while nothing is wrong */
	unsigned errors;  /* told and counted; past DIAG_MOST only counted */
};

enum { DIAG_MOST = 40 };

void diags_release(struct diags *d);

/* Will the next error only be counted? Then what it would say need not be sought. */
static inline bool diags_full(const struct diags *d)
{
	return d->errors >= DIAG_MOST;
}

/* An error at a place in a text: three lines, the last with carets under the stretch. */
__attribute__((format(printf, 4, 5))) void diag_at(struct diags *d, const struct text *where,
						   struct span span, const char *format, ...);

__attribute__((format(printf, 4, 0))) void diag_vat(struct diags *d, const struct text *where,
						    struct span span, const char *format, va_list args);

/* An error that has no place in a text (its words name the file and line, if any). */
__attribute__((format(printf, 2, 3))) void diag_error(struct diags *d, const char *format, ...);

/* A line under the errors that is no error of its own. */
__attribute__((format(printf, 2, 3))) void diag_more(struct diags *d, const char *format, ...);

/* Something worth telling that is no error; the same shapes. */
__attribute__((format(printf, 4, 5))) void diag_note_at(struct diags *d, const struct text *where,
							struct span span, const char *format, ...);
__attribute__((format(printf, 2, 3))) void diag_note(struct diags *d, const char *format, ...);

/* 1-based line and column (in characters) of a place in a text, and the line without its newline. */
struct diag_place {
	uint32_t line, column;
	struct str text;
};
struct diag_place diag_place(const struct text *where, uint32_t at);

/*
 * Names that somebody may have meant: an array, and which member of its elements is the name, a struct str or
 * a const char *. CANDIDATES(columns, n, head) is of structs, CANDIDATE_NAMES(words, n) of names alone.
 */
struct candidates {
	const void *at;
	size_t n, each, member;
	bool terminated; /* the names are const char * */
};
#define CANDIDATES(array, count, name) \
	((struct candidates){ (array), (count), sizeof *(array), offsetof(__typeof__(*(array)), name), \
			      _Generic((array)->name, const char *: true, struct str: false) })
#define CANDIDATE_NAMES(array, count) \
	((struct candidates){ (array), (count), sizeof *(array), 0, \
			      _Generic(*(array), const char *: true, struct str: false) })

/*
 * The likeliest of several lists to be meant by a name that is unknown; STR_NONE where none is near. Case is
 * ignored; a name further away than a third of the unknown one's length is not near. Of equally near names it
 * is the first. None is sought where `d` is full, for the message is only counted; d NULL: it is always said.
 * It ends a message: diag_at(…, "no stage '%.*s'" DID_YOU_MEAN, STR_ARG(name), DID_YOU_MEAN_ARG(near)).
 */
struct str nearest(const struct diags *d, struct str unknown, const struct candidates *list, size_t lists);
#define DID_YOU_MEAN	       "%s%.*s%s"
#define DID_YOU_MEAN_ARG(near) (near).n ? "; did you mean '" : "", STR_ARG(near), (near).n ? "'?" : ""

#endif
