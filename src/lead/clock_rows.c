/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The clocks of the rows of a run, asked together or one after the other. What most clocks are is read here;
 * the rest as clock.c says.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "expr/run.h"
#include "lead/clock_internal.h"

/* ---- one row ---- */

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
	pick->opened = calendar_opened(clock_hours(p, pick), start);
	if (pick->opened != INSTANT_NONE)
		return true;
	told->beyond++;
	return false;
}

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
	clock_gather(c, k, pipeline_read(&c->pipeline, f), start, &pick, x, f->run, f->run->at);
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
	clock_read_nothing(&r, x->start);
	if (x->start != INSTANT_NONE)
		clock_read(&(struct look_back){ .clocks = c,
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
	const size_t steps =
		l->journey->steps; /* and others, so that nothing that is written may change them */
	const bool column = k->from.what == POINT_COLUMN;
	struct clock_row *const rows = l->row;
	uint16_t *const list = l->list;
	n = 0;
	for (size_t i = 0; i < ask.n; i++) {
		const uint16_t row = ask.row[i];
		struct clock_row *x = &rows[row];
		int64_t start = column ? clock_column_time(k, k->from.index, l->facts, l->rows, row)
				       : sign_any_time(sign[row * steps]);
		x->serial = begun + row;
		x->settled = INT64_MAX;
		clock_read_nothing(&x->now, start);
		list[n] = row;
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
	const struct bound_promise *const promise = k->promise;
	const bool first = !promise[0].when;
	struct clock_row *const rows = l->row;
	struct pick *const picks = l->pick;
	uint16_t *const list = l->list;
	size_t n = 0;

	for (size_t i = 0; i < ask.n; i++) {
		const uint16_t row = ask.row[i];
		int64_t *start = &rows[row].now.start;
		struct pick *pick = &picks[row];
		if (first)
			*pick = (struct pick){ 0 };
		list[n++] = row;
		if (pick_calendar(&promise[pick->promise], *start, pick, told, l->rows, row))
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
	bool earlier; /* one is before the start */
};

static inline void meet(struct first *a, int64_t t, size_t by)
{
	a->odd |= t & 1;
	a->earlier |= t < a->start;
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
		if (!sign_dated(exit))
			return false;
		a->odd |= exit.at & 1;
		if (k->exit_is[i] != SIZE_MAX)
			meet(a, exit.at, k->exit_is[i]);
		if (k->from.what != POINT_EXIT || k->from.index != i)
			left = exit.at < left ? exit.at : left;
	}
	return left >= a->at;
}

/* Most leads that have a clock got an answer, or just before it starts and never left; all their times are
 * exact and none of them was in another lap: for those, and a usual clock, this says what clock_gather() and
 * clock_read() would. False: read them so. */
static inline bool read_usual(const struct looking *l, const struct clock *k, struct facts *x, size_t row,
			      const struct sign *sign, const struct standing *s, struct clock_row *r,
			      int64_t moment)
{
	const struct pipeline *pipeline = &l->clocks->pipeline;
	const struct bound_promise *p = k->promise;
	struct first a = { r->now.start, moment, INT64_MAX, 0, s->next, r->now.start & 1, false };

	if (s->came_back || (pipeline->nstages && !s->depth) || a.start > moment)
		return false;
	for (size_t i = k->stage; i < pipeline->nstages; i++)
		if (sign_dated(sign[i]))
			meet(&a, sign[i].at, k->stage_is[i]);
	for (size_t i = 0; i < k->nanswers; i++) {
		const int64_t t = x->read[i][row];
		if (t == INSTANT_NONE)
			continue;
		tally_event(l->rows->frame, t);
		meet(&a, t, k->column_is[i]);
	}
	const bool reversed = a.at == INT64_MAX && a.earlier && !s->left && k->from.what != POINT_EXIT;
	if ((s->left && !meet_exits(&a, pipeline, k, sign, s, l->clocks->zone)) || a.odd ||
	    (a.at == INT64_MAX && !reversed))
		return false;
	x->serial = 0; /* what is left there now is of no row */
	x->start = a.start;
	x->opened = l->pick[row].opened;
	const int64_t due = p->hours && !p->days && p->span > 0 ? calendar_when(p->hours, x->opened + p->span)
								: clock_promised(l->clocks, x, p);
	if (due == INSTANT_NONE)
		x->told->beyond++;
	r->now.ruler = p->office ? (uint16_t)p->ruler : RULER_TIME;
	r->now.until = a.next - (a.next != INT64_MAX);
	r->now.zone = p->zone;
	if (reversed) {
		r->now.status = CLOCK_REVERSED;
		return true;
	}
	r->now.status = due == INSTANT_NONE || a.at <= due ? CLOCK_MET : CLOCK_LATE;
	r->now.by = (uint16_t)a.by;
	r->now.answered = true;
	r->now.answered_at = a.at;
	r->now.due = due;
	r->now.spent =
		x->hours ? calendar_since(x->hours, x->opened, a.at) : clock_elapsed(l->clocks, x, a.at);
	r->settled = s->done && s->done_at == INSTANT_NONE ? INT64_MAX : a.at;
	return true;
}

static void read_started(struct looking *l, struct asked ask)
{
	const struct clock *k = l->clock;
	struct frame *f = l->rows->frame;
	struct facts *x = l->facts;
	if (!ask.n)
		return;
	struct look_back back = {
		.clocks = l->clocks, .clock = k, .facts = x, .moment = f->now, .today = true
	};

	const struct journey j = *l->journey;
	struct clock_row *const rows = l->row;
	const bool usual = k->usual;

	x->told->started += ask.n;
	for (size_t i = 0; i < ask.n; i++) {
		const uint16_t row = ask.row[i];
		struct clock_row *r = &rows[row];
		back.sign = j.sign + row * j.steps;
		back.standing = &j.now[row];
		if (usual) {
			x->hours = k->promise[0].hours;
			x->by_day = false;
			if (read_usual(l, k, x, row, back.sign, back.standing, r, back.moment))
				continue;
		}
		x->serial = r->serial;
		x->stopped = l->stopped && l->stopped[row];
		clock_gather(l->clocks, k, back.sign, r->now.start, &l->pick[row], x, l->rows, row);
		clock_read(&back, &r->now);
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
		clock_read_nothing(&x->now, INSTANT_NONE);
	}
}

const struct clock_row *clock_read_rows(const struct clocks *c, size_t i, struct rows *rows, struct asked ask)
{
	struct clock_row *row = clock_rows(rows->frame, i);
	struct clock_read *read = &tally_of(rows->frame)->clocks->read[i];
	const uint64_t set = asked_leads(ask, rows) ? rows->set : 0;

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
