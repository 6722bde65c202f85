/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See moments.h. A day's moment is looked up in a table, which has an entry a day. */
#include "time/moments.h"

void moments_now(struct moments *m, int64_t now, const struct zone *zone, struct arena *arena)
{
	*m = (struct moments){ .zone = zone, .n = 1 };
	m->at = ARENA_ARRAY(arena, 1, int64_t);
	m->day = ARENA_ARRAY(arena, 1, int64_t);
	m->at[0] = now;
	m->day[0] = m->first_day = instant_day(now, zone);
	m->of_day = ARENA_ARRAY(arena, 1, uint32_t);
}

void moments_new(struct moments *m, enum period period, int64_t since, int64_t now, const struct zone *zone,
		 struct arena *arena)
{
	int64_t today = instant_day(now, zone), last = period_of(period, today);
	int64_t first = since < now ? period_of(period, instant_day(since, zone)) : last;

	*m = (struct moments){ .zone = zone, .period = period, .n = (size_t)(last - first) + 1 };
	m->ended = now == day_last(period_first_day(period, last + 1) - 1, zone);
	m->at = ARENA_ARRAY(arena, m->n, int64_t);
	m->day = ARENA_ARRAY(arena, m->n, int64_t);
	m->first_day = period_first_day(period, first);
	m->of_day = ARENA_ARRAY(arena, (size_t)(today - m->first_day) + 1, uint32_t);
	int64_t day = m->first_day;
	for (size_t k = 0; k < m->n; k++) {
		int64_t next = period_first_day(period, first + (int64_t)k + 1);
		m->at[k] = k + 1 < m->n ? day_last(next - 1, zone) : now;
		m->day[k] = k + 1 < m->n ? next - 1 : today;
		for (; day <= m->day[k]; day++)
			m->of_day[day - m->first_day] = (uint32_t)k;
	}
}

size_t moments_from_day(const struct moments *m, int64_t day)
{
	if (day <= m->first_day)
		return 0;
	return day > m->day[m->n - 1] ? m->n : m->of_day[day - m->first_day];
}

size_t moments_from(const struct moments *m, int64_t t)
{
	if (t > m->at[m->n - 1])
		return m->n;
	return m->n == 1 ? 0 : moments_from_day(m, instant_day(t, m->zone));
}
