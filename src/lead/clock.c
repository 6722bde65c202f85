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

#include <stdlib.h>

#include "base/mem.h"
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

/* Which promise is a lead's, which of its calendars, and the time that was open before the start. */
struct pick {
	int64_t opened;
	uint32_t promise, office;
};

/* Of the row at a place; as it was read for many, or asked. */
static int64_t column_time(const struct clock *k, size_t column, const struct facts *x, struct rows *rows,
			   size_t row)
{
	int64_t t = x->read[column] ? x->read[column][row] : code_time(k->column[column], rows_at(rows, row));

	if (t != INSTANT_NONE)
		tally_event(rows->frame, t);
	return t;
}

static int64_t sign_at(struct sign s)
{
	return s.how == SIGN_DATED ? s.at : INSTANT_NONE;
}

static int64_t point_time(const struct clocks *c, const struct clock *k, const struct point *p,
			  const struct sign *sign, const struct facts *x, struct rows *rows, size_t row)
{
	if (p->what == POINT_COLUMN)
		return column_time(k, p->index, x, rows, row);
	return sign_at(sign[p->what == POINT_EXIT ? c->pipeline.nstages + p->index : p->index]);
}

/* Own time without pauses: between two times, and since the start. */
static int64_t elapsed(const struct clocks *c, const struct facts *x, int64_t from, int64_t to)
{
	if (x->hours)
		return calendar_between(x->hours, from, to);
	return x->by_day ? instant_minus(to, from, c->zone) : instant_between(from, to);
}

static inline int64_t elapsed_until(const struct clocks *c, const struct facts *x, int64_t to)
{
	return x->hours ? calendar_since(x->hours, x->opened, to) : elapsed(c, x, x->start, to);
}

/* The least instant by which so much of it has passed. */
static int64_t later(const struct facts *x, int64_t from, int64_t span)
{
	return x->hours ? calendar_plus(x->hours, from, span) : instant_after(from, span);
}

/* When it is due without a pause; INSTANT_NONE: the calendar doesn't have that much open time. */
static int64_t promised(const struct clocks *c, const struct facts *x, const struct bound_promise *p)
{
	if (p->days)
		return x->hours ? calendar_day_end(x->hours, x->start, p->days)
				: instant_plus_days(x->start, p->days, c->zone);
	return x->hours && p->span > 0 ? calendar_when(x->hours, x->opened + p->span)
				       : later(x, x->start, p->span);
}

static inline const struct calendar *hours_of(const struct bound_promise *p, const struct pick *pick)
{
	return p->hours || !p->office ? p->hours : office_calendar(p->office, pick->office);
}

/* Finds the lead's calendar, for a promise of office time. False: it has none, or the clock starts outside
 * the calendar's years. */
static inline bool pick_calendar(const struct bound_promise *p, int64_t start, struct pick *pick,
				 struct clock_told *told, struct rows *rows, size_t row)
{
	if (!p->office)
		return true;
	size_t office = p->hours ? 0 : office_of(p->office, rows_at(rows, row));
	if (office == SIZE_MAX) {
		told->off_calendar++;
		return false;
	}
	pick->office = (uint32_t)office;
	pick->opened = calendar_opened(hours_of(p, pick), start);
	if (pick->opened != INSTANT_NONE)
		return true;
	told->beyond++;
	return false;
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

/* The facts of a clock that starts. */
static inline __attribute__((always_inline)) void gather(const struct clocks *c, const struct clock *k,
							 const struct sign *sign, int64_t start,
							 const struct pick *pick, struct facts *x,
							 struct rows *rows, size_t row)
{
	const struct bound_promise *p = &k->promise[pick->promise];

	x->start = start;
	x->hours = hours_of(p, pick);
	x->opened = pick->opened;
	x->zone = p->hours || !p->office ? p->zone : office_zone(p->office, pick->office);
	x->by_day = p->days && !p->office;
	x->ruler = p->office				    ? (uint16_t)(p->ruler + pick->office)
		   : x->by_day && instant_is_date(x->start) ? RULER_DAYS
							    : RULER_TIME;
	x->due = promised(c, x, p);
	x->allowance = x->due == INSTANT_NONE ? INSTANT_NONE
		       : p->days	      ? elapsed_until(c, x, x->due)
					      : p->span;
	if (x->due == INSTANT_NONE)
		x->told->beyond++;
	for (size_t t = 0; t < k->nanswers; t++)
		x->answer[t] = column_time(k, t, x, rows, row);
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
	int64_t spent = elapsed_until(c, x, t);

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

struct look_back {
	const struct clocks *clocks;
	const struct clock *clock;
	struct facts *facts;
	const struct sign *sign;
	const struct standing *standing;
	int64_t moment;
	bool today;
	struct lap lap; /* of the start */
};

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
		if (l->sign[i].how == SIGN_DATED)
			consider(l, r, &s, l->sign[i].at, k->stage_is[i]);
		else if (knows_undated(l) && l->sign[i].how == SIGN_UNDATED)
			reached_undated(&s, k->stage_is[i]);
	for (size_t i = 0; l->standing->left && i < pipeline->nexits; i++) {
		struct sign sign = l->sign[pipeline->nstages + i];
		int64_t at = sign_at(sign);
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
		int64_t at = sign_at(s);
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

/* Of a row that is no lead, or whose clock doesn't start. */
static inline void read_nothing(struct reading *r, int64_t start)
{
	*r = (struct reading){ .by = CLOCK_BY_NOTHING,
			       .answered_at = INSTANT_NONE,
			       .start = start,
			       .due = INSTANT_NONE,
			       .spent = INSTANT_NONE,
			       .until = INT64_MAX };
}

/* Of one that starts: r is nothing but its start until then. */
static inline __attribute__((always_inline)) void read_clock(struct look_back *l, struct reading *r)
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

/* ---- one row ---- */

const struct reading *clock_now(const struct clocks *c, size_t i, struct frame *f)
{
	const uint16_t row = f->run->at;
	static const struct reading nothing = { .by = CLOCK_BY_NOTHING,
						.answered_at = INSTANT_NONE,
						.start = INSTANT_NONE,
						.due = INSTANT_NONE,
						.spent = INSTANT_NONE,
						.until = INT64_MAX };

	if (tally_of(f)->no_lead)
		return &nothing;
	if (clock_rows(f, i)[row].serial != f->serial)
		clock_read_rows(c, i, f->run, (struct asked){ &row, 1 });
	return &clock_rows(f, i)[row].now;
}

/* The facts of the current row, where another's were gathered since: what there was to tell is told. */
static void gather_again(const struct clocks *c, size_t i, struct facts *x, struct frame *f)
{
	const struct clock *k = &c->at[i];
	const int64_t start = clock_now(c, i, f)->start;
	struct clock_told *told = x->told, again = { 0 };
	struct pick pick = { 0 };

	x->serial = f->serial;
	x->start = start;
	if (start == INSTANT_NONE)
		return;
	while (k->promise[pick.promise].when && !code_flag(k->promise[pick.promise].when, f))
		pick.promise++;
	pick_calendar(&k->promise[pick.promise], start, &pick, &again, f->run, f->run->at);
	x->told = &again;
	gather(c, k, pipeline_read(&c->pipeline, f), start, &pick, x, f->run, f->run->at);
	x->told = told;
	x->stopped = false;
	for (size_t s = 0; s < k->nstops && !x->stopped; s++)
		x->stopped = code_flag(k->stop[s], f);
}

struct reading clock_then(const struct clocks *c, size_t i, struct frame *f, int64_t moment)
{
	struct facts *x = clock_facts(f, i);
	struct standing s = pipeline_at(&c->pipeline, f, moment);
	struct reading r;

	if (x->serial != f->serial)
		gather_again(c, i, x, f);
	read_nothing(&r, x->start);
	if (x->start != INSTANT_NONE)
		read_clock(&(struct look_back){ .clocks = c,
						.clock = &c->at[i],
						.facts = x,
						.sign = pipeline_read(&c->pipeline, f),
						.standing = &s,
						.moment = moment },
			   &r);
	return r;
}

/* ---- the rows of a run ---- */

void clock_room_rows(struct clock_room *r, size_t rows)
{
	if (rows <= r->rows)
		return;
	r->rows = rows;
	for (size_t i = 0; i < r->n; i++) {
		free(r->row[i]);
		r->row[i] = mem_new(rows * sizeof **r->row);
	}
}

/* What is asked of the rows of a run for one clock. */
struct looking {
	const struct clocks *clocks;
	const struct clock *clock;
	struct facts *facts;
	struct rows *rows;
	struct clock_row *row;
	const struct journey *journey;
	struct pick *pick;
	const bool *stopped; /* NULL: none is */
	struct clock_read *read;
	uint16_t *list, *spare; /* of rows */
};

static void read_column(struct looking *l, size_t column, struct asked ask)
{
	l->facts->read[column] = code_values(l->clock->column[column], l->rows, ask, rows_room(l->rows)).time;
}

/* Of the rows that are not read yet, those whose clock starts; the others are read then. */
static struct asked find_starts(struct looking *l, struct asked ask)
{
	const struct clock *k = l->clock;
	const uint64_t begun = l->rows->frame->begun;
	size_t n = 0;

	for (size_t i = 0; l->read->rows && i < ask.n; i++) {
		l->list[n] = ask.row[i];
		n += l->row[ask.row[i]].serial != begun + ask.row[i];
	}
	if (l->read->rows && n < ask.n)
		ask = (struct asked){ l->list, n };
	if (!ask.n)
		return ask;
	l->read->rows += ask.n;
	l->facts->told->asked += ask.n;
	l->journey = pipeline_stand_rows(&l->clocks->pipeline, l->rows, ask);
	if (k->from.what == POINT_COLUMN)
		read_column(l, k->from.index, ask);
	const struct sign *sign = l->journey->sign;
	if (k->from.what != POINT_COLUMN)
		sign += (k->from.what == POINT_EXIT) * l->clocks->pipeline.nstages + k->from.index;
	n = 0;
	for (size_t i = 0; i < ask.n; i++) {
		const uint16_t row = ask.row[i];
		struct clock_row *x = &l->row[row];
		int64_t start = k->from.what == POINT_COLUMN
					? column_time(k, k->from.index, l->facts, l->rows, row)
					: sign_at(sign[row * l->journey->steps]);
		x->serial = begun + row;
		x->settled = INT64_MAX;
		read_nothing(&x->now, start);
		l->list[n] = row;
		n += start != INSTANT_NONE;
	}
	if (k->from.what == POINT_COLUMN) {
		rows_room_back(l->rows);
		l->facts->read[k->from.index] = NULL;
	}
	return (struct asked){ l->list, n };
}

/* Those rows have no clock after all. */
static void stop(struct looking *l, struct asked ask)
{
	for (size_t i = 0; i < ask.n; i++)
		l->row[ask.row[i]].now.start = INSTANT_NONE;
}

/* The first promise that holds; the list of rows is the callers'. */
static struct asked pick_promises(struct looking *l, struct asked ask)
{
	const struct clock *k = l->clock;
	struct asked rest = ask;
	size_t n = 0;

	for (size_t i = 0; i < ask.n; i++)
		l->pick[ask.row[i]] = (struct pick){ .promise = (uint32_t)k->npromises };
	for (size_t p = 0; p < k->npromises && rest.n; p++) {
		const bool *holds =
			k->promise[p].when
				? code_values(k->promise[p].when, l->rows, rest, rows_room(l->rows)).flag
				: NULL;
		for (size_t i = 0; i < rest.n; i++)
			if (!holds || holds[rest.row[i]])
				l->pick[rest.row[i]].promise = (uint32_t)p;
		rest = holds ? asked_where(rest, holds, false, l->spare) : (struct asked){ 0 };
		if (holds)
			rows_room_back(l->rows);
	}
	stop(l, rest);
	for (size_t i = 0; i < ask.n; i++) {
		l->list[n] = ask.row[i];
		n += l->pick[ask.row[i]].promise < k->npromises;
	}
	return (struct asked){ l->list, n };
}

static struct asked pick_calendars(struct looking *l, struct asked ask)
{
	const struct clock *k = l->clock;
	struct clock_told *told = l->facts->told;
	size_t n = 0;

	for (size_t i = 0; i < ask.n; i++) {
		const uint16_t row = ask.row[i];
		int64_t *start = &l->row[row].now.start;
		struct pick *pick = &l->pick[row];
		if (!k->promise[0].when)
			*pick = (struct pick){ 0 };
		l->list[n++] = row;
		if (pick_calendar(&k->promise[pick->promise], *start, pick, told, l->rows, row))
			continue;
		*start = INSTANT_NONE;
		n--;
	}
	return (struct asked){ l->list, n };
}

/* Which rows a `pause when` stops. */
static void find_stopped(struct looking *l, struct asked ask, bool *stopped)
{
	l->stopped = stopped;
	for (size_t i = 0; i < ask.n; i++)
		stopped[ask.row[i]] = false;
	for (size_t s = 0; s < l->clock->nstops && ask.n; s++) {
		const bool *holds = code_values(l->clock->stop[s], l->rows, ask, rows_room(l->rows)).flag;
		for (size_t i = 0; i < ask.n; i++)
			stopped[ask.row[i]] = holds[ask.row[i]];
		ask = asked_where(ask, holds, false, l->spare);
		rows_room_back(l->rows);
	}
}

/* From when on is the clock what it is now? No answer before, no other lap since, no exit that was in force
 * then; and at a stage by then. */
static int64_t settled_from(const struct look_back *l, const struct reading *r, struct rows *rows, size_t row)
{
	const struct standing *s = l->standing;
	const struct pipeline *pipeline = &l->clocks->pipeline;
	bool steady = r->answered && !s->came_back && !(s->done && s->done_at == INSTANT_NONE);

	if (steady && l->clock->from.what == POINT_COLUMN && pipeline->nstages)
		steady = pipeline_at(pipeline, rows_at(rows, row), r->answered_at).depth;
	return steady ? r->answered_at : INT64_MAX;
}

/* Of the times that may answer, the first from the start on. */
struct first {
	int64_t start, moment;
	int64_t at;   /* INT64_MAX: none is known */
	size_t by;    /* what it is the time of */
	int64_t next; /* the first that is not known yet; INT64_MAX: there is none */
	int64_t odd;  /* 1: one of them is a date */
};

static inline void meet(struct first *a, int64_t t, size_t by)
{
	a->odd |= t & 1;
	if (t > a->moment)
		a->next = t < a->next ? t : a->next;
	else if (t >= a->start && (t < a->at || (t == a->at && by < a->by))) {
		a->at = t;
		a->by = by;
	}
}

/* Meets the exits. False: one has no time, or the lead left before the answer. */
static inline bool meet_exits(struct first *a, const struct pipeline *pipeline, const struct clock *k,
			      const struct sign *sign, const struct standing *s, const struct zone *zone)
{
	int64_t left = INT64_MAX;

	for (size_t i = 0; i < pipeline->nexits; i++) {
		const struct sign exit = sign[pipeline->nstages + i];
		if (!sign_stands(exit, a->moment, true) ||
		    standing_exit(pipeline, sign, s, i, zone) != EXIT_IN_FORCE)
			continue;
		if (exit.how != SIGN_DATED)
			return false;
		a->odd |= exit.at & 1;
		if (k->exit_is[i] != SIZE_MAX)
			meet(a, exit.at, k->exit_is[i]);
		if (k->from.what != POINT_EXIT || k->from.index != i)
			left = exit.at < left ? exit.at : left;
	}
	return left >= a->at;
}

/* Most leads that have a clock got an answer, all their times are exact and none of them was in another lap:
 * for those, and a usual clock, this says what gather() and read_clock() would. False: read them so. */
static inline bool read_usual(const struct looking *l, const struct clock *k, struct facts *x, size_t row,
			      const struct sign *sign, const struct standing *s, struct clock_row *r,
			      int64_t moment)
{
	const struct pipeline *pipeline = &l->clocks->pipeline;
	const struct bound_promise *p = k->promise;
	struct first a = { r->now.start, moment, INT64_MAX, 0, s->next, r->now.start & 1 };

	if (s->came_back || (pipeline->nstages && !s->depth) || a.start > moment)
		return false;
	for (size_t i = k->stage; i < pipeline->nstages; i++)
		if (sign[i].how == SIGN_DATED)
			meet(&a, sign[i].at, k->stage_is[i]);
	for (size_t i = 0; i < k->nanswers; i++) {
		const int64_t t = x->read[i][row];
		if (t == INSTANT_NONE)
			continue;
		tally_event(l->rows->frame, t);
		meet(&a, t, k->column_is[i]);
	}
	if ((s->left && !meet_exits(&a, pipeline, k, sign, s, l->clocks->zone)) || a.at == INT64_MAX || a.odd)
		return false;
	x->serial = 0; /* what is left there now is of no row */
	x->start = a.start;
	x->opened = l->pick[row].opened;
	const int64_t due = promised(l->clocks, x, p);
	if (due == INSTANT_NONE)
		x->told->beyond++;
	r->now.status = due == INSTANT_NONE || a.at <= due ? CLOCK_MET : CLOCK_LATE;
	r->now.by = (uint16_t)a.by;
	r->now.ruler = p->office ? (uint16_t)p->ruler : RULER_TIME;
	r->now.answered = true;
	r->now.answered_at = a.at;
	r->now.due = due;
	r->now.spent = elapsed_until(l->clocks, x, a.at);
	r->now.until = a.next - (a.next != INT64_MAX);
	r->now.zone = p->zone;
	r->settled = s->done && s->done_at == INSTANT_NONE ? INT64_MAX : a.at;
	return true;
}

static void read_started(struct looking *l, struct asked ask)
{
	const struct clock *k = l->clock;
	struct frame *f = l->rows->frame;
	struct facts *x = l->facts;
	struct look_back back = {
		.clocks = l->clocks, .clock = k, .facts = x, .moment = f->now, .today = true
	};

	x->told->started += ask.n;
	for (size_t i = 0; i < ask.n; i++) {
		const uint16_t row = ask.row[i];
		struct clock_row *r = &l->row[row];
		back.sign = l->journey->sign + row * l->journey->steps;
		back.standing = &l->journey->now[row];
		if (k->usual) {
			x->hours = k->promise[0].hours;
			x->by_day = false;
			if (read_usual(l, k, x, row, back.sign, back.standing, r, back.moment))
				continue;
		}
		x->serial = r->serial;
		x->stopped = l->stopped && l->stopped[row];
		gather(l->clocks, k, back.sign, r->now.start, &l->pick[row], x, l->rows, row);
		read_clock(&back, &r->now);
		r->settled = settled_from(&back, &r->now, l->rows, row);
	}
}

static __attribute__((noinline)) void read_rows(struct looking *l, struct asked ask)
{
	const struct clock *k = l->clock;
	size_t rooms = 0;

	l->list = rows_room(l->rows).row;
	l->spare = rows_room(l->rows).row;
	l->pick = (struct pick *)rows_room(l->rows).text;
	ask = find_starts(l, ask);
	if (ask.n && k->promise[0].when)
		ask = pick_promises(l, ask);
	if (ask.n)
		ask = pick_calendars(l, ask);
	if (ask.n && k->nstops) {
		find_stopped(l, ask, rows_room(l->rows).flag);
		rooms++;
	}
	for (size_t t = 0; t < k->ncolumns - (k->from.what == POINT_COLUMN) && ask.n; t++, rooms++)
		read_column(l, t, ask);
	read_started(l, ask);
	for (size_t t = 0; t < k->ncolumns; t++)
		l->facts->read[t] = NULL;
	for (rooms += 3; rooms--;)
		rows_room_back(l->rows);
}

static void read_no_leads(struct clock_row *row, uint64_t begun, struct asked ask)
{
	for (size_t i = 0; i < ask.n; i++) {
		struct clock_row *x = &row[ask.row[i]];
		x->serial = begun + ask.row[i];
		x->settled = INT64_MAX;
		read_nothing(&x->now, INSTANT_NONE);
	}
}

const struct clock_row *clock_read_rows(const struct clocks *c, size_t i, struct rows *rows, struct asked ask)
{
	struct clock_row *row = clock_rows(rows->frame, i);
	struct clock_read *read = &tally_of(rows->frame)->clocks->read[i];
	const uint64_t set = ask.row == rows->leads.row ? rows->set : 0;

	if (tally_of(rows->frame)->no_lead) {
		read_no_leads(row, rows->frame->begun, ask);
		return row;
	}
	if (read->begun != rows->frame->begun)
		*read = (struct clock_read){ .begun = rows->frame->begun };
	else if (read->rows == rows->n || (set && read->set == set))
		return row;
	read_rows(&(struct looking){ .clocks = c,
				     .clock = &c->at[i],
				     .facts = clock_facts(rows->frame, i),
				     .rows = rows,
				     .row = row,
				     .read = read },
		  ask);
	if (set)
		read->set = set;
	return row;
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
