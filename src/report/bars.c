/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Figures as pictures: see bars.h. A bar starts at zero, or it lies. */
#include "report/bars.h"

#include <math.h>

static const char eighth[][4] = { "", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█" };
static const char level[][4] = { "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█" };

/* Steps out of `most`: rounded, but 0 only for nothing and `most` only for all. */
static int steps(double share, int most)
{
	if (!(share > 0) || most <= 0)
		return 0;
	if (share >= 1)
		return most;
	int n = (int)round(share * most);
	return n < 1 ? 1 : n >= most && most > 1 ? most - 1 : n;
}

void bar_write(struct buf *out, double share, int width, bool utf8)
{
	int per = utf8 ? 8 : 1, n = steps(share, width * per);

	for (; n >= per; n -= per)
		buf_str(out, utf8 ? str_from(eighth[8]) : STR("#"));
	if (n)
		buf_str(out, str_from(eighth[n]));
}

void spark_write(struct buf *out, const double *value, size_t n, bool utf8)
{
	double most = 0;

	for (size_t i = 0; i < n; i++)
		if (value[i] > most)
			most = value[i];
	for (size_t i = 0; i < n; i++) {
		int high = value[i] > 0 ? (int)round(value[i] / most * 7) : 0;
		if (isnan(value[i]))
			buf_char(out, ' ');
		else if (utf8)
			buf_str(out, str_from(level[high]));
		else
			buf_char(out, (char)('1' + high));
	}
}
