/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See terms.h. Each way of fitting is tried on the whole list before the next one, which is laxer: a word
 * that is there as it was typed never competes with one that only resembles it.
 */
#include "review/terms.h"

#include "base/casefold.h"
#include "base/utf8.h"
#include "lead/roster.h"

/* ---- one word beside another ---- */

/* A word folded, and without its accents, too. */
struct forms {
	struct buf folded, bare, scratch;
};

static void forms_of(struct forms *f, struct str word)
{
	buf_clear(&f->folded);
	buf_clear(&f->bare);
	fold_append(&f->folded, text_plain(word, &f->scratch));
	bare_append(&f->bare, buf_view(&f->folded));
}

static void forms_release(struct forms *f)
{
	buf_release(&f->folded);
	buf_release(&f->bare);
	buf_release(&f->scratch);
}

static bool hole(int32_t c)
{
	return c == '?' || c == 0xFFFD || c == UTF8_BROKEN;
}

/* Are they alike but where a letter of `typed` was lost? */
static bool alike(struct str typed, struct str word)
{
	while (typed.n && word.n) {
		int32_t c = utf8_next(&typed), d = utf8_next(&word);
		if (c != d && !hole(c))
			return false;
	}
	return !typed.n && !word.n;
}

static bool between_words(char c)
{
	return strchr(" -/(,.&'\"", c);
}

/* Does the word begin with it, or a word in it? */
static bool begins(struct str typed, struct str word)
{
	for (size_t at = 0; at + typed.n <= word.n; at++)
		if ((!at || between_words(word.p[at - 1])) && memcmp(word.p + at, typed.p, typed.n) == 0)
			return true;
	return false;
}

static bool fits(enum fit how, const struct forms *typed, const struct forms *word)
{
	switch (how) {
	case FIT_EXACT:
		return str_eq(buf_view(&typed->folded), buf_view(&word->folded));
	case FIT_ACCENTS:
		return str_eq(buf_view(&typed->bare), buf_view(&word->bare));
	case FIT_HOLES:
		return alike(buf_view(&typed->folded), buf_view(&word->folded)) ||
		       alike(buf_view(&typed->bare), buf_view(&word->bare));
	default:
		return begins(buf_view(&typed->bare), buf_view(&word->bare));
	}
}

enum fit term_find(const struct str *list, size_t n, struct str typed, bool shortened, size_t *place,
		   struct buf *them)
{
	struct forms wanted = { 0 }, word = { 0 };
	enum fit last = shortened ? FIT_SHORT : FIT_HOLES, how = FIT_NONE;
	size_t fitting = 0;

	forms_of(&wanted, typed);
	while (wanted.folded.n && !fitting && how < last) {
		how++;
		for (size_t i = 0; i < n; i++) {
			forms_of(&word, list[i]);
			if (!fits(how, &wanted, &word))
				continue;
			if (!fitting++)
				*place = i;
			buf_print(them, "%s%.*s", fitting > 1 ? ", " : "", STR_ARG(list[i]));
		}
	}
	forms_release(&wanted);
	forms_release(&word);
	return fitting > 1 ? FIT_MANY : fitting ? how : FIT_NONE;
}

/* ---- what there is ---- */

static void add_back(struct terms *t, size_t exit, const struct give_back *way)
{
	t->back[t->nback++] = (struct way_back){ exit, way };
	t->any_reason |= !way || !way->reasons.n;
}

static void bind_back(struct terms *t, size_t sla)
{
	const struct agreement *a = t->agreement;

	for (size_t i = 0; i < a->returns.n; i++)
		add_back(t, agreement_exit(a, a->returns.at[i].exit.text), &a->returns.at[i]);
	for (size_t i = 0; !a->returns.n && sla != SIZE_MAX && i < a->slas.at[sla].to.n; i++) {
		const struct expr *to = a->slas.at[sla].to.at[i];
		const struct step *step = agreement_step(a, to);
		if (step && agreement_stage(a, to->text) == SIZE_MAX)
			add_back(t, agreement_exit(a, to->text), NULL);
	}
	for (size_t i = 0, none = !t->nback; none && i < a->exits.n; i++)
		add_back(t, i, NULL);
}

static void bind_reasons(struct terms *t, struct arena *arena)
{
	size_t n = 0;

	for (size_t i = 0; i < t->nback; i++)
		n += t->back[i].way ? t->back[i].way->reasons.n : 0;
	t->reason = ARENA_ARRAY(arena, n, struct str);
	t->reason_back = ARENA_ARRAY(arena, n, size_t);
	for (size_t i = 0; i < t->nback; i++)
		for (size_t k = 0; t->back[i].way && k < t->back[i].way->reasons.n; k++) {
			t->reason[t->nreasons] = t->back[i].way->reasons.at[k].text;
			t->reason_back[t->nreasons++] = i;
		}
}

void terms_bind(struct terms *t, struct names *n, size_t sla, const struct roster *r)
{
	struct arena *arena = &names_program(n)->arena;
	const struct agreement *a = names_agreement(n);
	size_t reps = r ? r->n : 0;

	*t = (struct terms){ .agreement = a };
	t->back = ARENA_ARRAY(arena, a->returns.n + a->exits.n, struct way_back);
	t->owner = ARENA_ARRAY(arena, reps, struct str);
	for (size_t i = 0; i < reps; i++)
		t->owner[t->nowners++] = r->rep[i].name;
	bind_back(t, sla);
	bind_reasons(t, arena);
}
