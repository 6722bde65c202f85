/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Spans: lengths of time that know no calendar. One pattern:
 *
 *   span = [+-]? H+ : MM (: SS (. digits)?)?     26:15 is 26 hours 15 minutes; parts after the first under 60
 *        | number S* UNIT?                       without a unit: days
 *
 * The number is one that number_read() takes, with nothing but digits, `.`,
 * `,` and spaces after its sign: no currency, no K, no %. UNIT is one of the
 * words below, its plural, or one of a few abbreviations; `m` is none, it is
 * minutes to some and months to others. A month is 30 days, a year 365.
 */
#include "time/instant.h"

#include <math.h>

#include "base/number.h"

static const struct unit {
	const char *word, *brief[2]; /* brief ones in cells only */
	int64_t us;
} units[] = {
	{ "second", { "s", "sec" }, SECOND_US },     { "minute", { "min", "mins" }, 60 * SECOND_US },
	{ "hour", { "h", "hr" }, 3600 * SECOND_US }, { "day", { "d", "" }, DAY_US },
	{ "week", { "w", "wk" }, 7 * DAY_US },	     { "month", { "", "" }, 30 * DAY_US },
	{ "year", { "y", "yr" }, 365 * DAY_US },
};

int64_t span_unit(struct str word)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
		struct str s = word;
		if (s.n == strlen(units[i].word) + 1 && (s.p[s.n - 1] | 0x20) == 's')
			s.n--;
		if (str_same(s, str_from(units[i].word)))
			return units[i].us;
	}
	return 0;
}

/* A unit of a cell, where it may be abbreviated. */
static int64_t cell_unit(struct str word)
{
	for (size_t i = 0; i < sizeof units / sizeof *units; i++)
		if (word.n && (str_same(word, str_from(units[i].brief[0])) ||
			       str_same(word, str_from(units[i].brief[1]))))
			return units[i].us;
	return span_unit(word);
}

/* At most `most` digits, at least one, left behind p. */
static bool digits(const char **p, const char *end, int most, int64_t *out)
{
	const char *from = *p;

	for (*out = 0; *p < end && **p >= '0' && **p <= '9' && *p - from < most; ++*p)
		*out = *out * 10 + (**p - '0');
	return *p > from;
}

static bool two_digits(const char **p, const char *end, int64_t *out)
{
	const char *from = *p;

	return digits(p, end, 2, out) && *p - from == 2 && *out <= 59;
}

/* 26:15:00.5 */
static bool read_clock(struct str s, int64_t *out)
{
	const char *p = s.p, *end = s.p + s.n;
	int64_t hours, minutes, seconds = 0, micro = 0;
	bool minus = p < end && *p == '-';

	p += p < end && (*p == '-' || *p == '+');
	if (!digits(&p, end, 10, &hours) || p == end || *p++ != ':' || !two_digits(&p, end, &minutes))
		return false;
	if (p < end && *p == ':') {
		p++;
		if (!two_digits(&p, end, &seconds))
			return false;
		if (p < end && *p == '.') {
			const char *from = ++p;
			if (!digits(&p, end, 6, &micro))
				return false;
			for (int64_t n = p - from; n < 6; n++)
				micro *= 10;
			while (p < end && *p >= '0' && *p <= '9')
				p++; /* finer than microseconds: cut */
		}
	}
	__int128 span = ((__int128)hours * 3600 + minutes * 60 + seconds) * SECOND_US + micro;
	if (p != end || span > INT64_MAX)
		return false;
	*out = minus ? -(int64_t)span : (int64_t)span;
	return true;
}

static bool letter(char c)
{
	return ((unsigned)(unsigned char)c | 0x20) - 'a' < 26;
}

/* A number's own signs only, so that $, K and % make no span. Of number_read's other characters only
 * currencies have the bytes A3 (£), A5 (¥) and 82 (U+20A0-U+20BF). */
static bool bare(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (letter(s.p[i]) || (s.p[i] && strchr("$%(\xA3\xA5\x82", s.p[i])))
			return false;
	return true;
}

bool span_read(struct str s, char decimal, int64_t *out)
{
	int64_t unit = DAY_US;
	size_t n = s.n;
	double x;

	if (read_clock(s, out))
		return true;
	while (n && letter(s.p[n - 1]))
		n--;
	if (n < s.n)
		unit = cell_unit(str_slice(s, n, s.n));
	struct str number = str_trim(str_slice(s, 0, n));
	if (!unit || !bare(number) || !number_read(number, decimal, &x))
		return false;
	if (fabs(x) > (double)(INT64_MAX / unit))
		return false;
	*out = x == rint(x) ? (int64_t)x * unit : (int64_t)llround(x * (double)unit);
	return true;
}

void span_write(struct buf *b, int64_t span)
{
	uint64_t us = span < 0 ? 0 - (uint64_t)span : (uint64_t)span;
	uint64_t second = us / SECOND_US, micro = us % SECOND_US;

	if (span % DAY_US == 0) {
		number_write_whole(b, span / DAY_US);
		buf_str(b, us == DAY_US ? STR(" day") : STR(" days"));
		return;
	}
	buf_print(b, "%s%llu:%02u:%02u", span < 0 ? "-" : "", (unsigned long long)(second / 3600),
		  (unsigned)(second / 60 % 60), (unsigned)(second % 60));
	if (micro)
		buf_print(b, ".%06u", (unsigned)micro);
}
