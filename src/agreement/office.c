/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Calendars bound to an input. Calendars of one name form a set: a lead uses the first whose `when` holds,
 * which is computed once per record. A set that no expression uses costs nothing: no file is read, nothing is
 * compiled.
 *
 * A time that is only a date is its first instant. If the later time is a date, and the earlier one a moment
 * of that same day, they aren't reversed: no open time lies between them.
 */
#include "agreement/office.h"

#include <stdlib.h>

#include "agreement/holidays.h"
#include "expr/run.h"

enum state { UNBOUND, BINDING, BOUND, BROKEN };

struct office_set {
	struct names *names;
	struct str name;
	enum state state;
	size_t n;
	struct bound_office {
		const struct office *said;
		const struct calendar *calendar;
		const struct code *when; /* NULL: every lead */
	} * at;
	size_t choice; /* the worked-out number of the lead's; n: none */
};

/* ---- asking ---- */

static union value choice_of(const void *ctx, struct frame *f)
{
	const struct office_set *s = ctx;
	size_t i = 0;

	while (i < s->n && s->at[i].when && !code_flag(s->at[i].when, f))
		i++;
	return (union value){ .number = (double)i };
}

COMPUTE_ROWS(work_choice, number, choice_of)

size_t office_of(const struct office_set *s, struct frame *f)
{
	if (!s->at[0].when)
		return 0;
	size_t i = (size_t)frame_computed(f, s->choice).number;
	return i < s->n ? i : SIZE_MAX;
}

bool office_is_one(const struct office_set *s)
{
	return !s->at[0].when;
}

size_t office_count(const struct office_set *s)
{
	return s->n;
}

const struct calendar *office_calendar(const struct office_set *s, size_t i)
{
	return s->at[i].calendar;
}

const struct zone *office_zone(const struct office_set *s, size_t i)
{
	const struct zone *zone = s->at[i].said->zone;

	return zone ? zone : names_program(s->names)->times.zone;
}

static int64_t call_office(const void *ctx, struct frame *f, const int64_t *arg)
{
	const struct office_set *s = ctx;
	size_t i = office_of(s, f);

	if (i == SIZE_MAX)
		return INSTANT_NONE;
	if (arg[1] < arg[0] && instant_compare(arg[1], arg[0], f->program->times.zone) == 0)
		return 0;
	return calendar_between(s->at[i].calendar, arg[0], arg[1]);
}

/* ---- binding ---- */

static bool compile(struct office_set *s, struct bound_office *b)
{
	const struct office *said = b->said;
	const struct zone *zone = office_zone(s, (size_t)(b - s->at));
	struct days holidays = { 0 };
	bool good = true;

	for (size_t i = 0; i < said->holidays.n; i++)
		good = holidays_read(s->names, &said->holidays.at[i], zone, &holidays) && good;
	if (good)
		b->calendar = calendar_new(&(struct calendar_plan){ .zone = zone,
								    .weekly = said->weekly.at,
								    .nweekly = said->weekly.n,
								    .open = said->open.at,
								    .nopen = said->open.n,
								    .closed = said->closed.at,
								    .nclosed = said->closed.n,
								    .holiday = holidays.at,
								    .nholidays = holidays.n },
					   &names_program(s->names)->arena);
	free(holidays.at);
	return good;
}

static bool bind_set(struct office_set *s)
{
	struct program *p = names_program(s->names);
	bool good = true;

	for (size_t i = 0; i < s->n; i++) {
		struct bound_office *b = &s->at[i];
		good = compile(s, b) && good;
		if (b->said->when)
			good = (b->when = program_bind(p, b->said->when, TYPE_FLAG, NULL)) && good;
	}
	s->choice = program_compute(p, TYPE_NUMBER, s->name, work_choice, s);
	return good;
}

bool office_bind(struct office_set *s, const struct expr *use)
{
	if (s->state == BINDING && use)
		diag_at(names_diags(s->names), use->where, use->span,
			"calendar '%.*s' asks itself which leads are on it", STR_ARG(s->name));
	if (s->state == UNBOUND) {
		s->state = BINDING;
		s->state = bind_set(s) ? BOUND : BROKEN;
	}
	return s->state == BOUND;
}

static bool bind_function(void *ctx, const struct expr *call, int64_t *word)
{
	(void)word;
	return office_bind(ctx, call);
}

/* ---- afterwards ---- */

static void say_outdated(const struct bound_office *b, const struct zone *zone, struct diags *diags)
{
	int64_t last, latest;

	if (!calendar_outdated(b->calendar, &last, &latest))
		return;
	struct civil from = day_civil(last), to = instant_civil(latest, zone);
	diag_note_at(
		diags, b->said->name.where, b->said->name.span,
		"the last holiday of '%.*s' is %04d-%02d-%02d, and times up to %04d-%02d-%02d are measured "
		"by it; add the holidays since then",
		STR_ARG(b->said->name.text), from.year, from.month, from.day, to.year, to.month, to.day);
}

void offices_say(const struct offices *o, struct diags *diags)
{
	for (size_t i = 0; i < o->n; i++)
		for (size_t k = 0; k < o->at[i]->n && o->at[i]->state == BOUND; k++)
			say_outdated(&o->at[i]->at[k], office_zone(o->at[i], k), diags);
}

/* ---- setting up ---- */

struct office_set *offices_find(const struct offices *o, struct str name)
{
	size_t first = agreement_find(o->agreement, NAMED_CALENDAR, name);

	return first != SIZE_MAX ? o->of[first] : NULL;
}

static struct office_set *new_set(struct names *n, struct str name)
{
	struct arena *arena = &names_program(n)->arena;
	struct office_set *s = ARENA_NEW(arena, struct office_set);

	s->names = n;
	s->name = arena_copy(arena, name);
	program_function(names_program(n),
			 &(struct function){ .name = s->name,
					     .shape = arena_print(arena, "%.*s(from, to)", STR_ARG(s->name)),
					     .nargs = 2,
					     .result = TYPE_SPAN,
					     .bind = bind_function,
					     .call = call_office,
					     .ctx = s });
	return s;
}

struct offices *offices_define(struct names *n)
{
	const struct agreement *a = names_agreement(n);
	struct arena *arena = &names_program(n)->arena;
	struct offices *o = ARENA_NEW(arena, struct offices);

	o->agreement = a;
	o->at = ARENA_ARRAY(arena, a->calendars.n, struct office_set *);
	o->of = ARENA_ARRAY(arena, a->calendars.n, struct office_set *);
	for (size_t i = 0; i < a->calendars.n; i++) {
		struct str name = a->calendars.at[i].name.text;
		if (agreement_find(a, NAMED_CALENDAR, name) == i)
			o->at[o->n++] = o->of[i] = new_set(n, name);
		offices_find(o, name)->n++;
	}
	for (size_t i = 0; i < o->n; i++) {
		o->at[i]->at = ARENA_ARRAY(arena, o->at[i]->n, struct bound_office);
		o->at[i]->n = 0;
	}
	for (size_t i = 0; i < a->calendars.n; i++) {
		struct office_set *s = offices_find(o, a->calendars.at[i].name.text);
		s->at[s->n++].said = &a->calendars.at[i];
	}
	return o;
}
