/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A reading has two halves. The facts of a record do not depend on the
 * moment: which promise is the lead's, where the clock starts, what was
 * promised in own time, when pauses were. The rest asks, for one moment, what
 * had happened by then.
 *
 * Own time C(t) is the open time in [start, t] less that of the pauses before
 * t; the clock is due at the least t by which C(t) reaches what was promised.
 * `N days` fix the due time of a clock without pauses, and so what is promised
 * in own time; then it is like any other. A clock of hours, of minutes or of
 * a calendar compares instants, a date being its first; one of `N days` goes by
 * calendar day wherever it meets a date.
 *
 * The answer is the earliest time at or after the start at which the lead got
 * to a target or to a later stage. A clock ends with its lap: what comes later
 * changes its outcome no more, and what came earlier has no part in it.
 */
#include "lead/clock.h"

#include "expr/run.h"
#include "lead/clock_internal.h"

const struct str clock_status_name[] = {
	[CLOCK_NONE] = { "", 0 },
	[CLOCK_MET] = { "met", 3 },
	[CLOCK_LATE] = { "late", 4 },
	[CLOCK_WAITING] = { "waiting", 7 },
	[CLOCK_WARNING] = { "warning", 7 },
	[CLOCK_OVERDUE] = { "overdue", 7 },
	[CLOCK_PAUSED] = { "paused", 6 },
	[CLOCK_WITHDRAWN] = { "withdrawn", 9 },
	[CLOCK_REVERSED] = { "reversed", 8 },
};

/* ---- what does not depend on the moment ---- */

int64_t clock_column_time(const struct clock *k, size_t column, const struct facts *x, struct rows *rows,
			  size_t row)
{
	int64_t t = x->read[column] ? x->read[column][row] : code_time(k->column[column], rows_at(rows, row));

	if (t != INSTANT_NONE)
		tally_event(rows->frame, t);
	return t;
}

static int64_t point_time(const struct clocks *c, const struct clock *k, const struct point *p,
			  const struct sign *sign, const struct facts *x, struct rows *rows, size_t row)
{
	if (p->what == POINT_COLUMN)
		return clock_column_time(k, p->index, x, rows, row);
	return sign_any_time(sign[p->what == POINT_EXIT ? c->pipeline.nstages + p->index : p->index]);
}

/* Own time without pauses: between two times, and since the start. */
static int64_t elapsed(const struct clocks *c, const struct facts *x, int64_t from, int64_t to)
{
	if (x->hours)
		return calendar_between(x->hours, from, to);
	return x->by_day ? instant_minus(to, from, c->zone) : instant_between(from, to);
}

int64_t clock_elapsed(const struct clocks *c, const struct facts *x, int64_t to)
{
	return x->hours ? calendar_since(x->hours, x->opened, to) : elapsed(c, x, x->start, to);
}

/* The least instant by which so much of it has passed. */
static int64_t later(const struct facts *x, int64_t from, int64_t span)
{
	return x->hours ? calendar_plus(x->hours, from, span) : instant_after(from, span);
}

int64_t clock_promised(const struct clocks *c, const struct facts *x, const struct bound_promise *p)
{
	if (p->days)
		return x->hours ? calendar_day_end(x->hours, x->start, p->days)
				: instant_plus_days(x->start, p->days, c->zone);
	return x->hours && p->span > 0 ? calendar_when(x->hours, x->opened + p->span)
				       : later(x, x->start, p->span);
}

static void take_pauses(const struct clocks *c, const struct clock *k, const struct sign *sign,
			struct facts *x, struct rows *rows, size_t row)
{
	x->npauses = 0;
	for (size_t i = 0; i < k->npauses; i++) {
		struct gap g = { point_time(c, k, &k->pause[i].from, sign, x, rows, row),
				 point_time(c, k, &k->pause[i].to, sign, x, rows, row) };
		if (g.from == INSTANT_NONE)
			continue;
		if (g.to == INSTANT_NONE)
			g.to = INT64_MAX;
		else if (g.to < g.from)
			g.to = g.from;
		size_t at = x->npauses++;
		for (; at && x->pause[at - 1].from > g.from; at--)
			x->pause[at] = x->pause[at - 1];
		x->pause[at] = g;
	}
}

void clock_gather(const struct clocks *c, const struct clock *k, const struct sign *sign, int64_t start,
		  const struct pick *pick, struct facts *x, struct rows *rows, size_t row)
{
	const struct bound_promise *p = &k->promise[pick->promise];

	x->start = start;
	x->hours = clock_hours(p, pick);
	x->opened = pick->opened;
	x->zone = p->hours || !p->office ? p->zone : office_zone(p->office, pick->office);
	x->by_day = p->days && !p->office;
	x->ruler = p->office				    ? (uint16_t)(p->ruler + pick->office)
		   : x->by_day && instant_is_date(x->start) ? RULER_DAYS
							    : RULER_TIME;
	x->due = clock_promised(c, x, p);
	x->allowance = x->due == INSTANT_NONE ? INSTANT_NONE
		       : p->days	      ? clock_elapsed(c, x, x->due)
					      : p->span;
	if (x->due == INSTANT_NONE)
		x->told->beyond++;
	for (size_t t = 0; t < k->nanswers; t++)
		x->answer[t] = clock_column_time(k, t, x, rows, row);
	take_pauses(c, k, sign, x, rows, row);
}

/* ---- what was known at a moment ---- */

/* Notes a future event that will change the reading. */
static void ends_at(struct reading *r, int64_t t)
{
	if (t <= r->until)
		r->until = t - 1;
}

/* The pauses since the start, as far as they were known at the moment; merged, in order. */
static inline void find_gaps(struct facts *x, int64_t moment)
{
	int64_t end = x->start;

	x->ngaps = 0;
	for (size_t i = 0; i < x->npauses; i++) {
		struct gap g = x->pause[i];
		if (g.from > moment)
			break;
		g.from = g.from < end ? end : g.from;
		g.to = g.to > moment ? INT64_MAX : g.to;
		if (g.to <= g.from)
			continue;
		x->gap[x->ngaps++] = g;
		end = g.to;
	}
}

/* Own time until t, less the pauses found; days less hours of a day may be below 0. */
static __attribute__((noinline)) int64_t less_gaps(const struct clocks *c, const struct facts *x, int64_t t,
						   int64_t spent)
{
	for (size_t i = 0; i < x->ngaps && spent != INSTANT_NONE; i++)
		if (x->gap[i].from < t)
			spent -= elapsed(c, x, x->gap[i].from, x->gap[i].to < t ? x->gap[i].to : t);
	return spent < 0 && spent != INSTANT_NONE ? 0 : spent;
}

static inline int64_t spent_until(const struct clocks *c, const struct facts *x, int64_t t)
{
	int64_t spent = clock_elapsed(c, x, t);

	return x->ngaps || spent < 0 ? less_gaps(c, x, t, spent) : spent;
}

/* The first day by which that much time is spent, for a clock that started on a date: it is due on a date,
 * too. */
static int64_t when_days_spent(const struct clocks *c, const struct facts *x, int64_t need)
{
	int64_t start = instant_day(x->start, c->zone), day = start + (need + DAY_US - 1) / DAY_US;

	for (size_t i = 0; i < x->ngaps && day_date(day, c->zone) > x->gap[i].from; i++) {
		if (x->gap[i].to == INT64_MAX)
			return INSTANT_NONE;
		need += elapsed(c, x, x->gap[i].from, x->gap[i].to);
		day = start + (need + DAY_US - 1) / DAY_US;
	}
	return day_date(day, c->zone);
}

/* The earliest instant by which that much own time is spent; INSTANT_NONE: a pause without an end comes
 * first, or the calendar ends. */
static int64_t when_spent(const struct clocks *c, const struct facts *x, int64_t need)
{
	int64_t at = x->start;

	if (need == INSTANT_NONE)
		return INSTANT_NONE;
	if (x->ruler == RULER_DAYS)
		return when_days_spent(c, x, need);
	for (size_t i = 0; i < x->ngaps; i++) {
		int64_t from = x->gap[i].from,
			before = x->hours ? elapsed(c, x, at, from) : instant_between(at, from);
		if (before == INSTANT_NONE || before >= need) /* the pause is beyond the calendar, or later */
			break;
		if (x->gap[i].to == INT64_MAX)
			return INSTANT_NONE;
		need -= before;
		at = x->gap[i].to;
	}
	return later(x, at, need);
}

/* When it is due. */
static inline int64_t when_due(const struct clocks *c, const struct facts *x)
{
	return x->ngaps ? when_spent(c, x, x->allowance) : x->due;
}

/* Below 0: t is before it is due; 0: just then, or on the day. */
static inline int compare_due(const struct clocks *c, const struct facts *x, int64_t t, int64_t due)
{
	if (due == INSTANT_NONE)
		return -1;
	if (x->ruler == RULER_DAYS || (x->by_day && instant_is_date(t))) {
		t = instant_day(t, c->zone);
		due = instant_day(due, c->zone);
	}
	return (t > due) - (t < due);
}

/* The times that answer, as they are found. */
struct search {
	int64_t at;	/* the earliest at or after the start; INSTANT_NONE: none */
	size_t by;	/* what it is the time of; of equal times the first that is named */
	bool earlier;	/* there is one before the start, in the same lap */
	size_t undated; /* a target that is reached, nobody knows when; SIZE_MAX: none */
};

/* Did the lead leave, and come back, between a time and the clock's start? For a clock that starts with that
 * exit, everything earlier belongs to earlier laps. */
static bool left_between(const struct look_back *l, int64_t t)
{
	return l->clock->from.what == POINT_EXIT ||
	       pipeline_left_between(&l->clocks->pipeline, l->sign, l->moment, t, l->facts->start,
				     l->clocks->zone);
}

static inline void consider(const struct look_back *l, struct reading *r, struct search *s, int64_t t,
			    size_t by)
{
	const struct zone *zone = l->clocks->zone;
	int64_t start = l->facts->start;

	if (t == INSTANT_NONE)
		return;
	if (t > l->moment) {
		ends_at(r, t);
		return;
	}
	if ((l->lap.from != INSTANT_NONE && instant_compare(t, l->lap.from, zone) < 0) ||
	    (l->lap.to != INSTANT_NONE && instant_compare(t, l->lap.to, zone) > 0))
		return;
	if (instant_compare(t, start, zone) < 0) {
		s->earlier = s->earlier || !left_between(l, t);
		return;
	}
	t = t < start ? start : t;
	if (s->at == INSTANT_NONE) {
		s->at = t;
		s->by = by;
		return;
	}
	if (instant_us(t) < instant_us(s->at) || (instant_us(t) == instant_us(s->at) && by < s->by))
		s->by = by;
	s->at = t < s->at ? t : s->at;
}

static void reached_undated(struct search *s, size_t by)
{
	s->undated = by < s->undated ? by : s->undated;
}

/* Is what has no time known? It may have been in any lap. */
static bool knows_undated(const struct look_back *l)
{
	return l->today && l->lap.to == INSTANT_NONE;
}

/* Of an exit that had happened by then. */
static enum exit_state state_of(const struct look_back *l, size_t exit)
{
	return standing_exit(&l->clocks->pipeline, l->sign, l->standing, exit, l->clocks->zone);
}

/* Is an exit in force, or did it end the lap? */
static bool may_answer(const struct look_back *l, size_t exit, int64_t at)
{
	enum exit_state state = state_of(l, exit);

	return state == EXIT_IN_FORCE ||
	       (state == EXIT_SUPERSEDED && instant_compare(l->facts->start, at, l->clocks->zone) < 0);
}

/* That a stage or an exit ahead ends the reading, its standing says. */
static inline struct search find_answer(const struct look_back *l, struct reading *r)
{
	const struct clock *k = l->clock;
	const struct pipeline *pipeline = &l->clocks->pipeline;
	struct search s = { .at = INSTANT_NONE, .by = SIZE_MAX, .undated = SIZE_MAX };

	for (size_t i = k->stage; i < pipeline->nstages; i++)
		if (sign_dated(l->sign[i]))
			consider(l, r, &s, l->sign[i].at, k->stage_is[i]);
		else if (knows_undated(l) && l->sign[i].at == SIGN_UNDATED)
			reached_undated(&s, k->stage_is[i]);
	for (size_t i = 0; l->standing->left && i < pipeline->nexits; i++) {
		struct sign sign = l->sign[pipeline->nstages + i];
		int64_t at = sign_any_time(sign);
		if (k->exit_is[i] != SIZE_MAX && sign_stands(sign, l->moment, knows_undated(l)) &&
		    may_answer(l, i, at)) {
			consider(l, r, &s, at, k->exit_is[i]);
			if (at == INSTANT_NONE)
				reached_undated(&s, k->exit_is[i]);
		}
	}
	for (size_t i = 0; i < k->nanswers; i++)
		consider(l, r, &s, l->facts->answer[i], k->column_is[i]);
	return s;
}

/* When the lead left, by an exit other than the one that starts the clock: one in force, or the one that
 * ended the lap. INSTANT_NONE: it hasn't. `undated`: the time isn't known, but it is now at the latest. */
static inline int64_t find_exit(const struct look_back *l, bool *undated)
{
	const struct clock *k = l->clock;
	const struct pipeline *pipeline = &l->clocks->pipeline;
	int64_t left = l->lap.to;

	for (size_t i = 0; l->standing->left && i < pipeline->nexits; i++) {
		struct sign s = l->sign[pipeline->nstages + i];
		int64_t at = sign_any_time(s);
		if ((k->from.what == POINT_EXIT && k->from.index == i) ||
		    !sign_stands(s, l->moment, l->today) || state_of(l, i) != EXIT_IN_FORCE)
			continue;
		if (at == INSTANT_NONE)
			*undated = true;
		else if (left == INSTANT_NONE || at < left)
			left = at;
	}
	*undated = *undated && left == INSTANT_NONE;
	if (*undated)
		return l->moment;
	return left != INSTANT_NONE && left < l->facts->start ? l->facts->start : left;
}

/* The clock goes: how near is it to its due time? */
static void read_running(const struct look_back *l, struct reading *r)
{
	const struct clocks *c = l->clocks;
	struct facts *x = l->facts;

	for (size_t i = 0; i < x->npauses; i++) {
		if (x->pause[i].from > l->moment)
			ends_at(r, x->pause[i].from);
		else if (x->pause[i].to > l->moment && x->pause[i].to != INT64_MAX)
			ends_at(r, x->pause[i].to);
	}
	find_gaps(x, l->moment);
	r->spent = spent_until(c, x, l->moment);
	x->told->unmeasured += l->today && r->spent == INSTANT_NONE;
	if (x->ruler == RULER_DAYS && !r->spent) /* perhaps less: it does not go on from here */
		ends_at(r, day_instant(instant_day(l->moment, c->zone) + 1, c->zone));
	bool unended = x->ngaps && x->gap[x->ngaps - 1].to == INT64_MAX;
	if (unended)
		r->ruler = RULER_STILL;
	r->due = when_due(c, x); /* of a pause without an end, only if it was due before */
	bool overdue = compare_due(c, x, l->moment, r->due) > 0;
	x->told->stopped_overdue += l->today && x->stopped && overdue;
	if (r->due != INSTANT_NONE && !overdue)
		ends_at(r, x->ruler == RULER_DAYS ? day_instant(instant_day(r->due, c->zone) + 1, c->zone)
						  : r->due + 1);
	if (x->stopped || (unended && !overdue)) {
		r->status = CLOCK_PAUSED;
		r->due = INSTANT_NONE;
		return;
	}
	r->status = overdue ? CLOCK_OVERDUE : CLOCK_WAITING;
	if (overdue)
		return;
	if (!l->clock->warn || x->allowance == INSTANT_NONE)
		return;
	int64_t warn = (int64_t)(((__int128)x->allowance * l->clock->warn + 999999) / 1000000), from;
	if (r->spent >= warn)
		r->status = CLOCK_WARNING;
	else if ((from = when_spent(c, x, warn)) > l->moment)
		ends_at(r, from);
}

/* It stopped at a time, answered or left alone. */
static inline void read_stopped(const struct look_back *l, struct reading *r, int64_t end,
				enum clock_status in_time)
{
	const struct clocks *c = l->clocks;
	struct facts *x = l->facts;

	find_gaps(x, l->moment);
	r->due = when_due(c, x);
	r->spent = spent_until(c, x, end);
	r->status = compare_due(c, x, end, r->due) > 0 ? CLOCK_LATE : in_time;
}

/* It stopped at an unknown time, which is now at the latest, so a clock that is past due by now counts as
 * late. How long it took is not known. */
static void read_undated(const struct look_back *l, struct reading *r, enum clock_status in_time)
{
	read_stopped(l, r, l->moment, in_time);
	r->spent = INSTANT_NONE;
	l->facts->told->undated++;
}

/* Had it left in time, so that what answers later doesn't count? */
static bool withdrew(const struct look_back *l, struct reading *r, int64_t left, int64_t answer)
{
	if (left == INSTANT_NONE || instant_compare(left, answer, l->clocks->zone) >= 0)
		return false;
	read_stopped(l, r, left, CLOCK_WITHDRAWN);
	return r->status == CLOCK_WITHDRAWN;
}

static void tell_dates(const struct look_back *l, const struct search *s)
{
	const struct facts *x = l->facts;

	if (!x->by_day && (instant_is_date(x->start) || instant_is_date(s->at)))
		x->told->dated++;
}

void clock_read(struct look_back *l, struct reading *r)
{
	const struct clocks *c = l->clocks;
	struct facts *x = l->facts;
	bool undated = false;

	r->ruler = x->ruler;
	r->zone = x->zone;
	if (x->start > l->moment) {
		ends_at(r, x->start);
		return;
	}
	if (l->standing->next != INT64_MAX)
		ends_at(r, l->standing->next);
	if (c->pipeline.nstages && !l->standing->depth)
		return;
	l->lap = l->standing->came_back ? pipeline_lap(&c->pipeline, l->sign, l->standing, x->start, c->zone)
					: (struct lap){ INSTANT_NONE, INSTANT_NONE };
	struct search s = find_answer(l, r);
	int64_t left = find_exit(l, &undated);
	if (s.at != INSTANT_NONE && !undated && withdrew(l, r, left, s.at)) {
		;
	} else if (s.at != INSTANT_NONE) {
		r->answered = true;
		r->by = (uint16_t)s.by;
		r->answered_at = s.at;
		read_stopped(l, r, s.at, CLOCK_MET);
	} else if (s.earlier) {
		r->status = CLOCK_REVERSED;
	} else if (s.undated != SIZE_MAX) {
		r->by = (uint16_t)s.undated;
		read_undated(l, r, CLOCK_MET);
	} else if (left == INSTANT_NONE) {
		read_running(l, r);
	} else if (undated) {
		read_undated(l, r, CLOCK_WITHDRAWN);
	} else {
		read_stopped(l, r, left, CLOCK_WITHDRAWN);
	}
	if (l->today)
		tell_dates(l, &s);
}

/* ---- rulers ---- */

size_t clock_rulers(const struct clocks *c, size_t i)
{
	return c->at[i].rulers;
}

int64_t clock_ruler(const struct clocks *c, size_t i, size_t ruler, int64_t moment)
{
	const struct clock *k = &c->at[i];

	switch (ruler) {
	case RULER_STILL:
		return 0;
	case RULER_TIME:
		return instant_us(moment);
	case RULER_DAYS:
		return instant_day(moment, c->zone) * DAY_US;
	default:
		for (size_t p = 0; p < k->npromises; p++) {
			const struct bound_promise *b = &k->promise[p];
			if (b->office && ruler >= b->ruler && ruler < b->ruler + office_count(b->office))
				return calendar_between(office_calendar(b->office, ruler - b->ruler), 0,
							moment);
		}
		return 0;
	}
}
