/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A page as programs that show mail can show it: one table 640 wide, its style in each cell, and bars that
 * are cells with a color. There is no style sheet, no picture and nothing to open, since one or the other
 * drops them. A figure stands beside a color, never on it: in the dark a program changes one and not the
 * other. The answer comes first, for it is what a list of mails shows. Programs cut a mail near 102 KB, so
 * whatever would make it too long is left out, and a line says so.
 *
 * A mail is made of the same pieces as a page; the functions of document.h call these where a document began
 * as one, which its first bytes say. Private to report/.
 */
#ifndef REPORT_MAIL_H
#define REPORT_MAIL_H

#include "report/document.h"

bool mail_is(const struct buf *out);

void mail_begin(struct buf *out, const struct document_head *head);
void mail_end(struct buf *out, const struct document_foot *foot);
void mail_answer(struct buf *out, struct str text);
void mail_heading(struct buf *out, struct str text);
void mail_note(struct buf *out, struct str text);
void mail_command(struct buf *out, struct str what, struct str command);
void mail_tiles(struct buf *out, const struct tile *tile, size_t n);
void mail_grid(struct buf *out, const struct grid *g);

/* A piece of the mail, a row of its own in the table; it is taken back where the mail would be too long, and
 * so are all behind it. */
struct mail_piece {
	struct buf *out;
	size_t from;
};
struct mail_piece mail_open(struct buf *out);
void mail_close(struct mail_piece piece);

/* A line of text in a piece, as large as small print, with what is below it further off by `below` pixels. */
void mail_line(struct buf *out, struct str text, int below);

/* ---- mail_bars.c: the pictures ---- */

void mail_chart(struct buf *out, const struct chart *c);
void mail_stacks(struct buf *out, const struct stacks *s);
void mail_curves(struct buf *out, const struct curves *c);
void mail_funnel_bars(struct buf *out, const struct funnel_bars *f);
void mail_dots(struct buf *out, const struct dots *d);
void mail_meters(struct buf *out, const struct meters *m);
void mail_heat(struct buf *out, const struct heat *h);

#endif
