/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Clocks before the first row: bound to an input, defined as names, with scratch for each thread; see
 * clock.h. */
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/number.h"
#include "lead/clock_internal.h"
#include "stat/quantile.h"
#include "expr/run.h"
#include "time/written.h"

enum { DAY_SECONDS = 86400, PART_SECONDS = DAY_SECONDS / 3 };
#define FAR INT64_C(253370764800) /* 9999-01-01: about there years are written otherwise */

struct clock_set {
	struct clocks clocks;
	struct names *names;
	const struct offices *offices;
	enum { UNBOUND, BOUND, BROKEN } state;
};

/* ---- binding ---- */

/* Returns false after a mistake, which is reported. *column is what a column is read by. */
static bool bind_point(struct clock_set *s, const struct expr *e, struct point *p, const struct code **column)
{
	const struct agreement *a = s->clocks.agreement;
	const struct step *step = agreement_step(a, e);

	*p = (struct point){ .what = POINT_COLUMN };
	if (!step)
		return (*column = program_bind(names_program(s->names), e, TYPE_TIME, NULL));
	bool stage = step >= a->stages.at && step < a->stages.at + a->stages.n;
	p->what = stage ? POINT_STAGE : POINT_EXIT;
	p->index = (size_t)(step - (stage ? a->stages.at : a->exits.at));
	return true;
}

/* The name of what an sla's `to` says at a place: a stage or an exit, or a column. */
static struct str target_name(const struct agreement *a, const struct sla *said, size_t place)
{
	const struct step *step = agreement_step(a, said->to.at[place]);

	return step ? step->name.text : said->to.at[place]->text;
}

/* By struct reading: what is named, then the stages; and behind them, what a clock without an answer has. */
static struct str *name_answers(const struct agreement *a, const struct sla *said, struct arena *arena)
{
	struct str *name = ARENA_ARRAY(arena, said->to.n + a->stages.n + 1, struct str);

	for (size_t i = 0; i < said->to.n; i++)
		name[i] = target_name(a, said, i);
	for (size_t i = 0; i < a->stages.n; i++)
		name[said->to.n + i] = a->stages.at[i].name.text;
	return name;
}

/* What a clock reads at most: what answers, both ends of its pauses, and its start. */
static size_t clock_columns(const struct sla *said)
{
	return said->to.n + 2 * said->pauses.n + 1;
}

static bool bind_targets(struct clock_set *s, const struct sla *said, struct clock *k)
{
	struct arena *arena = &names_program(s->names)->arena;
	const size_t stages = s->clocks.pipeline.nstages, exits = s->clocks.pipeline.nexits;
	bool good = true;

	k->answer = name_answers(s->clocks.agreement, said, arena);
	k->stage = stages;
	k->stage_is = ARENA_ARRAY(arena, stages, size_t);
	k->exit_is = ARENA_ARRAY(arena, exits, size_t);
	k->column = ARENA_ARRAY(arena, clock_columns(said), const struct code *);
	k->column_is = ARENA_ARRAY(arena, said->to.n, size_t);
	for (size_t i = 0; i < stages; i++)
		k->stage_is[i] = said->to.n + i;
	for (size_t i = 0; i < exits; i++)
		k->exit_is[i] = SIZE_MAX;
	for (size_t i = said->to.n; i-- > 0;) { /* so that the first of what is said twice stays */
		struct point p;
		if (!bind_point(s, said->to.at[i], &p, &k->column[k->nanswers])) {
			good = false;
		} else if (p.what == POINT_STAGE) {
			k->stage = p.index < k->stage ? p.index : k->stage;
			k->stage_is[p.index] = i;
		} else if (p.what == POINT_EXIT) {
			k->exit_is[p.index] = i;
		} else {
			k->column_is[k->nanswers++] = i;
		}
	}
	k->ncolumns = k->nanswers;
	return good;
}

static bool bind_promises(struct clock_set *s, const struct sla *said, struct clock *k)
{
	struct program *program = names_program(s->names);
	bool good = true;

	k->npromises = said->promises.n;
	k->promise = ARENA_ARRAY(&program->arena, k->npromises, struct bound_promise);
	k->rulers = RULER_CALENDARS;
	for (size_t i = 0; i < k->npromises; i++) {
		const struct promise *p = &said->promises.at[i];
		struct bound_promise *b = &k->promise[i];
		*b = (struct bound_promise){ .span = p->span, .days = p->days, .zone = s->clocks.zone };
		if (p->calendar.text.p) {
			b->office = offices_find(s->offices, p->calendar.text);
			b->ruler = k->rulers;
			k->rulers += office_count(b->office);
			bool bound = office_bind(b->office, NULL);
			if (bound && office_is_one(b->office)) {
				b->hours = office_calendar(b->office, 0);
				b->zone = office_zone(b->office, 0);
			}
			good = bound && good;
		}
		if (p->when)
			good = (b->when = program_bind(program, p->when, TYPE_FLAG, NULL)) && good;
	}
	return good;
}

/* One end of a pause. */
static bool bind_end(struct clock_set *s, const struct expr *e, struct point *p, struct clock *k)
{
	bool good = bind_point(s, e, p, &k->column[k->ncolumns]);

	if (p->what == POINT_COLUMN)
		p->index = k->ncolumns++;
	return good;
}

static bool bind_pauses(struct clock_set *s, const struct sla *said, struct clock *k)
{
	struct program *program = names_program(s->names);
	bool good = true;

	k->stop = ARENA_ARRAY(&program->arena, said->pauses.n, const struct code *);
	k->pause = ARENA_ARRAY(&program->arena, said->pauses.n, struct bound_pause);
	for (size_t i = 0; i < said->pauses.n; i++) {
		const struct pause *p = &said->pauses.at[i];
		if (p->when) {
			good = (k->stop[k->nstops++] = program_bind(program, p->when, TYPE_FLAG, NULL)) &&
			       good;
			continue;
		}
		struct bound_pause *to = &k->pause[k->npauses++];
		good = bind_end(s, p->from, &to->from, k) && good;
		good = bind_end(s, p->to, &to->to, k) && good;
	}
	return good;
}

static bool bind_clock(struct clock_set *s, const struct sla *said, struct clock *k)
{
	const struct code *from = NULL;
	bool good = bind_point(s, said->from, &k->from, &from);

	k->warn = said->warn;
	good = bind_targets(s, said, k) && good;
	good = bind_promises(s, said, k) && good;
	good = bind_pauses(s, said, k) && good;
	if (k->from.what == POINT_COLUMN) {
		k->from.index = k->ncolumns;
		k->column[k->ncolumns++] = from;
	}
	const struct bound_promise *p = k->promise;
	k->usual = k->from.what != POINT_COLUMN && k->npromises == 1 && !p->when && !k->nstops &&
		   !k->npauses && (p->office ? p->hours != NULL : !p->days);
	return good;
}

const struct clocks *clocks_bind(struct clocks *c)
{
	struct clock_set *s = (struct clock_set *)c;
	const struct agreement *a = c->agreement;
	bool good = true;

	if (s->state == UNBOUND) {
		c->zone = names_program(s->names)->times.zone;
		c->at = ARENA_ARRAY(&names_program(s->names)->arena, c->n, struct clock);
		good = pipeline_bind(&c->pipeline, s->names);
		for (size_t i = 0; i < c->n; i++)
			good = bind_clock(s, &a->slas.at[i], &c->at[i]) && good;
		s->state = good ? BOUND : BROKEN;
	}
	return s->state == BOUND ? c : NULL;
}

/* ---- names ---- */

/* What stands for one column of one clock. */
struct clock_cell {
	struct clock_set *set;
	size_t clock;
};

static const struct clock_row *read_cells(const struct clock_cell *w, struct rows *r, struct asked ask)
{
	return clock_read_rows(&w->set->clocks, w->clock, r, ask);
}

static void work_due(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct clock_row *x = read_cells(ctx, r, ask);

	EACH_ROW(row, ask, out.time[row] = x[row].now.due);
}

static void work_answered_at(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct clock_row *x = read_cells(ctx, r, ask);

	EACH_ROW(row, ask, out.time[row] = x[row].now.answered_at);
}

static void work_hours(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct clock_row *x = read_cells(ctx, r, ask);

	EACH_ROW(row, ask, {
		int64_t spent = x[row].now.spent;
		out.number[row] = spent == INSTANT_NONE ? value_none(TYPE_NUMBER).number
							: (double)span_hundredths(spent, HOUR_US) / 100;
	});
}

static void work_status(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct clock_row *x = read_cells(ctx, r, ask);

	EACH_ROW(row, ask, {
		enum clock_status status = x[row].now.status;
		out.text[row] = status == CLOCK_NONE ? (struct str){ 0 } : clock_status_name[status];
	});
}

static void work_answer(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct clock_cell *w = ctx;
	const struct clock_row *x = read_cells(w, r, ask);
	const struct clocks *c = &w->set->clocks;
	const struct str *name = c->at[w->clock].answer;
	const size_t none = c->agreement->slas.at[w->clock].to.n + c->pipeline.nstages;

	/* no branch: which it is can't be foreseen */
	EACH_ROW(row, ask, {
		size_t differs = x[row].now.by ^ none;
		out.text[row] = name[none ^ (differs & -(size_t)x[row].now.answered)];
	});
}

static struct clock_texts *texts_of(struct frame *f, size_t clock)
{
	struct clock_texts **t = &tally_of(f)->clocks->texts[clock];

	if (!*t)
		*t = mem_resize(NULL, sizeof **t);
	return *t;
}

static struct due_part *due_parts_of(struct frame *f)
{
	struct clock_room *r = tally_of(f)->clocks;

	if (!r->parts)
		r->parts = mem_new(DUE_PARTS * sizeof *r->parts);
	return r->parts;
}

/* Writes a time as instant_write does, and remembers its day, unless something about it is unusual. */
static __attribute__((noinline)) struct str learn_due(struct due_part *part, int64_t due,
						      const struct zone *zone, char *out)
{
	struct buf text = { 0 };
	int64_t second = instant_us(due) / SECOND_US;
	int32_t offset = zone_offset(zone, second);
	int64_t first = (second + offset) / DAY_SECONDS * DAY_SECONDS - offset, end = first + DAY_SECONDS;

	instant_write(&text, due, zone);
	const size_t n = text.n < DUE_TEXT ? text.n : DUE_TEXT;
	memcpy(out, text.p, n);
	buf_release(&text);
	if (second > DAY_SECONDS && second < FAR && due == instant_of(second * SECOND_US) &&
	    zone_offset(zone, first) == offset && zone_offset(zone, end - 1) == offset) {
		*part = (struct due_part){ zone, first, (uint32_t)n, { 0 } };
		memcpy(part->text, out, n);
	}
	return (struct str){ out, n };
}

/* Most fall on days that others fell on, so that only the clock is to be written; `out` has DUE_TEXT bytes.
 */
static inline struct str due_text(struct due_part *parts, int64_t due, const struct zone *zone, char *out)
{
	const int64_t second = (due >> 1) / SECOND_US;
	struct due_part *part = &parts[(uint64_t)second / PART_SECONDS % DUE_PARTS];
	const uint64_t since = (uint64_t)(second - part->first);

	if (part->zone != zone || since >= DAY_SECONDS || due != instant_of(second * SECOND_US))
		return learn_due(part, due, zone, out);
	const unsigned clock = (unsigned)since, minute = clock / 60;
	memcpy(out, part->text, DUE_TEXT);
	put_three(out + sizeof "2026-01-31T" - 1, minute / 60, minute % 60, clock % 60, ':');
	return (struct str){ out, part->n };
}

/* As the columns are written: the due time with the offset of the lead's calendar, hours with two decimals.
 */
static void write_due(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct clock_cell *w = ctx;
	const struct clock_row *x = read_cells(w, r, ask);
	struct clock_texts *texts = texts_of(r->frame, w->clock);
	struct due_part *parts = due_parts_of(r->frame);

	uint16_t *list = rows_room(r).row;
	size_t n = 0;

	EACH_ROW(row, ask, {
		out.text[row] = (struct str){ 0 };
		list[n] = (uint16_t)row;
		n += x[row].now.due != INSTANT_NONE;
	});
	for (size_t i = 0; i < n; i++) {
		const struct reading *now = &x[list[i]].now;
		out.text[list[i]] = due_text(parts, now->due, now->zone, texts->due[list[i]]);
	}
	rows_room_back(r);
}

static __attribute__((noinline)) struct str odd_hours(int64_t spent, char *out)
{
	struct buf text = { 0 };

	number_write_fixed(&text, span_hundredths(spent, HOUR_US), 2);
	const size_t n = text.n;
	memcpy(out, text.p, n);
	buf_release(&text);
	return (struct str){ out, n };
}

/* Hours with two decimals, in HOURS_TEXT bytes; most are a word. */
static inline struct str hours_text(int64_t spent, char *out)
{
	const uint64_t hundredth = HOUR_US / 100, point = '.';

	if (spent < 0 || spent >= 99999 * HOUR_US)
		return odd_hours(spent, out);
	const unsigned hundredths = (unsigned)(((uint64_t)spent + hundredth / 2) / hundredth);
	const unsigned n = 1U + (hundredths >= 1000) + (hundredths >= 10000) + (hundredths >= 100000) +
			   (hundredths >= 1000000); /* digits before the point */
	const uint64_t digits = word_of_digits(hundredths), whole = digits << 16 >> 8 * (8 - n);
	word_store(out, whole | (point | digits >> 48 << 8) << 8 * n);
	return (struct str){ out, n + 3 };
}

static void write_hours(const void *ctx, struct rows *r, struct asked ask, union vector out)
{
	const struct clock_cell *w = ctx;
	const struct clock_row *x = read_cells(w, r, ask);
	struct clock_texts *texts = texts_of(r->frame, w->clock);
	uint16_t *list = rows_room(r).row;
	size_t n = 0;

	EACH_ROW(row, ask, {
		out.text[row] = (struct str){ 0 };
		list[n] = (uint16_t)row;
		n += x[row].now.spent != INSTANT_NONE;
	});
	for (size_t i = 0; i < n; i++)
		out.text[list[i]] = hours_text(x[list[i]].now.spent, texts->hours[list[i]]);
	rows_room_back(r);
}

/* A name is the clock's name, `_` and the ending. Names with a comma can't be written by users: they are what
 * the columns show. */
static const struct clock_name {
	const char *ending;
	enum type type;
	compute_fn *work;
} clock_names[] = {
	[CLOCK_DUE] = { "due, written", TYPE_TEXT, write_due },
	[CLOCK_HOURS] = { "hours, written", TYPE_TEXT, write_hours },
	[CLOCK_STATUS] = { "status", TYPE_TEXT, work_status },
	[CLOCK_ANSWER] = { "answer", TYPE_TEXT, work_answer },
	{ "due", TYPE_TIME, work_due },
	{ "hours", TYPE_NUMBER, work_hours },
	{ "answered_at", TYPE_TIME, work_answered_at },
};
enum { CLOCK_NAMES = sizeof clock_names / sizeof *clock_names };

static struct str name_of(struct names *n, size_t clock, const char *ending)
{
	return arena_print(&names_program(n)->arena, "%.*s_%s",
			   STR_ARG(names_agreement(n)->slas.at[clock].name.text), ending);
}

struct str clock_head(struct names *n, size_t i, enum clock_column column)
{
	static const char *const ending[] = { [CLOCK_DUE] = "due",
					      [CLOCK_HOURS] = "hours",
					      [CLOCK_STATUS] = "status",
					      [CLOCK_ANSWER] = "answer" };

	return name_of(n, i, ending[column]);
}

struct str clock_shown(struct names *n, size_t i, enum clock_column column)
{
	return name_of(n, i, clock_names[column].ending);
}

static size_t bind_define(void *ctx, size_t which, struct names *n)
{
	struct clock_set *s = ctx;
	struct program *p = names_program(n);
	const struct clock_name *name = &clock_names[which % CLOCK_NAMES];
	struct clock_cell *w = ARENA_NEW(&p->arena, struct clock_cell);

	*w = (struct clock_cell){ s, which / CLOCK_NAMES };
	if (!clocks_bind(&s->clocks))
		return SIZE_MAX;
	return program_compute(p, name->type, name_of(n, w->clock, name->ending), name->work, w);
}

/* What can answer a clock, as the words of the value defined last: what it names, and later stages. */
static void say_answers(struct names *n, const struct clocks *c, size_t i)
{
	const struct agreement *a = c->agreement;
	const struct sla *said = &a->slas.at[i];
	struct str *word = ARENA_ARRAY(&names_program(n)->arena, said->to.n + a->stages.n, struct str);
	size_t words = 0, first = a->stages.n;

	for (; words < said->to.n; words++) {
		word[words] = target_name(a, said, words);
		const struct step *step = agreement_step(a, said->to.at[words]);
		for (size_t k = 0; k < first; k++)
			first = step == &a->stages.at[k] ? k : first;
	}
	for (size_t k = first; k < a->stages.n; k++) {
		size_t same = 0;
		while (same < words && !str_eq(word[same], a->stages.at[k].name.text))
			same++;
		if (same == words)
			word[words++] = a->stages.at[k].name.text;
	}
	names_words(n, word, words);
}

struct clocks *clocks_define(struct names *n, const struct offices *offices, bool own)
{
	const struct agreement *a = names_agreement(n);
	struct clock_set *s = ARENA_NEW(&names_program(n)->arena, struct clock_set);

	s->clocks = (struct clocks){ .agreement = a, .n = a->slas.n };
	s->names = n;
	s->offices = offices;
	for (size_t i = 0; i < a->slas.n; i++)
		for (size_t j = 0; j < CLOCK_NAMES; j++) {
			names_define(n, name_of(n, i, clock_names[j].ending), clock_names[j].type, own,
				     bind_define, s, i * CLOCK_NAMES + j);
			if (j == CLOCK_STATUS)
				names_words(n, clock_status_name + 1, CLOCK_STATUSES - 1);
			else if (j == CLOCK_ANSWER)
				say_answers(n, &s->clocks, i);
		}
	return &s->clocks;
}

/* ---- the past ---- */

bool clocks_dated(const struct clocks *c, const char *option, struct diags *diags)
{
	const struct agreement *a = c->agreement;
	size_t first = a->stages.n;

	for (size_t i = 0; i < c->n; i++)
		first = c->at[i].stage < first ? c->at[i].stage : first;
	return pipeline_dated(&c->pipeline, a, first, option, diags);
}

/* ---- a thread's room ---- */

struct clock_room *clock_room_new(const struct agreement *a)
{
	struct clock_room *r = mem_new(sizeof *r);

	r->n = a->slas.n;
	r->facts = mem_new(r->n * sizeof *r->facts);
	r->told = mem_new(r->n * sizeof *r->told);
	r->row = mem_new(r->n * sizeof *r->row);
	r->read = mem_new(r->n * sizeof *r->read);
	r->texts = mem_new(r->n * sizeof *r->texts);
	clock_room_rows(r, 1);
	for (size_t i = 0; i < r->n; i++) {
		struct facts *x = &r->facts[i];
		x->told = &r->told[i];
		x->answer = mem_new(a->slas.at[i].to.n * sizeof *x->answer);
		x->read = mem_new(clock_columns(&a->slas.at[i]) * sizeof *x->read);
		x->pause = mem_new(a->slas.at[i].pauses.n * sizeof *x->pause);
		x->gap = mem_new(a->slas.at[i].pauses.n * sizeof *x->gap);
	}
	return r;
}

void clock_room_free(struct clock_room *r)
{
	for (size_t i = 0; r && i < r->n; i++) {
		free(r->row[i]);
		free(r->texts[i]);
		free(r->facts[i].answer);
		free(r->facts[i].read);
		free(r->facts[i].pause);
		free(r->facts[i].gap);
	}
	if (r) {
		free(r->facts);
		free(r->told);
		free(r->row);
		free(r->read);
		free(r->texts);
		free(r->parts);
	}
	free(r);
}

void clock_room_merge(struct clock_room *into, const struct clock_room *from)
{
	for (size_t i = 0; i < into->n; i++) {
		into->told[i].asked += from->told[i].asked;
		into->told[i].started += from->told[i].started;
		into->told[i].dated += from->told[i].dated;
		into->told[i].undated += from->told[i].undated;
		into->told[i].off_calendar += from->told[i].off_calendar;
		into->told[i].beyond += from->told[i].beyond;
		into->told[i].unmeasured += from->told[i].unmeasured;
		into->told[i].stopped_overdue += from->told[i].stopped_overdue;
	}
}

void clock_room_tell(const struct clock_room *r, const struct agreement *a, struct diags *diags)
{
	for (size_t i = 0; i < r->n; i++) {
		struct str name = a->slas.at[i].name.text;
		if (r->told[i].asked && !r->told[i].started)
			diag_note(diags,
				  "%.*s: no lead ever started this clock; --fields shows what its times are "
				  "read from",
				  STR_ARG(name));
		tally_say(diags, r->told[i].dated,
			  "where a date without a time of day is taken as its first instant", name);
		tally_say(diags, r->told[i].undated,
			  "that moved on at an unknown time: late if overdue by now, and in no response time",
			  name);
		tally_say(diags, r->told[i].off_calendar, "on none of the calendars, and so not on the clock",
			  name);
		tally_say(diags, r->told[i].beyond, "never due, for the calendar ends before", name);
		tally_say(diags, r->told[i].unmeasured,
			  "whose hours until now are not known, for the calendar ends before", name);
		tally_say(diags, r->told[i].stopped_overdue, "that would be overdue without 'pause when'",
			  name);
	}
}
