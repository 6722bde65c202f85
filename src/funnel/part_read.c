/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The partials of a funnel, read: see part.h. Once all is read the counts must fit
 * each other: nothing behind this file has to look for what no funnel could have
 * counted.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "funnel/part_internal.h"

/* ---- rows of counts ---- */

static struct funnel *funnel_of(const struct part_reader *in)
{
	return ((const struct parts *)in->counter)->funnel;
}

/* Of the row's group. */
static struct counts *counts(const struct part_reader *in, const struct part_cells *w)
{
	struct funnel *s = funnel_of(in);

	funnel_room(s, w->group + 1);
	return &s->counts[w->group];
}

static bool read_spans(struct part_reader *in, const struct part_cells *w, struct spans *to)
{
	struct funnel *s = funnel_of(in);
	size_t before = to->n;

	if (!part_add_spans(in, to, w))
		return false;
	s->held.n += s->held.rounded ? to->n - before : (uint64_t)w->n;
	if (held_too_many(&s->held))
		funnel_round(s);
	return true;
}

static bool read_reached(struct part_reader *in, const struct part_cells *w)
{
	return part_add(in, &counts(in, w)->reached[w->step], w->n);
}

static bool read_left(struct part_reader *in, const struct part_cells *w)
{
	size_t exit = agreement_exit(in->agreement, w->detail);

	if (exit == SIZE_MAX)
		return part_wrong(in, "there is no exit '%.*s'", STR_ARG(part_brief(w->detail)));
	return part_add(in, &counts(in, w)->left[w->step * funnel_of(in)->exits + exit], w->n);
}

/* The number of a name as put_said writes it. */
static uint32_t said(struct currencies *met, struct str name)
{
	return str_eq(name, STR("-"))	? CURRENCY_UNSAID
	       : str_eq(name, STR("*")) ? CURRENCY_MIXED
					: currencies_number(met, name);
}

static bool read_value(struct part_reader *in, const struct part_cells *w)
{
	struct currency *of = &counts(in, w)->currency[w->step];
	struct currencies *met = &funnel_of(in)->met[w->step];
	const char *space = w->detail.n ? memchr(w->detail.p, ' ', w->detail.n) : NULL;
	size_t at = space ? (size_t)(space - w->detail.p) : 0;

	if (w->detail.n && !at)
		return part_wrong(in, "'%.*s' names no currencies", STR_ARG(part_brief(w->detail)));
	if (at)
		*of = currency_of_both(
			*of, (struct currency){ { said(met, str_slice(w->detail, 0, at)),
						  said(met, str_slice(w->detail, at + 1, w->detail.n)) } });
	return part_add_value(in, &counts(in, w)->value[w->step], w->value);
}

static bool read_met(struct part_reader *in, const struct part_cells *w, enum currency_said by)
{
	struct currencies *met = &funnel_of(in)->met[w->step];
	uint32_t number = currencies_number(met, w->detail);

	return part_add(in, &met->at[number - 1].rows[by], w->n);
}

static bool read_marks(struct part_reader *in, const struct part_cells *w)
{
	return read_met(in, w, SAID_BY_MARK);
}

static bool read_words(struct part_reader *in, const struct part_cells *w)
{
	return read_met(in, w, SAID_BY_WORD);
}

static bool read_days(struct part_reader *in, const struct part_cells *w)
{
	return read_spans(in, w, &counts(in, w)->days[w->step]);
}

static bool read_exit_days(struct part_reader *in, const struct part_cells *w)
{
	return read_spans(in, w, &counts(in, w)->exit_days[w->step]);
}

static bool read_skipped(struct part_reader *in, const struct part_cells *w)
{
	return part_add(in, &funnel_of(in)->odd[w->step].skipped, w->n);
}

static bool read_reversed(struct part_reader *in, const struct part_cells *w)
{
	return part_add(in, &funnel_of(in)->odd[w->step].reversed, w->n);
}

static bool read_came_back(struct part_reader *in, const struct part_cells *w)
{
	return part_add(in, &funnel_of(in)->odd[w->step].came_back, w->n);
}

static bool read_recorded(struct part_reader *in, const struct part_cells *w)
{
	funnel_of(in)->recorded[w->step] = true;
	return true;
}

static bool read_undated(struct part_reader *in, const struct part_cells *w)
{
	return part_add(in, &funnel_of(in)->undated, w->n);
}

static bool read_young(struct part_reader *in, const struct part_cells *w)
{
	return part_add(in, &funnel_of(in)->young, w->n);
}

static bool read_rounded(struct part_reader *in, const struct part_cells *w)
{
	(void)w;
	funnel_of(in)->held.rounded = true;
	return true;
}

static const struct part_row rows[] = {
	{ "days", PART_HAS_STAGE | PART_HAS_N | PART_HAS_VALUE | PART_HAS_DETAIL | PART_HAS_GROUP,
	  read_days },
	{ "exit_days", PART_HAS_EXIT | PART_HAS_N | PART_HAS_VALUE | PART_HAS_DETAIL | PART_HAS_GROUP,
	  read_exit_days },
	{ "reached", PART_HAS_STAGE | PART_HAS_N | PART_HAS_GROUP, read_reached },
	{ "left", PART_HAS_STAGE | PART_HAS_N | PART_HAS_DETAIL | PART_HAS_GROUP, read_left },
	{ "value", PART_HAS_STAGE | PART_HAS_VALUE | PART_HAS_DETAIL | PART_HAS_GROUP, read_value },
	{ "leads", PART_HAS_N | PART_HAS_SPELLING, part_leads },
	{ "skipped", PART_HAS_STAGE | PART_HAS_N, read_skipped },
	{ "reversed", PART_HAS_STAGE | PART_HAS_N, read_reversed },
	{ "came_back", PART_HAS_STAGE | PART_HAS_N, read_came_back },
	{ "marks", PART_HAS_STAGE | PART_HAS_N | PART_HAS_DETAIL, read_marks },
	{ "words", PART_HAS_STAGE | PART_HAS_N | PART_HAS_DETAIL, read_words },
	{ "recorded", PART_HAS_STAGE, read_recorded },
	{ "undated", PART_HAS_N, read_undated },
	{ "young", PART_HAS_N, read_young },
	{ "rounded", 0, read_rounded },
	{ "end", PART_HAS_N, part_end },
};

/* ---- the first and the last ---- */

static struct groups *begin(struct part_reader *in)
{
	struct parts *p = in->counter;

	p->funnel = funnel_new(&p->plan);
	return p->funnel->groups;
}

const struct part_kind funnel_part_kind = {
	.tool = "leadfunnel",
	.subject = "funnel",
	.about = funnel_abouts,
	.nabout = FUNNEL_ABOUTS,
	.row = rows,
	.nrow = sizeof rows / sizeof *rows,
	.begin = begin,
};

bool parts_open(struct parts *p, const struct agreement *a, const struct str *head, size_t n,
		const char *const *files, size_t nfiles)
{
	*p = (struct parts){ .in = { .kind = &funnel_part_kind, .agreement = a, .counter = p } };
	p->plan.agreement = a;
	p->plan.grouping = &p->in.grouping;
	p->plan.pipeline.nstages = a->stages.n;
	p->plan.pipeline.nexits = a->exits.n;
	return part_open(&p->in, head, n, files, nfiles);
}

void parts_release(struct parts *p)
{
	if (p->funnel)
		funnel_free(p->funnel);
	part_release(&p->in);
}

/* Could leads be counted so: do no more reach a stage than were left to go on? */
static bool adds_up(const struct funnel *s, const struct counts *c, uint64_t leads)
{
	uint64_t most = leads;

	for (size_t i = 0; i < s->stages; i++) {
		if (c->reached[i] > most || (i == 0 && c->reached[i] != leads))
			return false;
		most = c->reached[i];
		for (size_t k = 0; k < s->exits; k++) {
			if (c->left[i * s->exits + k] > most)
				return false;
			most -= c->left[i * s->exits + k];
		}
	}
	return true;
}

static bool all_add_up(struct funnel *s)
{
	size_t n = groups_count(s->groups);
	uint64_t *leads = mem_new(n * sizeof *leads);
	uint32_t group;
	bool good = true;

	for (size_t i = 0; i < groups_spellings(s->groups); i++) {
		groups_spelled(s->groups, (uint32_t)i, &group);
		leads[group] += groups_spelled_leads(s->groups, (uint32_t)i);
	}
	funnel_room(s, n);
	for (size_t i = 0; i < n && good; i++)
		good = adds_up(s, &s->counts[i], leads[i]);
	free(leads);
	return good;
}

bool parts_close(struct parts *p)
{
	if (!part_close(&p->in))
		return false;
	if (!all_add_up(p->funnel)) {
		buf_print(&p->in.error,
			  "%s%s: the counts don't fit each other, so a partial was changed by hand; "
			  "make it anew",
			  p->in.files[0], p->in.nfiles > 1 ? " and the other partials" : "");
		return false;
	}
	if (p->cohorts)
		p->plan.cohorts = cohorts_new(&p->plan, &p->in.arena, p->cohort, p->in.now,
					      p->plan.agreement->zone ? p->plan.agreement->zone : zone_utc());
	return true;
}
