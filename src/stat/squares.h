/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sum of squares of amounts that is exact, so that it doesn't depend on the order they come in. */
#ifndef STAT_SQUARES_H
#define STAT_SQUARES_H

/* Of what squares of millionths are made of: high² · 2^84 + high · low · 2^43 + low². */
struct squares {
	unsigned __int128 high, middle, low;
};

/* An amount in millionths has 83 bits at most. */
void squares_add(struct squares *s, __int128 amount);
void squares_merge(struct squares *into, const struct squares *from);

/* In millionths². */
double squares_sum(const struct squares *s);

#endif
