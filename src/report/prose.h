/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A document that is mostly sentences, as one page of HTML or as Markdown: headings, paragraphs, lists,
 * tables, and lines to sign on. Every text is escaped. What stands between TERM and TERM_END in a text is a
 * term, and set in italics.
 */
#ifndef REPORT_PROSE_H
#define REPORT_PROSE_H

#include "report/grid.h"

#define TERM	 "\001"
#define TERM_END "\002"

struct prose {
	struct buf *out;
	bool html;
	enum { NO_LIST, ITEMS, STEPS } list; /* the one that is open */
};

void prose_open(struct prose *p, struct buf *out, enum format format, struct str title, struct str subtitle);
void prose_close(struct prose *p);

void prose_heading(struct prose *p, struct str text);	    /* of a section */
void prose_small_heading(struct prose *p, struct str text); /* of a part of it */
void prose_text(struct prose *p, struct str text);

/* Of a list, which other pieces end: step 0 is a point, from 1 on it is a number. */
void prose_item(struct prose *p, size_t step, struct str text);
void prose_grid(struct prose *p, const struct grid *g);

/* On a page of its own: a heading, a sentence, and for each party lines for each of the labels. */
void prose_signatures(struct prose *p, struct str heading, struct str text, const char *const *party,
		      size_t parties, const char *const *label, size_t labels);

#endif
