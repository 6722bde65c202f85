/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows that have one value, by the names on them: how many different ones there are, and which belong to
 * one person. Nearly always these are two or three rows; but a switchboard may have a hundred thousand, and
 * all rows are one crowd where the key is the name alone. So equal names are looked at once, and of many
 * names only those are compared that can agree at all: either they have two words in common, or a word and
 * an initial, or one of them is a single word.
 */
#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/sort.h"
#include "same/same_internal.h"

enum {
	FEW = 24,	/* names that are compared each with each */
	WORDS_MOST = 32 /* of a name, as alike_name has them */
};

void crowd_release(struct crowd *w)
{
	free(w->name);
	free(w->alias);
	free(w->order);
	free(w->different);
	*w = (struct crowd){ 0 };
}

/* ---- names ---- */

/* A name of initials alone says nothing: it shares a word with every other, even with one that there isn't.
 */
static void look_at_words(struct alias *c)
{
	if (names_share(c->words, STR("\x01\x01")))
		return;
	for (struct str rest = c->words; rest.n; c->count++) {
		const char *end = memchr(rest.p, ' ', rest.n);
		size_t n = end ? (size_t)(end - rest.p) : rest.n;
		c->marks |= UINT64_C(1) << (hash_text(str_slice(rest, 0, n), 0) & 63);
		rest = str_slice(rest, n + !!end, rest.n);
	}
}

static uint32_t add_name(struct crowd *w, struct str words, size_t at)
{
	uint32_t name = (uint32_t)w->naliases;

	MEM_ROOM(w->alias, w->naliases, w->alias_cap);
	w->alias[name] = (struct alias){ .words = words, .row = (uint32_t)at, .with = name };
	look_at_words(&w->alias[w->naliases++]);
	return name;
}

/* Names of the same bytes are one. `known` has them once there are many. */
static uint32_t find_name(struct crowd *w, struct map *known, struct str words, size_t at)
{
	if (w->naliases < FEW) {
		for (uint32_t i = 0; i < w->naliases; i++)
			if (str_eq(w->alias[i].words, words))
				return i;
		return add_name(w, words, at);
	}
	for (uint32_t i = (uint32_t)known->n; i < w->naliases; i++)
		map_put(known, w->alias[i].words, i);
	uint32_t *found = map_find(known, words);
	return found ? *found : add_name(w, words, at);
}

void crowd_read(struct crowd *w, const uint32_t *row, size_t n, struct slip *const *slip)
{
	struct map known = { 0 };

	w->row = row;
	w->n = n;
	w->naliases = w->norder = w->ndifferent = 0;
	if (w->cap < n)
		w->name = mem_resize_array(w->name, mem_grown(&w->cap, n), sizeof *w->name);
	for (size_t i = 0; i < n; i++) {
		struct str words = slip_name(slip[row[i]]);
		w->name[i] = words.n ? find_name(w, &known, words, i) : NAMELESS;
		if (words.n && !w->alias[w->name[i]].count)
			w->name[i] = NAMELESS;
	}
	map_release(&known);
}

uint32_t crowd_person(struct crowd *w, uint32_t name)
{
	while (w->alias[name].with != name) {
		w->alias[name].with = w->alias[w->alias[name].with].with;
		name = w->alias[name].with;
	}
	return name;
}

static uint32_t number_of(const struct crowd *w, const struct alias *name)
{
	return (uint32_t)(name - w->alias);
}

/* False: they were before. */
static bool make_one(struct crowd *w, uint32_t a, uint32_t b)
{
	a = crowd_person(w, a);
	b = crowd_person(w, b);
	if (a < b)
		w->alias[b].with = a;
	else
		w->alias[a].with = b;
	return a != b;
}

/* ---- how many different names ---- */

/* A whole word at least is in both. */
static bool agree(const struct alias *a, const struct alias *b)
{
	return a->marks & b->marks && names_agree(a->words, b->words);
}

static int by_length(const void *a, const void *b)
{
	const struct alias *x = *(const struct alias *const *)a, *y = *(const struct alias *const *)b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	if (x->words.n != y->words.n)
		return x->words.n > y->words.n ? -1 : 1;
	return str_compare(x->words, y->words);
}

static void put_in_order(struct crowd *w)
{
	w->norder = 0;
	for (size_t i = 0; i < w->naliases; i++) {
		if (!w->alias[i].count)
			continue;
		MEM_ROOM(w->order, w->norder, w->order_cap);
		w->order[w->norder++] = &w->alias[i];
	}
	if (w->norder > 1)
		qsort(w->order, w->norder, sizeof *w->order, by_length);
}

/* A name comes after those that it may be within, so that J. Smith is none of its own beside John Smith and
 * Jane Smith, wherever it stands in the input. */
size_t crowd_different(struct crowd *w, size_t most)
{
	put_in_order(w);
	w->ndifferent = 0;
	for (size_t i = 0; i < w->norder && w->ndifferent <= most; i++) {
		size_t k = 0;
		while (k < w->ndifferent && !agree(w->order[i], w->different[k]))
			k++;
		if (k < w->ndifferent)
			continue;
		MEM_ROOM(w->different, w->ndifferent, w->different_cap);
		w->different[w->ndifferent++] = w->order[i];
	}
	return w->ndifferent;
}

/* A name that is none of the different ones agrees with one of these, and then all its words are there: so
 * each is compared with those alone. */
size_t crowd_share(struct crowd *w)
{
	size_t people = w->norder;

	for (size_t i = 0; i < w->norder; i++)
		for (size_t k = 0; k < w->ndifferent; k++)
			if (w->order[i] != w->different[k] && w->order[i]->marks & w->different[k]->marks &&
			    names_share(w->order[i]->words, w->different[k]->words))
				people -=
					make_one(w, number_of(w, w->order[i]), number_of(w, w->different[k]));
	return people;
}

/* ---- whose names agree ---- */

/* Does the order say that a name is rather within the other than the other within it? */
static int order_of(const struct alias *a, const struct alias *b)
{
	return by_length(&a, &b);
}

/* What two names are to each other is asked twice: first which are within another at all; then, of these, in
 * which of those that aren't. A name that is within a second is within all that the second is within. */
struct asking {
	bool alone, people; /* that is the second time */
};

static void compare(struct crowd *w, uint32_t inner, uint32_t outer, struct asking as)
{
	struct alias *x = &w->alias[inner];
	const struct alias *y = &w->alias[outer];

	if (as.people ? !x->within || x->several || y->within || x->with == outer : x->within)
		return;
	if ((!as.alone && (x->count == 1) != (y->count == 1)) || order_of(x, y) <= 0 || !agree(x, y))
		return;
	if (!as.people) {
		x->within = true;
		return;
	}
	x->several = x->with != inner;
	x->with = x->several ? inner : outer;
}

/*
 * Many names. A name that is within another has all its words there, or their first letters; so it is enough
 * to look among those that have two of its words, or one of them and a word that begins with its initial: of
 * such traits the one that the fewest names have. Without initials john smith is looked for among those with
 * both words, and john smith zabrinski not among all John Smiths.
 */
struct trait {
	int64_t hash;
	uint32_t name;
};
struct traits {
	struct trait *at;
	size_t n, cap;
};

static void add_trait(struct traits *t, uint64_t hash, uint32_t name)
{
	MEM_ROOM(t->at, t->n, t->cap);
	t->at[t->n++] = (struct trait){ (int64_t)hash, name };
}

struct word_list {
	uint64_t hash[WORDS_MOST], letter[WORDS_MOST]; /* of all of it, and of its first letter */
	bool initial[WORDS_MOST];		       /* it is one letter */
	size_t n;
};

static size_t letter_bytes(struct str word)
{
	size_t n = word.n > 0;

	while (n && n < word.n && ((unsigned char)word.p[n] & 0xc0) == 0x80)
		n++;
	return n;
}

static void split_words(struct word_list *l, struct str name)
{
	for (l->n = 0; name.n && l->n < WORDS_MOST;) {
		const char *end = memchr(name.p, ' ', name.n);
		struct str word = { name.p, end ? (size_t)(end - name.p) : name.n };
		size_t letter = letter_bytes(word);
		name = str_slice(name, word.n + !!end, name.n);
		if (!word.n)
			continue;
		l->hash[l->n] = hash_text(word, 0);
		l->letter[l->n] = hash_text(str_slice(word, 0, letter), 1);
		l->initial[l->n++] = letter == word.n && letter <= 2; /* one of Chinese is a word */
	}
}

static uint64_t mix(uint64_t a, uint64_t b)
{
	return (a * UINT64_C(0x9e3779b97f4a7c15)) ^ b;
}

/* Two words each; the words of a name are sorted. */
static void add_pairs(struct traits *t, const struct word_list *l, uint32_t name)
{
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = i + 1; k < l->n; k++)
			if (!l->initial[i] && !l->initial[k])
				add_trait(t, mix(l->hash[i], l->hash[k]), name);
}

/* A set of hashes: says now and then that it has one that it hasn't. */
struct sought {
	uint64_t *bits, mask; /* of words */
};

static bool is_sought(const struct sought *s, uint64_t hash)
{
	return s->bits[hash >> 6 & s->mask] >> (hash & 63) & 1;
}

static void make_sought(struct sought *s, const struct trait *t, size_t n)
{
	size_t words = 1;

	while (words * 4 < n)
		words *= 2;
	*s = (struct sought){ mem_new(words * sizeof *s->bits), words - 1 };
	for (size_t i = 0; i < n; i++)
		s->bits[(uint64_t)t[i].hash >> 6 & s->mask] |= UINT64_C(1) << (t[i].hash & 63);
}

/* A word and an initial: of a name that has such an initial (`sought` NULL), or of one that has a word which
 * begins with it, if that is an initial of any. */
static void add_initials(struct traits *t, const struct word_list *l, uint32_t name,
			 const struct sought *sought)
{
	for (size_t i = 0; i < l->n; i++)
		for (size_t k = 0; k < l->n; k++) {
			uint64_t hash = mix(l->hash[i], l->letter[k]);
			if (i != k && !l->initial[i] && l->initial[k] == !sought &&
			    (!sought || is_sought(sought, hash)))
				add_trait(t, hash, name);
		}
}

/* Those of all names that are more than one word. */
static void find_traits(struct crowd *w, struct traits *t)
{
	struct word_list l;
	struct sought sought;

	for (uint32_t i = 0; i < w->naliases; i++)
		if (w->alias[i].count > 1) {
			split_words(&l, w->alias[i].words);
			add_initials(t, &l, i, NULL);
		}
	size_t initials = t->n;
	make_sought(&sought, t->at, initials);
	for (uint32_t i = 0; i < w->naliases; i++)
		if (w->alias[i].count > 1) {
			split_words(&l, w->alias[i].words);
			add_pairs(t, &l, i);
			if (initials)
				add_initials(t, &l, i, &sought);
		}
	free(sought.bits);
}

static size_t same_trait(const struct traits *t, size_t from)
{
	size_t end = from + 1;

	while (end < t->n && t->at[end].hash == t->at[from].hash)
		end++;
	return end;
}

/* The trait that the fewest names have, of each name. */
struct rarest {
	uint32_t names, at;
};

static struct rarest *find_rarest(const struct crowd *w, const struct traits *t)
{
	struct rarest *rarest = mem_new(w->naliases * sizeof *rarest);

	for (size_t i = 0, end; i < t->n; i = end) {
		end = same_trait(t, i);
		uint32_t names = end - i < UINT32_MAX ? (uint32_t)(end - i) : UINT32_MAX;
		for (size_t k = i; k < end; k++) {
			struct rarest *r = &rarest[t->at[k].name];
			if (!r->names || names < r->names)
				*r = (struct rarest){ names, (uint32_t)k };
		}
	}
	return rarest;
}

static void compare_many(struct crowd *w, const struct traits *t, const struct rarest *rarest,
			 struct asking as)
{
	for (size_t i = 0, end; i < t->n; i = end) {
		end = same_trait(t, i);
		for (size_t k = i; k < end; k++)
			for (size_t m = i; m < end && rarest[t->at[k].name].at == k; m++)
				if (t->at[m].name != t->at[k].name)
					compare(w, t->at[k].name, t->at[m].name, as);
	}
}

/* Names of a single word, with those that have it among others. */
static void compare_alone(struct crowd *w, const struct map *single, struct asking as)
{
	for (uint32_t i = 0; i < w->naliases && single->n; i++) {
		struct str rest = w->alias[i].words;
		while (w->alias[i].count > 1 && rest.n) {
			const char *end = memchr(rest.p, ' ', rest.n);
			size_t n = end ? (size_t)(end - rest.p) : rest.n;
			const uint32_t *found = map_find(single, str_slice(rest, 0, n));
			if (found)
				compare(w, *found, i, as);
			rest = str_slice(rest, n + !!end, rest.n);
		}
	}
}

static void agree_among_many(struct crowd *w, bool alone)
{
	struct traits t = { 0 };
	struct map single = { 0 };

	find_traits(w, &t);
	if (t.n)
		sort_by_first(t.at, t.n, sizeof *t.at);
	struct rarest *rarest = find_rarest(w, &t);
	for (uint32_t i = 0; i < w->naliases && alone; i++)
		if (w->alias[i].count == 1)
			map_put(&single, w->alias[i].words, i);
	for (int people = 0; people < 2; people++) {
		struct asking as = { alone, people };
		compare_alone(w, &single, as);
		compare_many(w, &t, rarest, as);
	}
	map_release(&single);
	free(rarest);
	free(t.at);
}

void crowd_agree(struct crowd *w, bool alone)
{
	if (w->naliases > FEW) {
		agree_among_many(w, alone);
		return;
	}
	for (int people = 0; people < 2; people++)
		for (uint32_t i = 0; i < w->naliases; i++)
			for (uint32_t k = 0; k < w->naliases; k++)
				if (i != k && w->alias[i].count && w->alias[k].count)
					compare(w, i, k, (struct asking){ alone, people });
}
