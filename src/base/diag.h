/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * All messages to people go through here: a place, the line itself, a caret, a remedy. Messages are collected
 * in a buffer, so that all mistakes of an agreement are reported at once; only cmd/ prints them. Lower case,
 * no period: `leadscore: my.agreement:12:14: no column 'emploees'; did you mean 'employees'?`
 *
 * Whatever a message quotes (a header, a cell, a file name) is made safe for a screen: a line end or a tab
 * becomes a space, a control character '?', and bytes that aren't UTF-8 become U+FFFD. So a message is one
 * line, callers clean nothing, and only these functions write into the buffers.
 *
 * A name is quoted with 'single quotes', a piece of the language with "double" only where it is text.
 */
#ifndef BASE_DIAG_H
#define BASE_DIAG_H

#include <stdarg.h>
#include <stdint.h>

#include "base/buf.h"

/* A text that a person wrote: an agreement's file, the -e statements, a --where. */
struct text {
	const char *name;   /* "my.agreement", "-e", "--where" */
	const char *folder; /* relative paths in it start here; "" is where the tool was started */
	struct str body;
	const uint32_t *line; /* where each begins, by text_lines; NULL: a place is counted from the start */
	size_t lines;
	bool known; /* part of the program: what is tested in it is not checked again */
};

/* For a long text that may need many messages. */
struct arena;
void text_lines(struct text *t, struct arena *arena);

/* A stretch of a text, in bytes. */
struct span {
	uint32_t at, n;
};

struct diags {
	const char *tool; /* begins each message */
	struct buf out;	  /* errors and warnings: whole lines, each ended by a newline */
	struct buf notes; /* notes: worth saying although nothing is wrong */
	bool quiet;	  /* nobody reads notes, so none is made */
	unsigned errors;  /* reported and counted; past DIAG_MOST only counted */
};

enum { DIAG_MOST = 40 };

void diags_release(struct diags *d);

/* Will the next error only be counted? Then its words need not be worked out. */
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

/* A line over the errors that isn't one itself: what may have led to them. */
__attribute__((format(printf, 2, 3))) void diag_before(struct diags *d, const char *format, ...);

/* A line under the errors that isn't an error itself. */
__attribute__((format(printf, 2, 3))) void diag_more(struct diags *d, const char *format, ...);

/* A note, worth saying although it isn't an error; the same shapes. */
__attribute__((format(printf, 4, 5))) void diag_note_at(struct diags *d, const struct text *where,
							struct span span, const char *format, ...);
__attribute__((format(printf, 2, 3))) void diag_note(struct diags *d, const char *format, ...);

/* Things of one kind in files: how many there are, and where the first is. */
struct sighting {
	uint64_t count, first_line;
	uint64_t first_row; /* over all files, where several threads look */
	const char *file;   /* borrowed */
};

/* "3 cells are not UTF-8, first at in.csv:17; REMEDY"; nothing for none. */
void diag_sighting(struct diags *d, const struct sighting *s, const char *one, const char *many,
		   const char *remedy);

/* The same about a whole file's lines that are no UTF-8. */
void diag_not_utf8(struct diags *d, const char *file, struct str bytes);
#define CP1252_REMEDY "if this is Windows-1252, iconv -f CP1252 -t UTF-8 makes it readable"

/* 1-based line and column (in characters) of a place in a text, and the line without its newline. */
struct diag_place {
	uint32_t line, column;
	struct str text;
};
struct diag_place diag_place(const struct text *where, uint32_t at);

/* Not an error, but said even where notes aren't: why figures that were asked for are not there. */
__attribute__((format(printf, 2, 3))) void diag_warning(struct diags *d, const char *format, ...);

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
 * The name from several lists that an unknown name most likely stands for; STR_NONE if none is near. Case is
 * ignored; a name further away than a third of the unknown one's length is not near. Of equally near names it
 * is the first. None is searched for when `d` is full, because the message is only counted; d NULL: always
 * searched. It ends a message: diag_at(…, "no stage '%.*s'" DID_YOU_MEAN, STR_ARG(name),
 * DID_YOU_MEAN_ARG(near)).
 */
struct str nearest(const struct diags *d, struct str unknown, const struct candidates *list, size_t lists);

/* A few names that are about equally near, even if that is far, the nearest first; returns how many. */
enum { NEAREST_FEW = 3 };
size_t nearest_few(struct str unknown, const struct candidates *list, size_t lists,
		   struct str near[NEAREST_FEW]);
#define DID_YOU_MEAN	       "%s%.*s%s"
#define DID_YOU_MEAN_ARG(near) (near).n ? "; did you mean '" : "", STR_ARG(near), (near).n ? "'?" : ""

#endif
