/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Times as most exports write them, 2026-01-31 09:30:00, 2026-01-31 09:30 or 2026-01-31, on a day that was
 * read before: a few words of the text and one place in a table. 31.01.2026 is the same day, whatever the
 * order of others is. instant_read_known() reads all others, and learns their days.
 */
#ifndef TIME_KNOWN_DAYS_H
#define TIME_KNOWN_DAYS_H

#include "base/word.h"
#include "time/instant.h"

/* Text of 8 bytes in the shape 00?00?00, whose digits are 0 here: the three numbers, in bytes 0, 3 and 6. */
#define KNOWN_PAIRS(w) ((w) * (1 + (10 << 8)) >> 8 & UINT64_C(0x00FF0000FF0000FF))

/* The place of a day, 26-01-31, by the last two bits of its year, the month and the day: of the three
 * numbers, each with what the digits' own bits add to it. Whatever the bytes are, it is one. */
static inline size_t known_place(uint64_t day)
{
	const uint64_t parts = UINT64_C(31) << 56 | UINT64_C(15) << 32 | 3 << 8;
	const uint64_t together =
		UINT64_C(1) << 45 | UINT64_C(1) << 23 | 1 << 3; /* at the word's upper end */

	_Static_assert(DAYS_KNOWN == 1 << 11, "2 + 4 + 5 bits");
	return (size_t)((day * (1 + (10 << 8)) & parts) * together >> 53);
}

enum { DAY_KNOWN = 1 << 16 };

/* The first two bytes of a day, as they are kept of a known one. */
static inline uint32_t known_century(const char *p)
{
	uint16_t century;

	memcpy(&century, p, sizeof century);
	return century | DAY_KNOWN;
}

static inline bool known_turned(const char *p)
{
	return p[2] == '.' && p[5] == '.';
}

/* Of 31.01.2026, the last 8 bytes of 2026-01-31. */
static inline uint64_t known_turned_day(const char *p)
{
	const uint64_t dashes = (uint64_t)'-' << 16 | (uint64_t)'-' << 40;
	uint64_t from_month = word_load(p + 3), day = word_load(p) & 0xFFFF;

	return (from_month >> 40 & 0xFFFF) | dashes | (from_month & 0xFFFF) << 24 | day << 48;
}

/* The seconds of a clock of 8 bytes, 09:30:00. False: it isn't one. */
static inline bool known_clock(uint64_t clock, unsigned *seconds)
{
	/* what carries 10, or 1 where no digit is, to a byte's top bit; and what does so with 24, 60 and 60
	 */
	const uint64_t shape = UINT64_C(0x76767F76767F7676),
		       most = (UINT64_C(68) << 48) + (UINT64_C(68) << 24) + 104;
	uint64_t w = clock ^ word_load("00:00:00"), pairs = KNOWN_PAIRS(w);
	unsigned minutes =
		(unsigned)(pairs * (1 + (60 << 24)) >> 24) & 0xFFFF; /* hours * 60 beside minutes */

	*seconds = minutes * 60 + (unsigned)(pairs >> 48);
	return !((w | (w + shape) | (pairs + most)) & WORD_EVERY(0x80));
}

static inline bool known_length(size_t n)
{
	return n == 19 || n == 10 || n == 16;
}

/* The day that such a text begins with; NULL: it isn't known. */
static inline const struct known_day *known_day_of(const struct known_days *days, const char *p)
{
	uint64_t day = word_load(p + 2);
	const struct known_day *d = &days->at[known_place(day)];

	if (d->day == day && d->century == known_century(p))
		return d;
	if (!known_turned(p))
		return NULL;
	day = known_turned_day(p);
	d = &days->at[known_place(day)];
	return d->day == day && d->century == known_century(p + 6) ? d : NULL;
}

/* False: it may be a time nevertheless. `s` is trimmed. */
static inline bool known_days_read(const struct known_days *days, struct str s, int64_t *out,
				   enum daytime *daytime)
{
	uint64_t clock = 0;
	unsigned seconds;

	if (__builtin_expect(s.n == 19, 1))
		clock = word_load(s.p + 11);
	else if (s.n == 16)
		clock = word_load(s.p + 8) >> 24 | word_load(":00\0\0\0\0") << 40;
	else if (s.n != 10)
		return false;
	const struct known_day *d = known_day_of(days, s.p);
	if (!d)
		return false;
	if (s.n == 10) {
		*daytime = DAYTIME_NONE;
		*out = d->first - 1;
		return true;
	}
	if ((s.p[10] != ' ' && s.p[10] != 'T') || !known_clock(clock, &seconds))
		return false;
	*daytime = seconds ? DAYTIME_OTHER : DAYTIME_MIDNIGHT;
	*out = d->first + instant_of((int64_t)seconds * SECOND_US);
	return true;
}

#endif
