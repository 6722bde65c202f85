/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What all pages of HTML share: their head with its style, how text gets in,
 * and tables. Private to report/.
 */
#ifndef REPORT_MARKUP_H
#define REPORT_MARKUP_H

#include "report/grid.h"

/* From the doctype to <body>, and the end of the page. */
void markup_open(struct buf *out, struct str title);
void markup_close(struct buf *out);

/* A text: escaped, its line ends are line ends on the page. */
void markup_text(struct buf *out, struct str s);

/* A text where there are no lines: a page's title, an attribute, inside a picture (where a <br> would end
 * the picture). */
void markup_line(struct buf *out, struct str s);

/* An element that holds nothing but a text; none if there is no text. `open` is "p class=\"note\"", for
 * example. */
void markup_element(struct buf *out, const char *open, struct str s);

/* ` class="n good"`, or nothing. Either may be "". */
void markup_class(struct buf *out, const char *shape, enum tone tone);

/* A table in three parts, so that rows can be written as they come. It scrolls inside itself where it is too
 * wide, with the keyboard, too. Its caption is a heading that is seen, or (NULL) for those who can't see what
 * stands around the table. */
void markup_table_open(struct buf *out, const struct grid *g, struct str caption, const char *heading);
void markup_table_rows(struct buf *out, const struct grid *g);
void markup_table_close(struct buf *out, const struct grid *g); /* with the grid's note */

#endif
