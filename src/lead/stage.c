/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Evidence of a stage: with neither `at` nor `when`, always; `at` alone, its cell reads as a time that is not
 * after the moment; `when` alone, it holds; both, it holds and the time is absent or not after the moment. A
 * cell of `at` that isn't a time is no evidence.
 */
#include "lead/stage.h"

#include "base/number.h"
#include "expr/run.h"

static bool bind_step(struct program *p, const struct step *said, struct waypoint *w)
{
	if (said->when)
		w->when = program_bind(p, said->when, TYPE_FLAG, NULL);
	if (said->at)
		w->at = program_bind(p, said->at, TYPE_TIME, NULL);
	if (said->when && said->at && w->at) {
		struct expr *absent = ARENA_NEW(&p->arena, struct expr);
		*absent = (struct expr){ .op = EXPR_MISSING, .height = said->at->height + 1, .nargs = 1 };
		absent->span = said->at->span;
		absent->where = said->at->where;
		absent->arg = ARENA_ARRAY(&p->arena, 1, struct expr *);
		absent->arg[0] = said->at;
		w->absent = program_bind(p, absent, TYPE_FLAG, NULL);
	}
	return (!said->when || w->when) && (!said->at || w->at);
}

/* The names that a stage depends on, and how many of them are built-in fields that the input doesn't have. */
struct evidence {
	struct names *names;
	size_t all, lacking;
	struct str first;
};

static void weigh_name(void *ctx, const struct expr *name)
{
	struct evidence *e = ctx;

	if (!e->all++)
		e->first = name->text;
	e->lacking += names_absent(e->names, name, true);
}

/* The first of the built-in fields that a stage depends on, if the input has none of them and it depends on
 * nothing else; else n 0. */
static struct str lacking(const struct step *s, struct names *n)
{
	struct evidence e = { .names = n };

	if (s->when)
		expr_names(s->when, weigh_name, &e);
	if (s->at)
		expr_names(s->at, weigh_name, &e);
	return e.lacking == e.all ? e.first : STR("");
}

/* Without evidence of the first stage only those who got further would be counted, and all of them won. */
static void assume_first(struct pipeline *r, struct names *n)
{
	const struct step *s = names_agreement(n)->stages.at;
	struct str first = r->nstages ? lacking(s, n) : STR(""), last = { 0 };

	if (r->nstages > 1)
		last = lacking(&s[r->nstages - 1], n);
	if (first.n) {
		r->stages[0] = (struct waypoint){ 0 };
		r->assumed = s->name.text;
		r->lacking = first;
	}
	if (last.n)
		r->unseen = s[r->nstages - 1].name.text;
}

void pipeline_tell(const struct pipeline *r, struct diags *diags)
{
	if (r->assumed.n)
		diag_note(diags,
			  "%.*s: no column says who reached it or when, so every lead has, at an unknown "
			  "time; name the column with -e '+field %.*s \"HEADER\"'",
			  STR_ARG(r->assumed), STR_ARG(r->lacking));
	if (r->unseen.n)
		diag_note(diags,
			  "%.*s: no column says who reached it, so nobody has; --fields shows what would",
			  STR_ARG(r->unseen));
}

bool pipeline_bind(struct pipeline *r, struct names *n)
{
	const struct agreement *a = names_agreement(n);
	struct program *p = names_program(n);
	bool good = true;

	*r = (struct pipeline){ .nstages = a->stages.n, .nexits = a->exits.n };
	r->stages = ARENA_ARRAY(&p->arena, r->nstages, struct waypoint);
	r->exits = ARENA_ARRAY(&p->arena, r->nexits, struct waypoint);
	for (size_t i = 0; i < r->nstages; i++)
		good = bind_step(p, &a->stages.at[i], &r->stages[i]) && good;
	for (size_t i = 0; i < r->nexits; i++)
		good = bind_step(p, &a->exits.at[i], &r->exits[i]) && good;
	if (good)
		assume_first(r, n);
	return good && watches_bind(&r->watches, n);
}

bool step_dated(const struct step *s, const char *what, const char *option, struct diags *diags)
{
	if (s->at)
		return true;
	if (diags)
		diag_at(diags, s->name.where, s->name.span,
			"%s looks into the past, and %s '%.*s' has no 'at' to tell when it was", option, what,
			STR_ARG(s->name.text));
	return false;
}

bool pipeline_dated(const struct pipeline *r, const struct agreement *a, size_t first, const char *option,
		    struct diags *diags)
{
	bool good = true;

	for (size_t i = first; i < r->nstages; i++)
		good = step_dated(&a->stages.at[i], "stage", option, diags) && good;
	for (size_t i = 0; i < r->nexits; i++)
		good = step_dated(&a->exits.at[i], "exit", option, diags) && good;
	return good;
}

static struct sign read_sign(const struct waypoint *w, struct frame *f, uint64_t *ahead)
{
	int64_t at;

	if (w->when && !code_flag(w->when, f))
		return (struct sign){ SIGN_NONE };
	if (!w->at)
		return (struct sign){ w->when ? SIGN_UNDATED : SIGN_ALWAYS };
	at = code_time(w->at, f);
	if (at == INSTANT_NONE)
		return (struct sign){ w->absent && code_flag(w->absent, f) ? SIGN_UNDATED : SIGN_NONE };
	tally_event(f, at);
	*ahead += at > f->now;
	return (struct sign){ at };
}

/* A thread's journeys, with room for the rows of the run. */
static inline struct journey *journeys_of(struct frame *f, struct tally *t)
{
	if (f->run->n > t->journey.rows)
		tally_journeys(t, f->run->n);
	return &t->journey;
}

static void first_seen(const struct pipeline *r, struct tally *t)
{
	if (t->pipeline)
		return;
	t->pipeline = r;
	t->words = vocabulary_new(&r->watches);
}

static __attribute__((noinline)) void read_signs(const struct pipeline *r, struct frame *f, struct tally *t)
{
	struct journey *j = &t->journey;
	struct sign *sign = &j->sign[f->run->at * j->steps];

	for (size_t i = 0; i < r->nstages; i++)
		sign[i] = read_sign(&r->stages[i], f, &t->ahead[i]);
	for (size_t i = 0; i < r->nexits; i++)
		sign[r->nstages + i] = read_sign(&r->exits[i], f, &t->ahead[r->nstages + i]);
	j->row[f->run->at].read = f->serial;
	j->reading = f->begun;
	first_seen(r, t);
	vocabulary_count(t->words, f);
}

const struct sign *pipeline_read(const struct pipeline *r, struct frame *f)
{
	struct tally *t = tally_of(f);
	struct journey *j = journeys_of(f, t);

	if (j->row[f->run->at].read != f->serial)
		read_signs(r, f, t);
	return &j->sign[f->run->at * j->steps];
}

/* ---- the signs of many rows ---- */

static void put_signs(struct asked ask, struct sign x, struct sign *sign, size_t steps)
{
	EACH_ROW(row, ask, sign[row * steps] = x);
}

/* Where both are given and there is no time, the cell may be empty, or not a time. */
static void put_absent(const struct waypoint *w, struct rows *rows, struct asked ask, const int64_t *at,
		       struct sign *sign, size_t steps)
{
	uint16_t *list = rows_room(rows).row;
	size_t n = 0;

	for (size_t i = 0; i < ask.n; i++) {
		list[n] = ask.row[i];
		n += at[ask.row[i]] == INSTANT_NONE;
	}
	ask = (struct asked){ list, n };
	if (n) {
		const bool *absent = code_values(w->absent, rows, ask, rows_room(rows)).flag;
		EACH_ROW(row, ask, sign[row * steps].at = absent[row] ? SIGN_UNDATED : SIGN_NONE);
		rows_room_back(rows);
	}
	rows_room_back(rows);
}

static void put_times(const struct waypoint *w, struct rows *rows, struct asked ask, struct sign *sign,
		      size_t steps, uint64_t *ahead)
{
	const int64_t *at = code_values(w->at, rows, ask, rows_room(rows)).time;
	int64_t newest = INSTANT_NONE, now = rows->frame->now;
	uint64_t later = 0;

	EACH_ROW(row, ask, {
		int64_t t = at[row];
		sign[row * steps].at = t;
		newest = t > newest && t <= now ? t : newest;
		later += t > now;
	});
	*ahead += later;
	if (newest != INSTANT_NONE)
		tally_event(rows->frame, newest);
	if (w->absent)
		put_absent(w, rows, ask, at, sign, steps);
	rows_room_back(rows);
}

/* As read_sign, of those rows; the first one's is at `sign`, and those of a row are `steps`. Adds to *ahead
 * the leads whose time is after now. */
static void read_step(const struct waypoint *w, struct rows *rows, struct asked ask, struct sign *sign,
		      size_t steps, uint64_t *ahead)
{
	uint16_t *list = rows_room(rows).row;

	if (w->when) {
		const bool *holds = code_values(w->when, rows, ask, rows_room(rows)).flag;
		put_signs(ask, (struct sign){ SIGN_NONE }, sign, steps);
		ask = asked_where(ask, holds, true, list);
		rows_room_back(rows);
	}
	if (w->at)
		put_times(w, rows, ask, sign, steps, ahead);
	else
		put_signs(ask, (struct sign){ w->when ? SIGN_UNDATED : SIGN_ALWAYS }, sign, steps);
	rows_room_back(rows);
}

static void read_steps(const struct pipeline *r, struct rows *rows, struct asked ask, struct tally *t)
{
	struct journey *j = &t->journey;

	j->reading = rows->frame->begun;
	for (size_t i = 0; i < r->nstages; i++)
		read_step(&r->stages[i], rows, ask, j->sign + i, j->steps, &t->ahead[i]);
	for (size_t i = 0; i < r->nexits; i++)
		read_step(&r->exits[i], rows, ask, j->sign + r->nstages + i, j->steps,
			  &t->ahead[r->nstages + i]);
	EACH_ROW(row, ask, j->row[row].read = rows->frame->begun + row);
	first_seen(r, t);
	vocabulary_count_rows(t->words, rows, ask);
}

void pipeline_read_rows(const struct pipeline *r, struct rows *rows, struct asked ask)
{
	struct tally *t = tally_of(rows->frame);

	if (rows->n == 1 || ask.n < 2)
		return;
	const struct journey *j = journeys_of(rows->frame, t);
	if (j->reading != rows->frame->begun) {
		read_steps(r, rows, ask, t);
		return;
	}
	uint16_t *list = rows_room(rows).row;
	size_t n = 0;
	for (size_t i = 0; i < ask.n; i++) {
		list[n] = ask.row[i];
		n += j->row[ask.row[i]].read != rows->frame->begun + ask.row[i];
	}
	if (n)
		read_steps(r, rows, n < ask.n ? (struct asked){ list, n } : ask, t);
	rows_room_back(rows);
}

/* Of an exit that had happened by then. It is superseded if any stage's time is strictly later, and then the
 * latest one's is; one with a condition only by that of the last stage. */
static inline enum exit_state state_of(const struct pipeline *r, const struct sign *sign, size_t exit,
				       bool done, int64_t done_at, int64_t latest, const struct zone *zone)
{
	const struct sign x = sign[r->nstages + exit];
	const bool when = r->exits[exit].when;
	int64_t since = !when ? latest : done ? done_at : INSTANT_NONE;

	if (sign_dated(x) && since != INSTANT_NONE && instant_compare(since, x.at, zone) > 0)
		return EXIT_SUPERSEDED;
	/* a last stage that every lead is at says nothing against a condition */
	if (!done || (when && sign[r->nstages - 1].at == SIGN_ALWAYS))
		return EXIT_IN_FORCE;
	return sign_dated(x) && done_at != INSTANT_NONE && instant_compare(x.at, done_at, zone) > 0
		       ? EXIT_IN_FORCE
		       : EXIT_IGNORED;
}

enum exit_state exit_state(const struct pipeline *r, const struct sign *sign, const struct standing *s,
			   size_t exit, const struct zone *zone)
{
	return state_of(r, sign, exit, s->done, s->done_at, s->latest, zone);
}

struct lap pipeline_lap(const struct pipeline *r, const struct sign *sign, const struct standing *s,
			int64_t t, const struct zone *zone)
{
	struct lap lap = { INSTANT_NONE, INSTANT_NONE };

	for (size_t i = 0; i < r->nexits && s->came_back; i++) {
		int64_t left = sign_time(sign[r->nstages + i], s->moment);
		if (left == INSTANT_NONE || standing_exit(r, sign, s, i, zone) != EXIT_SUPERSEDED)
			continue;
		if (instant_compare(t, left, zone) >= 0)
			lap.from = left > lap.from ? left : lap.from;
		else if (lap.to == INSTANT_NONE || left < lap.to)
			lap.to = left;
	}
	return lap;
}

bool pipeline_left_between(const struct pipeline *r, const struct sign *sign, int64_t moment, int64_t from,
			   int64_t to, const struct zone *zone)
{
	for (size_t i = 0; i < r->nexits; i++) {
		int64_t t = sign_time(sign[r->nstages + i], moment);
		if (t != INSTANT_NONE && instant_compare(from, t, zone) <= 0 &&
		    instant_compare(t, to, zone) < 0)
			return true;
	}
	return false;
}

static inline __attribute__((always_inline)) void pass_stages(const struct sign *sign, size_t stages,
							      int64_t moment, bool today, struct standing *s)
{
	int64_t next = INT64_MAX, done_at = INSTANT_NONE, latest = INSTANT_NONE;
	size_t depth = 0;

	for (size_t i = 0; i < stages; i++) {
		const int64_t at = sign[i].at;
		if (at <= moment) { /* no branch: whether there is one can't be foreseen */
			const bool is = at != SIGN_NONE;
			depth = is ? i + 1 : depth;
			done_at = is ? at : done_at;
			latest = at > latest ? at : latest;
		} else if (sign_dated(sign[i])) {
			next = at < next ? at : next;
		} else if (sign_stands(sign[i], moment, today)) {
			depth = i + 1;
			done_at = INSTANT_NONE;
		}
	}
	s->depth = depth;
	s->exit = SIZE_MAX;
	s->left = s->came_back = false;
	s->in_force = s->superseded = 0;
	s->next = next;
	s->moment = moment;
	s->done = stages && depth == stages;
	s->done_at = done_at;
	s->latest = latest;
}

static __attribute__((noinline)) void pass_exits(const struct pipeline *r, const struct sign *sign,
						 struct standing *s, bool today, const struct zone *zone)
{
	const size_t exits = r->nexits, stages = r->nstages;
	int64_t first = INSTANT_NONE;

	for (size_t i = 0; i < exits; i++) {
		const struct sign exit = sign[stages + i];
		if (exit.at == SIGN_NONE)
			continue;
		const int64_t at = sign_any_time(exit);
		if (at > s->moment)
			s->next = at < s->next ? at : s->next;
		if (!sign_stands(exit, s->moment, today))
			continue;
		enum exit_state state = state_of(r, sign, i, s->done, s->done_at, s->latest, zone);
		s->left = true;
		s->came_back |= state == EXIT_SUPERSEDED;
		s->in_force |= (uint32_t)(state == EXIT_IN_FORCE && i < 32) << i % 32;
		s->superseded |= (uint32_t)(state == EXIT_SUPERSEDED && i < 32) << i % 32;
		if (state != EXIT_IN_FORCE)
			continue;
		/* the earliest dated one, else the first undated */
		bool earlier =
			at != INSTANT_NONE && (first == INSTANT_NONE || instant_compare(at, first, zone) < 0);
		if (s->exit == SIZE_MAX || earlier) {
			s->exit = i;
			if (at != INSTANT_NONE)
				first = at;
		}
	}
	if (s->exit != SIZE_MAX && !s->depth)
		s->depth = 1;
}

/* Written where it stays; few leads have an exit. */
static inline void stand(const struct pipeline *r, const struct sign *sign, int64_t moment, bool today,
			 const struct zone *zone, struct standing *s)
{
	const size_t stages = r->nstages, exits = r->nexits;
	size_t i = 0;

	pass_stages(sign, stages, moment, today, s);
	while (i < exits && sign[stages + i].at == SIGN_NONE)
		i++;
	if (i < exits)
		pass_exits(r, sign, s, today, zone);
}

/* Of rows of the run whose signs are read. */
static void stand_now(const struct pipeline *pipeline, const struct frame *f, struct tally *t,
		      struct asked ask)
{
	const struct pipeline r = *pipeline; /* here, so that nothing that is written may change it */
	const struct journey j = t->journey;
	const int64_t moment = f->now;
	const uint64_t begun = f->begun;
	const struct zone *zone = f->program->times.zone;
	uint64_t came_back = 0, nowhere = 0;

	for (size_t i = 0; i < ask.n; i++) {
		const size_t row = ask.row[i];
		struct standing *now = &j.now[row];
		if (j.row[row].stood == begun + row)
			continue;
		j.row[row].stood = begun + row;
		stand(&r, &j.sign[row * j.steps], moment, true, zone, now);
		came_back += now->came_back;
		nowhere += !now->depth;
	}
	t->came_back += came_back;
	t->nowhere += r.nstages ? nowhere : 0;
}

const struct standing *pipeline_stand(const struct pipeline *r, struct frame *f)
{
	struct tally *t = tally_of(f);
	const struct journey *j = journeys_of(f, t);

	if (j->row[f->run->at].stood != f->serial) {
		pipeline_read(r, f);
		stand_now(r, f, t, (struct asked){ &f->run->at, 1 });
	}
	return &j->now[f->run->at];
}

const struct journey *pipeline_stand_rows(const struct pipeline *r, struct rows *rows, struct asked ask)
{
	struct tally *t = tally_of(rows->frame);
	const struct journey *j = journeys_of(rows->frame, t);

	if (asked_leads(ask, rows) && j->begun == rows->frame->begun && j->set == rows->set)
		return j;
	pipeline_read_rows(r, rows, ask);
	for (size_t i = 0; i < ask.n && (rows->n == 1 || ask.n < 2); i++)
		pipeline_read(r, rows_at(rows, ask.row[i]));
	stand_now(r, rows->frame, t, ask);
	if (asked_leads(ask, rows)) {
		t->journey.begun = rows->frame->begun;
		t->journey.set = rows->set;
	}
	return j;
}

const struct standing *pipeline_stand_dated(const struct pipeline *r, struct rows *rows, size_t row,
					    struct standing *room)
{
	const struct journey *j = &tally_of(rows->frame)->journey;
	const struct sign *sign = &j->sign[row * j->steps];

	for (size_t i = 0; i < j->steps; i++)
		if (sign[i].at == SIGN_UNDATED) {
			*room = pipeline_at(r, rows_at(rows, row), rows->frame->now);
			return room;
		}
	return &j->now[row];
}

struct standing pipeline_at(const struct pipeline *r, struct frame *f, int64_t moment)
{
	struct standing s;

	stand(r, pipeline_read(r, f), moment, false, f->program->times.zone, &s);
	return s;
}

struct standing pipeline_within(const struct pipeline *r, struct frame *f, int64_t from, int64_t window)
{
	int64_t end = instant_reach(from, window, f->program->times.zone);

	return pipeline_at(r, f, end < f->now ? end : f->now);
}

static __attribute__((noinline)) void look_within(const struct pipeline *r, struct window w, struct frame *f,
						  struct tally *t)
{
	const struct zone *zone = f->program->times.zone;
	struct journey_row *row = &t->journey.row[f->run->at];
	struct standing *then = &t->journey.then[f->run->at];
	int64_t from = sign_time(pipeline_read(r, f)[w.from], f->now);

	row->looked = f->serial;
	t->windowed = true;
	row->excluded = from == INSTANT_NONE			     ? EXCLUDED_UNDATED
			: instant_minus(f->now, from, zone) < w.span ? EXCLUDED_YOUNG
								     : EXCLUDED_NOT;
	if (row->excluded)
		return;
	*then = pipeline_within(r, f, from, w.span);
	t->back_within += then->came_back;
}

const struct standing *pipeline_look(const struct pipeline *r, struct window w, struct frame *f,
				     enum excluded *why)
{
	struct tally *t = tally_of(f);

	*why = EXCLUDED_NOT;
	if (!w.span)
		return pipeline_stand(r, f);
	const struct journey *j = journeys_of(f, t);
	if (j->row[f->run->at].looked != f->serial)
		look_within(r, w, f, t);
	*why = (enum excluded)j->row[f->run->at].excluded;
	return *why ? NULL : &j->then[f->run->at];
}

void pipeline_leave_out(struct frame *f)
{
	struct tally *t = tally_of(f);
	const struct journey *j = journeys_of(f, t);
	struct journey_row *row = &j->row[f->run->at];

	if (row->stood == f->serial) {
		t->came_back -= j->now[f->run->at].came_back;
		t->nowhere -= t->pipeline->nstages && !j->now[f->run->at].depth;
	}
	if (row->looked == f->serial && !row->excluded)
		t->back_within -= j->then[f->run->at].came_back;
	row->stood = row->looked = 0;
}

void timeless_tell(struct diags *diags, const struct agreement *a, const uint64_t *leads,
		   const char *of_stage, const char *of_exit)
{
	for (size_t i = 0; i < a->stages.n; i++)
		tally_say(diags, leads[i], of_stage, a->stages.at[i].name.text);
	for (size_t i = 0; i < a->exits.n; i++)
		tally_say(diags, leads[a->stages.n + i], of_exit, a->exits.at[i].name.text);
}

void window_tell(struct diags *diags, struct str from, uint64_t undated, uint64_t young)
{
	tally_say(diags, undated, "in no count, as their time of this stage is unknown", from);
	tally_say(diags, young, "too young for the window, in no count", STR(""));
}

bool stage_value(const struct code *value, const struct step *stage, struct frame *f, __int128 *out)
{
	struct buf b = { 0 };

	if (!code_millionths(value, f, out))
		return false;
	if (*out >= -MONEY_MOST && *out <= MONEY_MOST)
		return true;
	code_show(value, f, &b);
	frame_fail(f,
		   "stage %.*s: the value %.*s is beyond 9.2e18, the most that can be added up; correct the "
		   "cell, or leave the row out with --where",
		   STR_ARG(stage->name.text), STR_ARG(buf_view(&b)));
	buf_release(&b);
	return false;
}
