/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Evidence of a stage: with neither `at` nor `when`, always; `at` alone, its
 * cell reads as a time that is not after now; `when` alone, it holds; both, it
 * holds and the time is absent or not after now.
 */
#include "lead/stage.h"

static bool bind_step(struct program *p, const struct step *said, struct waypoint *w)
{
	if (said->when)
		w->when = program_bind(p, said->when, TYPE_FLAG, NULL);
	if (said->at)
		w->at = program_bind(p, said->at, TYPE_TIME, NULL);
	return (!said->when || w->when) && (!said->at || w->at);
}

bool road_bind(struct road *r, struct names *n)
{
	const struct agreement *a = names_agreement(n);
	struct program *p = names_program(n);
	bool good = true;

	*r = (struct road){ .nstages = a->stages.n, .nexits = a->exits.n, .watch = SIZE_MAX };
	r->stages = ARENA_ARRAY(&p->arena, r->nstages, struct waypoint);
	r->exits = ARENA_ARRAY(&p->arena, r->nexits, struct waypoint);
	for (size_t i = 0; i < r->nstages; i++)
		good = bind_step(p, &a->stages.at[i], &r->stages[i]) && good;
	for (size_t i = 0; i < r->nexits; i++)
		good = bind_step(p, &a->exits.at[i], &r->exits[i]) && good;
	return good;
}

/* Is there evidence now, and of when? *at is INSTANT_NONE for undated evidence. */
static bool evidence(const struct waypoint *w, struct frame *f, int64_t *at)
{
	*at = INSTANT_NONE;
	if (w->when && !code_flag(w->when, f))
		return false;
	if (!w->at)
		return true;
	*at = code_time(w->at, f);
	if (*at == INSTANT_NONE)
		return w->when;
	if (*at > f->program->now)
		return false;
	tally_event(f, *at);
	return true;
}

/* What stages say against an exit. */
struct progress {
	int64_t latest; /* dated evidence; INSTANT_NONE: none */
	bool done;	/* the last stage is reached */
	int64_t done_at;
};

/* A dated exit is in force unless dated evidence is strictly later; one of a lead that is done, only if
 * strictly later than a dated end. */
static bool in_force(int64_t left, const struct progress *s, const struct zone *zone)
{
	if (s->done)
		return left != INSTANT_NONE && s->done_at != INSTANT_NONE &&
		       instant_compare(left, s->done_at, zone) > 0;
	return left == INSTANT_NONE || s->latest == INSTANT_NONE ||
	       instant_compare(s->latest, left, zone) <= 0;
}

struct standing road_stand(const struct road *r, struct frame *f)
{
	const struct zone *zone = f->program->times.zone;
	struct standing s = { .exit = SIZE_MAX };
	struct progress so_far = { .latest = INSTANT_NONE, .done_at = INSTANT_NONE };
	bool came_back = false;
	int64_t at, first = INSTANT_NONE;

	for (size_t i = 0; i < r->nstages; i++) {
		if (!evidence(&r->stages[i], f, &at))
			continue;
		s.depth = i + 1;
		s.watched |= i == r->watch;
		if (at != INSTANT_NONE &&
		    (so_far.latest == INSTANT_NONE || instant_compare(at, so_far.latest, zone) > 0))
			so_far.latest = at;
		so_far.done_at = at;
	}
	so_far.done = r->nstages && s.depth == r->nstages;
	for (size_t i = 0; i < r->nexits; i++) {
		if (!evidence(&r->exits[i], f, &at))
			continue;
		if (!in_force(at, &so_far, zone)) {
			came_back = true;
			continue;
		}
		/* the earliest dated one, else the first undated */
		bool earlier =
			at != INSTANT_NONE && (first == INSTANT_NONE || instant_compare(at, first, zone) < 0);
		if (s.exit == SIZE_MAX || earlier) {
			s.exit = i;
			if (at != INSTANT_NONE)
				first = at;
		}
	}
	if (s.exit != SIZE_MAX && !s.depth)
		s.depth = 1;
	tally_of(f)->came_back += came_back;
	tally_of(f)->nowhere += r->nstages && !s.depth;
	return s;
}
