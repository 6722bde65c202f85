/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See squares.h. */
#include "stat/squares.h"

#include <math.h>

enum { LOW_BITS = 42 };

void squares_add(struct squares *s, __int128 amount)
{
	unsigned __int128 size = (unsigned __int128)(amount < 0 ? -amount : amount), high = size >> LOW_BITS,
			  low = size - (high << LOW_BITS);

	s->high += high * high;
	s->middle += high * low;
	s->low += low * low;
}

void squares_merge(struct squares *into, const struct squares *from)
{
	into->high += from->high;
	into->middle += from->middle;
	into->low += from->low;
}

double squares_sum(const struct squares *s)
{
	return ldexp((double)s->high, 2 * LOW_BITS) + ldexp((double)s->middle, LOW_BITS + 1) + (double)s->low;
}
