/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See periods.h. */
#include "cmd/periods.h"

#include "stat/answers.h"

/* The moment that --since names; else the earliest. */
static int64_t bind_since(const char *said, struct filter *f)
{
	const struct time_style *style = &f->lane[0].program.times;
	int64_t earliest = day_date(day_number(CALENDAR_FIRST_YEAR, 1, 1), style->zone), since;

	if (!said)
		return earliest;
	if (instant_read(str_trim(str_from(said)), style, &since) != TIME_READ)
		diag_error(&f->diags, "--since: '%s' is not a time; write it as 2026-01-31", said);
	else if (since < earliest)
		diag_error(&f->diags, "--since: trends begin in %d at the earliest", CALENDAR_FIRST_YEAR);
	else
		return since;
	return earliest;
}

/* A time in the period before. */
static int64_t period_before(enum period period, int64_t since, const struct program *p)
{
	int64_t day = instant_day(since < p->now ? since : p->now, p->times.zone);

	return day_date(period_first_day(period, period_of(period, day)) - 1, p->times.zone);
}

bool periods_bind(struct moments *m, enum period period, const char *said, struct filter *f)
{
	struct program *p = &f->lane[0].program;
	int64_t since = bind_since(said, f);

	period = period_beginning(period, p->year_begins);
	moments_new(m, period, said ? period_before(period, since, p) : since, p->now, p->times.zone,
		    &p->arena);
	return m->n <= ANSWERS_MOMENTS;
}

void periods_too_many(const struct moments *m, const char *option, const char *since, struct filter *f)
{
	diag_error(
		&f->diags,
		"%s: from its beginning to now there are %zu periods, and %d at most can be looked at; let "
		"it begin later, with --since",
		option, m->n - !!since, ANSWERS_MOMENTS - !!since);
}
