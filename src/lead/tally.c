/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Counts that are reported at the end: see tally.h. */
#include "lead/tally.h"

#include <stdlib.h>

#include "base/mem.h"
#include "lead/clock.h"
#include "lead/score.h"
#include "lead/stage.h"

void tally_init(struct tally *t, const struct agreement *a)
{
	size_t most = 0;

	for (size_t i = 0; i < a->scores.n; i++)
		if (a->scores.at[i].nrules > most)
			most = a->scores.at[i].nrules;
	*t = (struct tally){ .newest = INSTANT_NONE, .assume = SIZE_MAX };
	t->ignored = mem_new(a->ignores.n * sizeof *t->ignored);
	t->not_faded = mem_new(a->scores.n * sizeof *t->not_faded);
	t->both = mem_new(a->criteria.n * sizeof *t->both);
	t->ahead = mem_new((a->stages.n + a->exits.n) * sizeof *t->ahead);
	t->points = mem_new(most * sizeof *t->points);
	t->given = mem_new(most * sizeof *t->given);
	t->journey.steps = a->stages.n + a->exits.n;
	tally_journeys(t, 1);
	t->clocks = clock_room_new(a);
}

void tally_rule_room(struct tally *t, const struct agreement *a)
{
	size_t all = 0;

	if (t->each)
		return;
	for (size_t i = 0; i < a->scores.n; i++)
		all += a->scores.at[i].nrules;
	const size_t words = all / RULE_BITS + a->scores.n;
	t->each = mem_resize(NULL, (all * TALLY_ROWS + words * (TALLY_ROWS + RUN_MOST)) * sizeof *t->each);
	t->bits = t->each + all * TALLY_ROWS;
	t->marks = t->bits + words * TALLY_ROWS;
}

void tally_release(struct tally *t)
{
	free(t->ignored);
	free(t->not_faded);
	free(t->faded);
	free(t->both);
	free(t->ahead);
	free(t->points);
	free(t->each);
	free(t->given);
	tally_journeys_free(t);
	vocabulary_free(t->words);
	clock_room_free(t->clocks);
	buf_release(&t->text);
}

static void add(uint64_t *into, const uint64_t *from, size_t n)
{
	for (size_t i = 0; i < n; i++)
		into[i] += from[i];
}

void tally_merge(struct tally *into, const struct tally *from, const struct agreement *a)
{
	add(into->ignored, from->ignored, a->ignores.n);
	add(into->not_faded, from->not_faded, a->scores.n);
	add(into->both, from->both, a->criteria.n);
	add(into->ahead, from->ahead, a->stages.n + a->exits.n);
	into->empty += from->empty;
	into->nowhere += from->nowhere;
	into->came_back += from->came_back;
	into->back_within += from->back_within;
	into->windowed |= from->windowed;
	if (from->newest > into->newest)
		into->newest = from->newest;
	if (into->words && from->words) {
		vocabulary_merge(into->words, from->words);
	} else if (from->words) {
		into->pipeline = from->pipeline;
		into->words = vocabulary_new(&from->pipeline->watches);
		vocabulary_merge(into->words, from->words);
	}
	clock_room_merge(into->clocks, from->clocks);
}

static void tell_newest(int64_t newest, const struct program *p, struct diags *diags)
{
	if (newest == INSTANT_NONE || instant_minus(p->now, newest, p->times.zone) <= 7 * DAY_US)
		return;
	struct civil day = instant_civil(newest, p->times.zone);
	diag_note(diags,
		  "the newest event in the input is of %04d-%02d-%02d, over 7 days ago; for figures as of "
		  "then: --now %04d-%02d-%02d",
		  day.year, day.month, day.day, day.year, day.month, day.day);
}

void tally_tell(const struct tally *t, const struct program *p, const struct agreement *a,
		struct diags *diags)
{
	for (size_t i = 0; i < a->ignores.n; i++)
		tally_say(diags, t->ignored[i], "ignored", a->ignores.at[i].label);
	tally_say(diags, t->empty, "with only empty cells", STR(""));
	tally_say(diags, t->nowhere, "that reached no stage, in no count", STR(""));
	tally_say(diags, t->windowed ? t->back_within : t->came_back,
		  "came back after an exit, which is not counted", STR(""));
	for (size_t i = 0; i < a->stages.n + a->exits.n; i++)
		tally_say(diags, t->ahead[i], "whose time is after now, not counted there",
			  i < a->stages.n ? a->stages.at[i].name.text
					  : a->exits.at[i - a->stages.n].name.text);
	for (size_t i = 0; i < a->scores.n; i++)
		tally_say(diags, t->not_faded[i], "not faded, for 'since' is missing",
			  a->scores.at[i].name.text);
	for (size_t i = 0; i < a->criteria.n; i++)
		tally_say(diags, t->both[i], "where both yes and no hold, taken as no",
			  a->criteria.at[i].name.text);
	if (t->pipeline) {
		pipeline_tell(t->pipeline, diags);
		vocabulary_tell(t->words, diags);
	}
	clock_room_tell(t->clocks, a, diags);
	tell_newest(t->newest, p, diags);
}
