/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The frame of every page, of reports and of rows: its name and the agreement, as of when and of which input,
 * what is in its figures and what was left out; and at its end the command that makes it again. What stands
 * between is the report's.
 */
#ifndef CMD_PAGE_H
#define CMD_PAGE_H

#include "cmd/filter.h"
#include "report/document.h"

/* Begins a page; `more` follows the time that it is as of. */
void filter_page_begin(struct filter *f, const char *name, int64_t now, const char *more, struct buf *page);

/* How many groups it has room for. */
size_t filter_page_room(const struct filter *f);

/* After its beginning: if not all groups are shown, how many are, and the command that writes all. */
void filter_page_groups(struct filter *f, size_t shown, size_t groups, struct buf *page);

/* Ends it. */
void filter_page_end(struct filter *f, struct buf *page);

/* The same with tables before its end, which are released; a long one is folded. */
void filter_page_tables(struct filter *f, struct grid *grids, size_t n, struct buf *page);

/* All of a page of rows. */
void filter_page_of_rows(struct filter *f, struct grid *rows, struct buf *page);

#endif
