/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Days that were read already, for a column of times: 2026-01-31 09:30:00 is so much after the first instant
 * of its day. Days on which the clock changes are not among them.
 */
#ifndef TIME_KNOWN_DAYS_H
#define TIME_KNOWN_DAYS_H

#include "base/word.h"
#include "time/instant.h"

/* Zeroed, it knows none; it is of one style. The days of four years each have a place of their own. */
enum { DAYS_KNOWN = 2048 };
struct known_days {
	struct known_day {
		uint64_t head, tail; /* the ten bytes as they are written: the first 8 and the last 8 */
		int64_t first;	     /* ^ INSTANT_NONE, so that 0 is none: it is no such day */
	} at[DAYS_KNOWN];
};

/* Of the last two bits of the year, the month and the day, in the bytes of 26-01-31 that two digits make;
 * whatever the bytes are, it is a place. */
static inline size_t known_day_place(uint64_t tail)
{
	uint64_t pairs = ((tail ^ UINT64_C(0x3030003030003030)) * (1 + (10 << 8))) >> 8;

	pairs &= UINT64_C(0x001F00000F000003);
	return pairs * (UINT64_C(1) << 62 | UINT64_C(1) << 34 | 1 << 5) >> 53;
}
_Static_assert(DAYS_KNOWN == 1 << (64 - 53), "2 bits of the year, 4 of the month, 5 of the day");

/*
 * Is it a moment of a known day, other than midnight: 2026-01-31 09:30:00, with a T or a space, and nothing
 * else? Then it is what instant_read would say.
 */
static inline bool instant_known(struct str s, const struct known_days *days, int64_t *out)
{
	if (s.n != 19 || (s.p[10] != ' ' && s.p[10] != 'T'))
		return false;
	uint64_t clock = word_load(s.p + 11) ^ UINT64_C(0x30303A30303A3030); /* 00:00:00 */
	uint64_t past = clock + UINT64_C(0x76767F76767F7676), tail = word_load(s.p + 2);
	uint64_t pairs = (clock * (1 + (10 << 8)) >> 8) & UINT64_C(0x00FF0000FF0000FF);
	uint64_t late = pairs + UINT64_C(0x0044000044000068); /* from 24 and 60 on, the top bit */
	const struct known_day *d = &days->at[known_day_place(tail)];
	int64_t seconds = (int64_t)((pairs & 0xFF) * 3600 + (pairs >> 24 & 0xFF) * 60 + (pairs >> 48));

	if (((clock | past | late) & WORD_EVERY(0x80)) | (d->head ^ word_load(s.p)) | (d->tail ^ tail) |
	    !d->first | !seconds)
		return false;
	*out = (d->first ^ INSTANT_NONE) + instant_of(seconds * SECOND_US);
	return true;
}

/* instant_read_daytime(), which gets to know the day. */
enum time_reading instant_read_known(struct str s, const struct time_style *style, struct known_days *days,
				     int64_t *out, enum daytime *clock);

#endif
