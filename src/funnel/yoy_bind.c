/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The periods of a report and their cutoffs, all known before the first lead: see yoy.h. */
#include "funnel/yoy_internal.h"

static int64_t day_of(const struct yoy_plan *p, size_t i)
{
	return period_first_day(p->period, p->first + (int64_t)i);
}

size_t yoy_place_before(const struct yoy_plan *p, size_t i)
{
	int64_t before = period_year_before(p->period, p->first + (int64_t)i) - p->first;

	return before < 0 ? SIZE_MAX : (size_t)before;
}

/* Is a period over, for all its leads? */
static bool is_whole(const struct yoy_plan *p, size_t i, int64_t now)
{
	int64_t last = day_last(day_of(p, i + 1) - 1, p->zone);

	return p->window ? instant_minus(now, last, p->zone) >= p->window : last <= now;
}

/* Where the first tenth ends of what is seen of a period at a moment. */
static int64_t first_tenth(const struct yoy_plan *p, size_t i, int64_t seen)
{
	int64_t first = instant_us(day_instant(day_of(p, i), p->zone)),
		end = instant_us(day_instant(day_of(p, i + 1), p->zone)),
		to = instant_us(seen) + (p->window ? -p->window : 1);

	return instant_of(first + ((to < end ? to : end) - first) / 10);
}

static void bind_periods(struct yoy_plan *p, struct program *program)
{
	int64_t now = program->now, last;

	p->zone = program->times.zone;
	p->first = period_of(p->period, 0);
	last = period_of(p->period, instant_day(now, p->zone));
	p->n = last < p->first ? 1 : (size_t)(last - p->first) + 1;
	p->cutoff = ARENA_ARRAY(&program->arena, p->n, int64_t);
	p->tenth = ARENA_ARRAY(&program->arena, p->n, int64_t);
	p->earlier_tenth = ARENA_ARRAY(&program->arena, p->n, int64_t);
	p->earlier_cutoff = period_moment_before(p->period, now, p->zone);
	for (size_t i = 0; i < p->n; i++) {
		p->cutoff[i] = day_last(day_of(p, i + 1) - 1, p->zone);
		p->tenth[i] = first_tenth(p, i, now);
		p->earlier_tenth[i] = first_tenth(p, i, p->earlier_cutoff);
	}
	if (p->cutoff[p->n - 1] > now)
		p->cutoff[p->n - 1] = now;
	p->beside = ARENA_ARRAY(&program->arena, p->n, bool);
	for (p->whole = p->n; p->whole && !is_whole(p, p->whole - 1, now); p->whole--) {
		size_t before = yoy_place_before(p, p->whole - 1);
		if (before != SIZE_MAX)
			p->beside[before] = true;
	}
}

bool yoy_bind(struct yoy_plan *p, struct names *n, enum period period, int64_t window, struct diags *diags)
{
	const struct agreement *a = names_agreement(n);
	struct program *program = names_program(n);

	*p = (struct yoy_plan){ .agreement = a, .period = period, .handover = SIZE_MAX, .window = window };
	if (!pipeline_bind(&p->pipeline, n) || !pipeline_dated(&p->pipeline, a, 0, "--yoy", diags))
		return false;
	if (a->handovers.n)
		p->handover = agreement_stage(a, a->handovers.at[0].from.text);
	if (!money_bind(&p->value, &a->stages.at[a->stages.n - 1], n))
		return false;
	bind_periods(p, program);
	return true;
}

bool yoy_has(const struct yoy_plan *p, enum yoy_figure f)
{
	if (f == YOY_CONVERSION || f == YOY_REVENUE)
		return pipeline_ends(&p->pipeline) && (f == YOY_CONVERSION || p->value.value);
	return p->handover != SIZE_MAX;
}
