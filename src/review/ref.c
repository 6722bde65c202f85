/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See ref.h. Refs are numbers in base 19, so that their order is the order of their words. */
#include "review/ref.h"

#include <stdlib.h>

#include "base/hash.h"
#include "base/id.h"
#include "base/mem.h"
#include "time/instant.h"

static const char letters[] = "bcdfghjkmnpqrstvwxz";
enum { BASE = sizeof letters - 1, GROUP = 3 };

/* BASE to the power of REF_LETTERS. */
static const uint64_t beyond = UINT64_C(2213314919066161);

void stored_time_write(struct buf *b, int64_t at, const struct zone *zone)
{
	if (at != INSTANT_NONE)
		instant_write(b, at, instant_is_date(at) ? zone : zone_utc());
}

uint64_t ref_of(struct str id, int64_t at, const struct zone *zone)
{
	struct id_room room;
	struct buf b = { 0 };

	hash_item(&b, id_key(id, &room));
	stored_time_write(&b, at, zone);
	uint64_t ref = hash_text(buf_view(&b), 0) % beyond;
	buf_release(&b);
	return ref;
}

static void spell(uint64_t ref, char *word)
{
	for (size_t i = REF_LETTERS; i-- > 0; ref /= BASE)
		word[i] = letters[ref % BASE];
}

void refs_add(struct refs *r, uint64_t ref)
{
	MEM_ROOM(r->at, r->n, r->cap);
	r->at[r->n++] = ref;
}

void refs_merge(struct refs *into, struct refs *from)
{
	for (size_t i = 0; i < from->n; i++)
		refs_add(into, from->at[i]);
	refs_release(from);
}

static int by_ref(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return x < y ? -1 : x > y;
}

void refs_settle(struct refs *r)
{
	size_t n = 0;

	if (r->n)
		qsort(r->at, r->n, sizeof *r->at, by_ref);
	for (size_t i = 0; i < r->n; i++)
		if (!n || r->at[i] != r->at[n - 1])
			r->at[n++] = r->at[i];
	r->n = n;
}

void refs_release(struct refs *r)
{
	free(r->at);
	*r = (struct refs){ 0 };
}

/* The first that is not below. */
static size_t lower(const struct refs *r, uint64_t ref)
{
	size_t low = 0, high = r->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (r->at[middle] < ref)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

bool refs_has(const struct refs *r, uint64_t ref)
{
	size_t i = lower(r, ref);

	return i < r->n && r->at[i] == ref;
}

/* How many letters two refs begin with alike. */
static size_t alike(uint64_t a, uint64_t b)
{
	char x[REF_LETTERS], y[REF_LETTERS];
	size_t n = 0;

	spell(a, x);
	spell(b, y);
	while (n < REF_LETTERS && x[n] == y[n])
		n++;
	return n;
}

size_t refs_letters(const struct refs *r, uint64_t ref)
{
	size_t i = lower(r, ref), next = i + (i < r->n && r->at[i] == ref), most = REF_LEAST - 1;

	if (i && alike(ref, r->at[i - 1]) > most)
		most = alike(ref, r->at[i - 1]);
	if (next < r->n && alike(ref, r->at[next]) > most)
		most = alike(ref, r->at[next]);
	return most + 1;
}

void ref_write(struct buf *b, uint64_t ref, size_t n)
{
	char word[REF_LETTERS];

	spell(ref, word);
	buf_add(b, word, n < GROUP ? n : GROUP);
	if (n <= GROUP)
		return;
	buf_char(b, '-');
	buf_add(b, word + GROUP, n - GROUP);
}

/* The value of a letter; BASE: it is none. */
static size_t digit(char c)
{
	const char *p = c ? strchr(letters, c | 0x20) : NULL;

	return p ? (size_t)(p - letters) : BASE;
}

bool ref_range(struct str typed, uint64_t *low, uint64_t *high)
{
	uint64_t step = beyond;
	size_t n = 0;

	typed = str_trim(typed);
	*low = 0;
	for (size_t i = 0; i < typed.n; i++) {
		if (typed.p[i] == '-')
			continue;
		size_t d = digit(typed.p[i]);
		if (d == BASE || ++n > REF_LETTERS)
			return false;
		step /= BASE;
		*low += d * step;
	}
	*high = *low + step;
	return n;
}

size_t refs_find(const struct refs *r, struct str typed, size_t *first, bool *wrong)
{
	uint64_t low, high;

	*first = 0;
	*wrong = !ref_range(typed, &low, &high);
	if (*wrong)
		return 0;
	*first = lower(r, low);
	return lower(r, high) - *first;
}
