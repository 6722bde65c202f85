/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A day to come, as people type it: 2026-12-01 and what the agreement's `dates` reads; 1.12., 24/12, 24 Dec
 * (the next one); monday, mon (the next one); tomorrow; +3 days, +2 weeks. A day that isn't after today is a
 * mistake, for whoever types one means another.
 */
#ifndef REVIEW_WHEN_H
#define REVIEW_WHEN_H

#include "time/instant.h"

/* `today`: days since 1970-01-01, in the style's zone. *date: the date. False: a mistake; `why` gets its
 * words. */
bool when_read(struct str typed, const struct time_style *style, int64_t today, int64_t *date,
	       struct buf *why);

/* "Mon 2 Nov", or with the year where it isn't this year's. */
void when_show(struct buf *b, int64_t day, int64_t today);

/* "2 Nov", or with the year where it isn't this year's. */
void day_show(struct buf *b, int64_t day, int64_t today);

/* "10 Oct 23:52" or "10 Oct" of a date; with the year where it isn't this year's. */
void moment_show(struct buf *b, int64_t at, int64_t today, const struct zone *zone);

#endif
