/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A person at a terminal, line by line: editing, completion, history. What is read and shown goes from and to
 * the terminal itself, also where standard input and output are files or pipes; nothing goes to standard
 * output. While no line is read the terminal is as it was found.
 *
 * Readline has one state in a process, so there is one of these at a time.
 */
#ifndef CLI_LINE_H
#define CLI_LINE_H

#include "base/diag.h"
#include "base/look.h"

struct line;

/* Appends what may stand at the end of `before` to `words`, each ended by a newline; returns the place in
 * `before` where they begin. */
typedef size_t line_complete_fn(void *ctx, struct str before, struct buf *words);

struct line_kind {
	const char *name;    /* in inputrc: $if leadreview */
	const char *history; /* a file in the state folder: "review_history" */
	line_complete_fn *complete;
	void *ctx;
};

/* Standard input where it is a terminal, else /dev/tty. NULL: there is none, and *error is why. */
struct line *line_open(const struct line_kind *kind, struct diags *diags, int *error);

enum line_end {
	LINE_TEXT,
	LINE_CLEARED, /* by Ctrl-C: the line is void */
	LINE_ENDED,   /* by Ctrl-D on an empty line, or the terminal is gone */
	LINE_KILLED   /* by SIGHUP or SIGTERM; line_close ends the process by it */
};

/* The text is valid until the next line. */
enum line_end line_read(struct line *l, struct str prompt, struct str *text);

void line_show(struct line *l, struct str text);
const char *line_name(const struct line *l); /* of the terminal, for messages */

/* What the terminal can do now, for it may be resized; and its height. */
struct look line_look(const struct line *l, const char *color_option);
int line_height(const struct line *l);

void line_close(struct line *l);

#endif
