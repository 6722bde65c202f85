/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See taken.h. */
#include "route/taken.h"

#include <stdlib.h>

#include "base/mem.h"
#include "lead/tally.h"

enum { HELD_MOST = 7 << 18 /* bytes of decisions that are held for a commit, and those of a run */ };

struct taken {
	struct assigner *assigner;
	struct words {
		struct str *at;
		size_t n, cap;
	} words[TAKEN_TEXTS];
	uint64_t rows[ASSIGNED_OTHERWISE + 1];
	uint64_t *waiting; /* per route */
	uint64_t first;	   /* of the run, over all files, … */
	size_t n;	   /* … of so many rows */
	bool known[RUN_MOST];
	struct str text[TAKEN_TEXTS][RUN_MOST];
	size_t held[RUN_MOST]; /* what the ledger held when the row had been taken */
	struct turn turn[RUN_MOST];
	size_t faulty;	    /* the row that ends the run of the tool, … */
	struct buf fault;   /* … and why; empty: none does */
	struct arena arena; /* texts that are there for a row only */
};

struct taken *taken_new(struct assigner *d)
{
	struct taken *t = mem_new_sparse(sizeof *t);

	t->assigner = d;
	t->waiting = mem_new((d->plan.agreement->routes.n + 1) * sizeof *t->waiting);
	return t;
}

void taken_free(struct taken *t)
{
	if (!t)
		return;
	arena_release(&t->arena);
	buf_release(&t->fault);
	for (size_t i = 0; i < TAKEN_TEXTS; i++)
		free(t->words[i].at);
	free(t->waiting);
	free(t);
}

static uint64_t number_of(const struct rows *r)
{
	return r->batch->first_row + r->first;
}

/* The place of a run's first row in the run that was taken; SIZE_MAX: it is of another. */
static size_t place_of(const struct taken *t, const struct rows *r)
{
	uint64_t at = number_of(r) - t->first;

	return at < t->n ? (size_t)at : SIZE_MAX;
}

/* ---- they are decided about ---- */

/* A text as it is after the next row, and when the run is asked again. */
static struct str keep(struct taken *t, const struct frame *f, struct str text)
{
	const struct batch *b = f->record->batch;
	bool stands = !text.n || (text.p >= b->buf && text.p < b->buf + b->len);

	return stands ? text : arena_copy(&t->arena, text);
}

static void take(struct taken *t, struct frame *f, size_t place)
{
	struct assigner *d = t->assigner;
	const struct assignment *x = assigner_take(d, f);
	bool named = x->how == ASSIGNED_OWNER && !x->decision->among.n;

	t->rows[x->how]++;
	if (x->how == ASSIGNED_WAITS)
		t->waiting[x->decision->which]++;
	t->text[TAKEN_OWNER][place] = named ? keep(t, f, x->owner) : x->owner;
	t->text[TAKEN_TEAM][place] = x->team;
	t->text[TAKEN_ROUTE][place] = x->route;
	if (d->explains)
		t->text[TAKEN_WHY][place] = keep(t, f, x->why);
	t->held[place] = ledger_held(d->ledger);
	t->known[place] = true;
}

/* Most often nothing is left to ask but whose turn it is: of so many rows, from the first on. */
static size_t take_turns(struct taken *t, size_t place, struct asked ask)
{
	size_t n = assigner_take_turns(t->assigner, ask, t->turn);

	for (size_t i = 0; i < n; i++) {
		const struct turn *x = &t->turn[i];
		size_t at = place + ask.row[i];
		t->text[TAKEN_OWNER][at] = x->rep->name;
		t->text[TAKEN_TEAM][at] = x->rep->team;
		t->text[TAKEN_ROUTE][at] = x->route;
		t->held[at] = x->held;
		t->known[at] = true;
	}
	t->rows[ASSIGNED_OWNER] += n;
	return n;
}

/* A row of a run that was taken back is the current one, alone: what was decided of the rows behind it is not
 * so. */
static void take_again(struct taken *t, size_t place, struct frame *f)
{
	ledger_unhold(t->assigner->ledger, t->held[place]);
	if (place == t->faulty)
		buf_str(&f->error, buf_view(&t->fault));
}

/* Decisions may always be on the disk sooner than their rows are out. A failure is what the next commit
 * returns. */
static void begin(struct taken *t, const struct rows *r)
{
	if (ledger_held(t->assigner->ledger) >= HELD_MOST)
		assigner_commit(t->assigner);
	t->first = number_of(r);
	t->n = r->n;
	memset(t->known, 0, r->n);
	arena_release(&t->arena);
	buf_clear(&t->fault);
	t->faulty = SIZE_MAX;
}

/* After a fault nothing is decided: the rows are asked again, one after the other. */
static void take_rows(struct taken *t, struct rows *r, struct asked ask)
{
	struct assigner *d = t->assigner;
	const bool plain = !d->reassign && !d->explains && routing_is_plain(&d->plan);
	struct buf *error = &r->frame->error;
	size_t place = place_of(t, r);

	if (place != SIZE_MAX && t->known[place + ask.row[0]]) {
		if (r->n < t->n)
			take_again(t, place, r->frame);
		return;
	}
	if (place == SIZE_MAX) {
		begin(t, r);
		place = 0;
	}
	const bool turns = assigner_foresee(d, r, ask) && plain;
	for (size_t i = 0; i < ask.n && !error->n; i++) {
		if (turns)
			i += take_turns(t, place, (struct asked){ ask.row + i, ask.n - i });
		if (i == ask.n)
			break;
		size_t row = ask.row[i];
		if (!assigner_has_id(d, rows_at(r, row)))
			break;
		take(t, rows_at(r, row), place + row);
		if (error->n) {
			t->faulty = place + row;
			buf_str(&t->fault, buf_view(error));
		}
	}
	for (size_t i = 0; i < t->n && error->n; i++) /* what stands there is of another run */
		for (size_t which = 0; which < TAKEN_TEXTS && !t->known[i]; which++)
			t->text[which][i] = STR_NONE;
}

const struct str *taken_texts(const struct taken *t, enum taken_text which, struct rows *r)
{
	static const struct str none[RUN_MOST];
	size_t place = place_of(t, r);

	return place == SIZE_MAX ? none : &t->text[which][place];
}

static void add_word(struct words *words, struct str text)
{
	if (!text.n)
		return;
	MEM_ROOM(words->at, words->n, words->cap);
	words->at[words->n++] = text;
}

static void add_given(void *ctx, const struct ledger_entry *e)
{
	struct words *words = ((struct taken *)ctx)->words;

	add_word(&words[TAKEN_OWNER], e->owner);
	add_word(&words[TAKEN_TEAM], e->team);
	add_word(&words[TAKEN_ROUTE], e->route);
}

static void list_words(struct taken *t)
{
	const struct assigner *d = t->assigner;
	const struct agreement *a = d->plan.agreement;
	bool named = d->accepted;

	ledger_each_given(d->ledger, add_given, t);
	add_word(&t->words[TAKEN_ROUTE], a->otherwise.text);
	add_word(&t->words[TAKEN_ROUTE], accepted_route);
	for (size_t i = 0; i < a->routes.n; i++) {
		add_word(&t->words[TAKEN_ROUTE], a->routes.at[i].name.text);
		named |= a->routes.at[i].to != NULL;
	}
	for (const struct rep *rep = d->roster->rep; rep < d->roster->rep + d->roster->n; rep++) {
		add_word(&t->words[TAKEN_OWNER], rep->name);
		add_word(&t->words[TAKEN_TEAM], rep->team);
	}
	if (named)
		t->words[TAKEN_OWNER].n = 0;
}

const struct str *taken_words(struct taken *t, enum taken_text which, size_t *n)
{
	if (!t->words[TAKEN_ROUTE].n)
		list_words(t);
	*n = t->words[which].n;
	return t->words[which].at;
}

const struct rep *taken_rep(void *taken, struct frame *f)
{
	const struct taken *t = taken;
	uint64_t at = f->record->batch->first_row + f->record->index - t->first;
	struct str owner = at < t->n && t->known[at] ? t->text[TAKEN_OWNER][at] : STR_NONE;

	if (!owner.p)
		owner = assigner_owner(t->assigner, f);
	return owner.n ? roster_find(t->assigner->roster, owner) : NULL;
}

/* ---- as a counter ---- */

static void *counter_new(const void *plan)
{
	return *(struct taken *const *)plan;
}

static void counter_free(void *self)
{
	(void)self; /* whoever made it frees it */
}

static void counter_count(void *self, struct rows *r, struct asked leads)
{
	if (leads.n)
		take_rows(self, r, leads);
}

static void counter_report(const void *self, struct diags *diags)
{
	const struct taken *t = self;
	const struct agreement *a = t->assigner->plan.agreement;

	tally_say(diags, t->rows[ASSIGNED_OWNER], "got an owner", STR(""));
	tally_say(diags, t->rows[ASSIGNED_KNOWN], "with an owner by the ledger", STR(""));
	tally_say(diags, t->rows[ASSIGNED_ACCEPTED], "with the owner who accepted them", STR(""));
	tally_say(diags, t->rows[ASSIGNED_KEPT], "kept theirs", STR(""));
	assigner_tell(t->assigner);
	for (size_t i = 0; i < a->routes.n; i++)
		tally_say(diags, t->waiting[i], "waiting for somebody of route", a->routes.at[i].name.text);
	tally_say(diags, t->rows[ASSIGNED_OTHERWISE], "that no route takes", a->otherwise.text);
}

const struct counter_kind taken_counter = {
	.name = "taken",
	.in_order = true,
	.new = counter_new,
	.free = counter_free,
	.count = counter_count,
	.report = counter_report,
};
