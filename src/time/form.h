/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How a cell writes a time, so that others can be written alike: 31.10.2026 15:02, 10/31/2026 3:02 PM,
 * 2026-10-31T14:02:40Z, 31-Oct-2026, 1793455360000. A form is no finer than its cell: what is written is cut
 * to the day, the minute, the second or the fraction that the cell shows.
 */
#ifndef TIME_FORM_H
#define TIME_FORM_H

#include "time/instant.h"

enum { FORM_PIECES = 32, FORM_TEXT = 64 };

struct time_form {
	struct form_piece {
		enum form_kind {
			FORM_LITERAL,
			FORM_YEAR,
			FORM_MONTH,
			FORM_DAY,
			FORM_MONTH_NAME,
			FORM_WEEKDAY,
			FORM_HOUR,
			FORM_MINUTE,
			FORM_SECOND,
			FORM_FRACTION,
			FORM_HALF, /* AM or PM */
			FORM_OFFSET,
			FORM_EPOCH
		} kind;
		uint8_t at, n; /* what the cell has there, in `text` */
		uint8_t width; /* numbers: filled up with zeros to it */
	} piece[FORM_PIECES];
	size_t n;
	char text[FORM_TEXT + 8];
	bool utc, half, clock; /* Z behind it; AM or PM; a clock at all */
	int64_t unit;	       /* microseconds that it tells apart; 0: days */
};

/* The form of a cell that `style` can read, trimmed. False: it has none that could be written again. */
bool time_form_of(struct str cell, const struct time_style *style, struct time_form *form);

/* Appends an instant; *reads is what it reads as again, which is the instant but for what the form can't
 * tell. False: it would read as something else, and nothing is appended. */
bool time_form_write(const struct time_form *form, int64_t t, const struct time_style *style, struct buf *b,
		     int64_t *reads);

#endif
