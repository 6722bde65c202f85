/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See vocabulary.h. A word is looked at when a thread first meets it: it is named if any comparison of its
 * column with words, in whatever statement, holds for it, negated or not.
 */
#include "lead/vocabulary.h"

#include <stdlib.h>

#include "agreement/statement.h"
#include "base/casefold.h"
#include "base/mem.h"
#include "base/number.h"
#include "expr/run.h"

enum { WORDS_MOST = 50, WORDS_SHOWN = 5 };

/* ---- before the first row ---- */

struct comparison {
	const struct expr *test, *name;
	struct binding column;
};

struct search {
	struct names *names;
	bool steps; /* in stages and exits, which say what is watched; else in all other statements */
	struct comparison *found;
	size_t n, cap;
	struct comparison at; /* the one at hand; name NULL: no column yet */
	bool mixed;	      /* it reads something besides one column */
};

static bool same_name(struct arena *arena, struct str a, struct str b)
{
	return str_eq(loose_name(arena, a), loose_name(arena, b));
}

/* Is it a name of a column that is watched? Other names that only this tool doesn't use may be unknown on
 * this input, so they aren't resolved. */
static bool is_watched(const struct search *s, const struct expr *name)
{
	struct arena *arena = &names_program(s->names)->arena;

	for (size_t i = 0; i < s->n; i++)
		if (same_name(arena, name->text, s->found[i].name->text) ||
		    same_name(arena, name->text, s->found[i].column.label))
			return true;
	return false;
}

static void look_at_name(void *ctx, const struct expr *name)
{
	struct search *s = ctx;
	const struct schema *schema = &names_program(s->names)->schema;
	struct binding b = { 0 };

	if (s->steps || is_watched(s, name))
		schema->resolve(schema->ctx, name, &b);
	if (b.how != BOUND_COLUMN || (s->at.name && s->at.column.column != b.column)) {
		s->mixed = true;
		return;
	}
	s->at.name = name;
	s->at.column = b;
}

static bool compares_words(const struct expr *e)
{
	switch (e->op) {
	case EXPR_IN_FILE:
		return true;
	case EXPR_EQUAL:
	case EXPR_IN:
	case EXPR_MATCH:
	case EXPR_CONTAINS:
	case EXPR_STARTS:
	case EXPR_ENDS:
		for (size_t i = 0; i < e->nargs; i++)
			if (e->arg[i]->op == EXPR_TEXT)
				return true;
		return false;
	default:
		return false;
	}
}

static void seek(struct search *s, const struct expr *e)
{
	if (!compares_words(e)) {
		for (size_t i = 0; i < e->nargs; i++)
			seek(s, e->arg[i]);
		return;
	}
	s->at = (struct comparison){ .test = e };
	s->mixed = false;
	expr_names(e, look_at_name, s);
	if (!s->at.name || s->mixed)
		return;
	MEM_ROOM(s->found, s->n, s->cap);
	s->found[s->n++] = s->at;
}

static bool look_at_place(void *ctx, const struct place *p)
{
	struct search *s = ctx;
	bool step = p->in->named == NAMED_STAGE || p->in->named == NAMED_EXIT;

	if (p->expr && p->part->whose == OF_LEAD && step == s->steps)
		seek(s, p->expr);
	return true;
}

/* A comparison as it is without its `not`. */
static const struct code *bind_test(struct program *p, const struct expr *said)
{
	struct expr *e = ARENA_NEW(&p->arena, struct expr);

	*e = *said;
	e->negated = false;
	return program_bind(p, e, TYPE_FLAG, NULL);
}

/* Binds what was found for the column of found[first], unless it was bound before. */
static bool bind_watch(struct watches *w, const struct search *s, size_t first)
{
	struct program *p = names_program(s->names);
	struct binding column = s->found[first].column;
	struct watch *watch = &w->at[w->n];
	bool good = true;

	for (size_t i = 0; i < first; i++)
		if (s->found[i].column.column == column.column)
			return true;
	column.kind = TYPE_TEXT;
	*watch = (struct watch){ .column = column.column,
				 .label = column.label,
				 .cell = program_bind_to(p, &column, TYPE_TEXT),
				 .test = ARENA_ARRAY(&p->arena, s->n, const struct code *) };
	for (size_t i = first; i < s->n; i++)
		if (s->found[i].column.column == column.column)
			good = (watch->test[watch->ntests++] = bind_test(p, s->found[i].test)) && good;
	w->n++;
	return good && watch->cell;
}

bool watches_bind(struct watches *w, struct names *n)
{
	struct search s = { .names = n, .steps = true };
	bool good = true;

	*w = (struct watches){ 0 };
	if (!names_columns(n))
		return true;
	agreement_walk(names_agreement(n), look_at_place, &s);
	s.steps = false;
	agreement_walk(names_agreement(n), look_at_place, &s);
	w->at = ARENA_ARRAY(&names_program(n)->arena, s.n, struct watch);
	for (size_t i = 0; i < s.n; i++)
		good = bind_watch(w, &s, i) && good;
	free(s.found);
	return good;
}

/* ---- rows ---- */

struct word_seen {
	struct str shown; /* as it is first spelled in the input */
	uint64_t rows, first_row;
	bool named;
};

struct vocabulary {
	const struct watches *watches;
	struct arena arena;
	struct buf scratch;
	struct words_seen {
		struct map map;			       /* folded, to its place */
		struct word_seen word[WORDS_MOST + 1]; /* the last: whatever is no word */
		unsigned char of_slot[SLOTS + 1]; /* 1 and the place of a slot's word; 0: it isn't known */
		bool many;			  /* more than that: no longer looked at */
	} of[];
};

struct vocabulary *vocabulary_new(const struct watches *w)
{
	struct vocabulary *v = mem_new(sizeof *v + w->n * sizeof *v->of);

	v->watches = w;
	return v;
}

void vocabulary_free(struct vocabulary *v)
{
	if (!v)
		return;
	for (size_t i = 0; i < v->watches->n; i++)
		map_release(&v->of[i].map);
	arena_release(&v->arena);
	buf_release(&v->scratch);
	free(v);
}

/* A word, new or not, with no rows yet if it is new; the last place if there are too many. */
static struct word_seen *find_word(struct vocabulary *v, struct words_seen *seen, struct str text)
{
	uint32_t place = fold_number(&seen->map, &v->arena, text, &v->scratch);

	seen->many |= place >= WORDS_MOST;
	return &seen->word[place < WORDS_MOST ? place : WORDS_MOST];
}

static bool is_named(const struct watch *w, struct frame *f)
{
	for (size_t i = 0; i < w->ntests; i++)
		if (code_flag(w->test[i], f))
			return true;
	return false;
}

/* Counts the current row's word, and says which it is. */
static __attribute__((noinline)) struct word_seen *count_word(struct vocabulary *v, size_t i, struct frame *f)
{
	const struct watch *w = &v->watches->at[i];
	struct words_seen *seen = &v->of[i];
	struct str text = code_text(w->cell, f);
	struct word_seen *word = text.n ? find_word(v, seen, text) : &seen->word[WORDS_MOST];

	if (word->rows++ || !text.n)
		return word;
	word->shown = arena_copy(&v->arena, text);
	word->first_row = f->record->batch->first_row + f->record->index;
	word->named = is_named(w, f);
	return word;
}

void vocabulary_count(struct vocabulary *v, struct frame *f)
{
	for (size_t i = 0; i < v->watches->n; i++)
		if (!v->of[i].many)
			count_word(v, i, f);
}

/* Of one column, where most cells hold one of a few texts. */
static void count_slots(struct vocabulary *v, size_t i, struct rows *rows, struct asked ask,
			const uint16_t *slot)
{
	struct words_seen *seen = &v->of[i];

	for (size_t k = 0; k < ask.n; k++) {
		const size_t row = ask.row[k], at = slot[row], place = seen->of_slot[at];
		if (place) {
			seen->word[place - 1].rows++;
			continue;
		}
		struct word_seen *word = count_word(v, i, rows_at(rows, row));
		if (seen->many)
			return;
		if (at != SLOT_NONE)
			seen->of_slot[at] = (unsigned char)(word - seen->word + 1);
	}
}

void vocabulary_count_rows(struct vocabulary *v, struct rows *rows, struct asked ask)
{
	for (size_t i = 0; i < v->watches->n; i++) {
		if (v->of[i].many)
			continue;
		const uint16_t *slot = code_slots(v->watches->at[i].cell, rows, ask);
		if (slot) {
			count_slots(v, i, rows, ask, slot);
			continue;
		}
		for (size_t k = 0; k < ask.n && !v->of[i].many; k++)
			count_word(v, i, rows_at(rows, ask.row[k]));
	}
}

void vocabulary_merge(struct vocabulary *into, const struct vocabulary *from)
{
	for (size_t i = 0; i < into->watches->n; i++) {
		into->of[i].many |= from->of[i].many;
		for (size_t k = 0; k < from->of[i].map.n && !into->of[i].many; k++) {
			const struct word_seen *other = &from->of[i].word[k];
			struct word_seen *word = find_word(into, &into->of[i], other->shown);
			if (!word->rows || other->first_row < word->first_row) {
				uint64_t rows = word->rows;
				*word = *other;
				word->rows = rows;
				word->shown = arena_copy(&into->arena, other->shown);
			}
			word->rows += other->rows;
		}
	}
}

/* ---- after the last row ---- */

/* Most rows first, ties as they come in the input. */
static int by_rows(const void *a, const void *b)
{
	const struct word_seen *x = a, *y = b;

	if (x->rows != y->rows)
		return x->rows < y->rows ? 1 : -1;
	return x->first_row < y->first_row ? -1 : x->first_row > y->first_row;
}

static void tell_words(const struct watch *w, const struct words_seen *seen, struct diags *diags)
{
	struct word_seen word[WORDS_MOST];
	struct buf list = { 0 };
	size_t n = 0;

	for (size_t k = 0; k < seen->map.n; k++)
		if (!seen->word[k].named)
			word[n++] = seen->word[k];
	if (!n)
		return;
	qsort(word, n, sizeof *word, by_rows);
	for (size_t k = 0; k < n && k < WORDS_SHOWN; k++) {
		buf_print(&list, "%s'%.*s' (", k ? ", " : "", STR_ARG(word[k].shown));
		number_write_grouped(&list, (int64_t)word[k].rows);
		buf_print(&list, " %s)", word[k].rows == 1 ? "row" : "rows");
	}
	if (n > WORDS_SHOWN)
		buf_print(&list, " and %zu more", n - WORDS_SHOWN);
	diag_note(diags, "%.*s: %zu %s that no stage or exit names: %.*s", STR_ARG(w->label), n,
		  n == 1 ? "word" : "words", STR_ARG(buf_view(&list)));
	buf_release(&list);
}

void vocabulary_tell(const struct vocabulary *v, struct diags *diags)
{
	for (size_t i = 0; i < v->watches->n; i++)
		if (!v->of[i].many)
			tell_words(&v->watches->at[i], &v->of[i], diags);
}
