/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Literals in words: see words.h. */
#include <math.h>

#include "base/number.h"
#include "expr/words.h"
#include "time/instant.h"

void words_quote(struct buf *out, struct str text)
{
	buf_print(out, "“%.*s”", STR_ARG(text));
}

void words_number(struct buf *out, double x)
{
	if (fabs(x) < 1e15 && x == trunc(x))
		number_write_grouped(out, (__int128)x);
	else
		number_write(out, x);
}

void words_span(struct buf *out, int64_t us)
{
	static const struct {
		const char *one, *many;
		int64_t us;
	} units[] = { { "day", "days", DAY_US },
		      { "hour", "hours", 3600 * SECOND_US },
		      { "minute", "minutes", 60 * SECOND_US },
		      { "second", "seconds", SECOND_US } };
	size_t i = 0;

	while (i < 3 && us % units[i].us)
		i++;
	double n = (double)us / (double)units[i].us;
	words_number(out, n);
	buf_print(out, " %s", n == 1 ? units[i].one : units[i].many);
}

void words_date(struct buf *out, int year, int month, int day)
{
	if (day)
		buf_print(out, "%d ", day);
	buf_print(out, "%s %d", month_names[month - 1], year);
}
