/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts that all pages share, each kept in the page's arena. */
#ifndef FIGURES_PAGE_H
#define FIGURES_PAGE_H

#include "figures/verdict.h"
#include "report/document.h"
#include "time/instant.h"

#define NO_BREAK "\xC2\xA0" /* a space at which no line is broken */

enum { PAGE_GROUPS = 16 }; /* in a picture; the table behind it has them all */

struct str page_count(struct arena *arena, uint64_t n);		      /* 9,240 */
struct str page_percent(struct arena *arena, uint64_t k, uint64_t n); /* 12.9%; – where n is 0 */

struct str page_day(struct arena *arena, struct civil day); /* 31 Oct 2026, in one line */

/* "over the benchmark, 15%"; empty without one. */
struct str page_verdict(struct arena *arena, struct verdict v);

/* Two lines; one if there is but one. */
struct str page_lines(struct arena *arena, struct str a, struct str b);

/* Appends item `i`, from 0, to a group's name. */
void page_item(struct buf *name, size_t i, struct str item);

/* What was gathered in a buffer, which is released. */
struct str page_words(struct arena *arena, struct buf *b);

/* "16 of the 40 groups on this page; the tables below have all of them", if some are left out. */
void page_groups(struct buf *out, struct arena *arena, size_t shown, size_t groups);

#endif
