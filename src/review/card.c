/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See card.h. */
#include "review/card_internal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"

static void release_named(struct named_origin *list, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_release(&list[i].origin.text);
}

void cards_free(struct cards *c)
{
	if (!c)
		return;
	for (size_t i = 0; i < FACTS; i++)
		buf_release(&c->fact[i].text);
	for (size_t i = 0; i < NAMES; i++)
		buf_release(&c->name[i].text);
	release_named(c->contact, c->ncontact);
	release_named(c->ask, c->nasks);
	buf_release(&c->score.text);
	buf_release(&c->grade.text);
	buf_release(&c->labels);
	buf_release(&c->full_name);
	free(c->reason_fact);
	free(c);
}

/* ---- reading ---- */

/* Trimmed; n 0 where it is missing. */
static struct str text_of_origin(struct origin *o, struct frame *f)
{
	if (!o->code)
		return STR("");
	if (code_type(o->code) == TYPE_TEXT)
		return str_trim(code_text(o->code, f));
	buf_clear(&o->text);
	return code_show(o->code, f, &o->text) ? str_trim(buf_view(&o->text)) : STR("");
}

static void read_name(struct cards *c, struct frame *f)
{
	struct str first = text_of_origin(&c->name[FIRST_NAME], f),
		   last = text_of_origin(&c->name[LAST_NAME], f), name = first.n ? first : last;

	if (first.n && last.n) {
		buf_clear(&c->full_name);
		buf_print(&c->full_name, "%.*s %.*s", STR_ARG(first), STR_ARG(last));
		name = buf_view(&c->full_name);
	}
	for (size_t i = ONE_NAME; !name.n && i < NAMES; i++)
		name = text_of_origin(&c->name[i], f);
	c->card.name = name;
}

static void read_facts(struct cards *c, struct frame *f)
{
	struct card *card = &c->card;

	for (size_t i = 0; i < FACTS; i++)
		*(struct str *)((char *)card + card_fields[i].at) = text_of_origin(&c->fact[i], f);
	card->contact = c->contact_fact;
	card->ncontact = 0;
	for (size_t i = 0; i < c->ncontact; i++) {
		struct str value = text_of_origin(&c->contact[i].origin, f);
		if (value.n)
			c->contact_fact[card->ncontact++] = (struct fact){ c->contact[i].head, value };
	}
	card->ask = c->ask_fact;
	card->nasks = c->nasks;
	for (size_t i = 0; i < c->nasks; i++)
		c->ask_fact[i].value = text_of_origin(&c->ask[i].origin, f);
}

/* A label, and " cap" or " floor" behind it where that is so: there is room for all of them. */
static struct str label_of(struct cards *c, struct str label, const char *ending)
{
	size_t from = c->labels.n;

	if (!*ending)
		return label;
	buf_print(&c->labels, "%.*s%s", STR_ARG(label), ending);
	return str_slice(buf_view(&c->labels), from, c->labels.n);
}

static void add_reason(void *ctx, struct str label, const char *ending, int64_t points)
{
	struct cards *c = ctx;
	struct reason *r = &c->reason[c->nreasons];

	*r = (struct reason){ label_of(c, label, ending), points, *ending, c->nreasons, "" };
	c->nreasons++;
	snprintf(r->words, sizeof r->words, "%+" PRId64, points);
}

static int by_points(const void *a, const void *b)
{
	const struct reason *x = a, *y = b;

	if (x->bound != y->bound)
		return x->bound ? 1 : -1;
	if (x->points != y->points)
		return x->points > y->points ? -1 : 1;
	return x->order < y->order ? -1 : 1;
}

static void put_reason(struct cards *c, struct str label, struct str points)
{
	MEM_ROOM(c->reason_fact, c->nreason_facts, c->reasons_cap);
	c->reason_fact[c->nreason_facts++] = (struct fact){ label, points };
}

/* What leadscore -x wrote: "decides +20; home market +5". */
static void split_reasons(struct cards *c, struct str all)
{
	while (all.n) {
		const char *end = memmem(all.p, all.n, "; ", 2);
		struct str one = { all.p, end ? (size_t)(end - all.p) : all.n };
		const char *gap = memrchr(one.p, ' ', one.n);
		size_t n = gap ? (size_t)(gap - one.p) : one.n;
		put_reason(c, str_slice(one, 0, n), str_slice(one, gap ? n + 1 : n, one.n));
		all = str_slice(all, end ? one.n + 2 : one.n, all.n);
	}
}

/* Those of the score that is shown; none where it is of another day. */
static void work_reasons(struct cards *c, struct frame *f)
{
	int64_t sum = 0;

	c->nreasons = 0;
	buf_clear(&c->labels);
	buf_room(&c->labels, c->label_room);
	if (c->foreseen != f->begun)
		scoring_look_all(c->scoring, f->run, (struct asked){ &f->run->at, 1 });
	scoring_reasons(c->scoring, f->run, c->foreseen == f->begun ? f->run->at : 0, add_reason, c);
	for (size_t i = 0; i < c->nreasons; i++)
		sum += c->reason[i].points;
	if (c->foreign_score && code_number(c->score.code, f) != (double)sum)
		return;
	if (c->nreasons)
		qsort(c->reason, c->nreasons, sizeof *c->reason, by_points);
	for (size_t i = 0; i < c->nreasons; i++)
		put_reason(c, c->reason[i].label, str_from(c->reason[i].words));
}

static void read_scores(struct cards *c, struct frame *f)
{
	struct card *card = &c->card;

	card->score = text_of_origin(&c->score, f);
	card->grade = text_of_origin(&c->grade, f);
	card->mql_denies = c->mql && !code_flag(c->mql, f);
	c->nreason_facts = 0;
	if (c->reasons)
		split_reasons(c, str_trim(code_text(c->reasons, f)));
	else if (c->scoring)
		work_reasons(c, f);
	card->reason = c->reason_fact;
	card->nreasons = c->nreason_facts;
}

static bool holds(size_t condition, struct frame *f)
{
	return condition != SIZE_MAX && frame_computed(f, condition).flag;
}

/* As leadbant answers: where both conditions hold it is no. */
static enum answer_state answer_of(const struct bound_criterion_card *b, struct frame *f)
{
	struct str answer = b->answer ? code_text(b->answer, f) : STR("");

	if (holds(b->no, f) || str_same(answer, STR("no")))
		return ANSWER_NO;
	return holds(b->yes, f) || str_same(answer, STR("yes")) ? ANSWER_YES : ANSWER_UNKNOWN;
}

static void read_criteria(struct cards *c, struct frame *f)
{
	struct card *card = &c->card;

	card->nyes = 0;
	card->ask_next = STR("");
	for (size_t i = 0; i < card->ncriteria; i++) {
		struct criterion_card *k = &c->criterion_card[i];
		k->state = answer_of(&c->criterion[i], f);
		k->shown = text_of_origin(&c->criterion[i].shown, f);
		card->nyes += k->state == ANSWER_YES;
		if (k->state == ANSWER_UNKNOWN && !card->ask_next.n)
			card->ask_next = k->name;
	}
}

static void read_times(struct cards *c, struct frame *f)
{
	struct card *card = &c->card;
	const struct zone *zone = c->handing->zone;
	int64_t at = card->hand_over.at;

	card->clock = handing_clock(c->handing, f);
	card->due = card->clock ? card->clock->due : INSTANT_NONE;
	card->waited = at == INSTANT_NONE ? INSTANT_NONE : instant_minus(f->now, at, zone);
	card->late = 0;
	if (card->clock && card->clock->status == CLOCK_OVERDUE && card->due != INSTANT_NONE)
		card->late = instant_minus(f->now, card->due, card->clock->zone);
}

const struct card *cards_read(struct cards *c, struct frame *f)
{
	bool nameless;

	handing_of(c->handing, f, &c->card.hand_over, &nameless);
	read_name(c, f);
	read_facts(c, f);
	read_scores(c, f);
	read_criteria(c, f);
	read_times(c, f);
	return &c->card;
}

/* ---- foreseeing ---- */

static void foresee(const struct code *c, struct rows *r, struct asked ask)
{
	if (!c)
		return;
	code_shown_values(c, r, ask, rows_room(r));
	rows_room_back(r);
}

static void foresee_scores(struct cards *c, struct rows *r, struct asked ask)
{
	foresee(c->score.code, r, ask);
	foresee(c->grade.code, r, ask);
	foresee(c->mql, r, ask);
	foresee(c->reasons, r, ask);
	if (c->reasons || !c->scoring)
		return;
	scoring_look_all(c->scoring, r, ask);
	c->foreseen = r->frame->begun;
}

static void foresee_criteria(const struct cards *c, struct rows *r, struct asked ask)
{
	for (size_t i = 0; i < c->card.ncriteria; i++) {
		const struct bound_criterion_card *b = &c->criterion[i];
		foresee(b->answer, r, ask);
		if (b->no != SIZE_MAX)
			computed_values(b->no, r, ask);
		if (b->yes != SIZE_MAX)
			computed_values(b->yes, r, ask);
		foresee(b->shown.code, r, ask);
	}
}

void cards_foresee(struct cards *c, struct rows *r, struct asked ask)
{
	handing_foresee(c->handing, r, ask);
	for (size_t i = 0; i < NAMES; i++)
		foresee(c->name[i].code, r, ask);
	for (size_t i = 0; i < FACTS; i++)
		foresee(c->fact[i].code, r, ask);
	for (size_t i = 0; i < c->ncontact; i++)
		foresee(c->contact[i].origin.code, r, ask);
	for (size_t i = 0; i < c->nasks; i++)
		foresee(c->ask[i].origin.code, r, ask);
	foresee_scores(c, r, ask);
	foresee_criteria(c, r, ask);
}

/* ---- asking ---- */

static bool has_name(const struct cards *c)
{
	for (size_t i = 0; i < NAMES; i++)
		if (c->name[i].code)
			return true;
	return false;
}

bool cards_have(const struct cards *c, size_t member_offset)
{
	for (size_t i = 0; i < FACTS; i++)
		if (card_fields[i].at == member_offset)
			return c->fact[i].code;
	switch (member_offset) {
	case offsetof(struct card, name):
		return has_name(c);
	case offsetof(struct card, contact):
		return c->ncontact;
	case offsetof(struct card, grade):
		return c->grade.code;
	case offsetof(struct card, score):
		return c->score.code;
	case offsetof(struct card, reason):
		return c->scoring || c->reasons;
	case offsetof(struct card, criterion):
	case offsetof(struct card, ask_next):
		return c->card.ncriteria;
	case offsetof(struct card, mql_denies):
		return c->mql;
	case offsetof(struct card, ask):
		return c->nasks;
	case offsetof(struct card, clock):
	case offsetof(struct card, due):
		return c->handing->clocks;
	default:
		return true;
	}
}

size_t cards_asks(const struct cards *c, const struct str **head)
{
	*head = c->ask_head;
	return c->nasks;
}
