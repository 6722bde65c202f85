/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Many spans, for their quantiles: 4 bytes each while all are whole seconds, else 8. Up to SPANS_EXACT in a
 * whole run are kept exactly; beyond that, each is rounded to a hundredth of the unit it is printed in, and
 * equal ones are merged and counted. Only the total number decides about that, so merged parts give the same
 * figures as the whole.
 */
#ifndef STAT_SPANS_H
#define STAT_SPANS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "stat/stat.h"

enum { SPANS_EXACT = 16777216 };

/* How many spans a whole run holds, in all its containers, and whether they had to be rounded. */
struct held {
	uint64_t n;
	uint64_t once; /* after the last rounding; 0: there was none */
	bool rounded;
};

/* Is it time to round, because the total is certain to exceed the limit or has doubled since the last
 * time? */
static inline bool held_too_many(const struct held *h)
{
	return h->n > SPANS_EXACT && h->n > 2 * h->once;
}

/* So many are left after rounding. */
static inline void held_round(struct held *h, uint64_t n)
{
	*h = (struct held){ n, n, true };
}

static inline void held_merge(struct held *into, const struct held *from)
{
	into->n += from->n;
	into->rounded |= from->rounded;
}

/* Are all figures computed from rounded spans? */
static inline bool held_rounded(const struct held *h)
{
	return h->rounded || h->n > SPANS_EXACT;
}

struct spans {
	int64_t *at; /* microseconds; NULL until they are sorted or one is no whole second */
	union {
		uint64_t *count;   /* of each; NULL: one each. Once sorted, no counted value occurs twice */
		uint32_t *seconds; /* until then */
	};
	uint32_t n, cap;
};

void spans_release(struct spans *s);
void spans_merge(struct spans *into, const struct spans *from);
void spans_move(struct spans *into, struct spans *from); /* which is then empty */
void spans_add_many(struct spans *s, int64_t span, uint64_t count);

/* Can a span be kept as so many seconds? */
static inline bool span_in_seconds(int64_t span, uint32_t *seconds)
{
	const uint64_t second = 1000000, s = (uint64_t)span / second;

	*seconds = (uint32_t)s;
	return *seconds * second == (uint64_t)span;
}

static inline void spans_add(struct spans *s, int64_t span)
{
	uint32_t seconds;

	if (s->n < s->cap && !s->at && span_in_seconds(span, &seconds)) {
		__builtin_prefetch(s->seconds + s->n + 16, 1); /* those of a group come one by one */
		s->seconds[s->n++] = seconds;
	} else if (s->n < s->cap && s->at && !s->count) {
		s->at[s->n++] = span;
	} else {
		spans_add_many(s, span, 1);
	}
}

uint64_t spans_count(const struct spans *s);

/* Rounds to hundredths of a unit (microseconds, a multiple of 100), merges equal ones, and sorts. Doing it
 * twice changes nothing. */
void spans_round(struct spans *s, int64_t unit);

/* Sorts; needed before spans_quantile, spans_sample, and reading `at`. */
void spans_sort(struct spans *s);

/* The type 7 quantile num/den in hundredths of a unit, rounded once; INT64_MIN: there are none. */
int64_t spans_quantile(const struct spans *s, unsigned num, unsigned den, int64_t unit);

/* The quantiles 1/2 and 9/10 of several together, which need not be sorted. */
struct spread {
	int64_t median, p90; /* in hundredths of a unit; INT64_MIN: there are none */
};
struct spread spans_spread(const struct spans *const *part, size_t parts, int64_t unit);

/* To compare with another; valid until they are changed. */
struct sample spans_sample(const struct spans *s);

#endif
