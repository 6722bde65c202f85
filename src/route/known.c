/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See known.h. */
#include "route/known.h"

#include <string.h>

#include "base/hash.h"
#include "base/mem.h"

enum { FIRST_BITS = 10, MOST_BITS = 32, LINE_BITS = 4 };
_Static_assert(1 << LINE_BITS == KNOWN_LINE, "slots of a line are a power of two");

/* Of 64 bits of a key, the first 28 are used: they say which line, and the rest of them stands in a slot. */
static uint32_t slot_of(const struct known *t, uint64_t key)
{
	return (uint32_t)(key >> 36 << t->bits);
}

/* Of those bits: whatever isn't a place. */
static uint32_t mask_of(const struct known *t)
{
	return (uint32_t)(UINT64_MAX << t->bits);
}

static uint32_t *next_line(const struct known *t, uint32_t *line)
{
	line += KNOWN_LINE;
	return line < t->index + (UINT64_C(1) << t->bits) ? line : t->index;
}

/* Behind the others of its line: without a branch, as nobody can guess how many these are. */
static void put(struct known *t, uint32_t *line, uint32_t slot)
{
	uint32_t taken = 0;

	while (line[KNOWN_LINE - 1])
		line = next_line(t, line);
	for (size_t i = 0; i < KNOWN_LINE; i++)
		taken += line[i] != 0;
	line[taken] = slot;
}

/* At most five in eight slots are taken, so few lines are full. The index is made anew: of all leads it needs
 * the keys, which stand one behind the other, and the lines of some are fetched ahead. */
static void resize(struct known *t, unsigned bits)
{
	enum { AHEAD = 16 };
	const size_t before = t->index ? (size_t)1 << t->bits : 0, slots = (size_t)1 << bits,
		     most = slots / 8 * 5;

	if (bits > MOST_BITS)
		mem_fail();
	t->at = mem_table(t->at, t->most * sizeof *t->at, most * sizeof *t->at);
	if (before)
		memset(t->index, 0, before * sizeof *t->index);
	t->index = mem_table(t->index, before * sizeof *t->index, slots * sizeof *t->index);
	t->most = most;
	t->bits = bits;
	for (size_t i = 0; i < t->n; i++) {
		if (i + AHEAD < t->n)
			__builtin_prefetch(known_line(t, t->at[i + AHEAD].key), 1);
		put(t, known_line(t, t->at[i].key), slot_of(t, t->at[i].key) | (uint32_t)(i + 1));
	}
}

void known_init(struct known *t)
{
	*t = (struct known){ .multiple = hash_secret() | 1 };
	resize(t, FIRST_BITS);
}

void known_release(struct known *t)
{
	mem_table_free(t->at, t->most * sizeof *t->at);
	mem_table_free(t->index, t->index ? sizeof *t->index << t->bits : 0);
	*t = (struct known){ 0 };
}

/* May one of them be of that slot's key? All are looked at at once. */
static bool is_among(const uint32_t *line, uint32_t slot, uint32_t mask)
{
	uint32_t alike = 0;

	for (size_t i = 0; i < KNOWN_LINE; i++)
		alike |= ((line[i] ^ slot) & mask) == 0;
	return alike;
}

static struct known_lead *compare(const struct known *t, const uint32_t *line, uint32_t slot,
				  struct known_key key)
{
	const uint32_t mask = mask_of(t);

	for (size_t i = 0; i < KNOWN_LINE && line[i]; i++) {
		if ((line[i] ^ slot) & mask)
			continue;
		struct known_lead *x = &t->at[(line[i] & ~mask) - 1];
		if (x->key == key.key && (uint32_t)x->value == key.more)
			return x;
	}
	return NULL;
}

/* If there is none, *line is the first that isn't full. */
static inline struct known_lead *seek(const struct known *t, struct known_key key, uint32_t **line)
{
	const uint32_t slot = slot_of(t, key.key), mask = mask_of(t);

	for (*line = known_line(t, key.key);; *line = next_line(t, *line)) {
		struct known_lead *x = is_among(*line, slot, mask) ? compare(t, *line, slot, key) : NULL;
		if (x || !(*line)[KNOWN_LINE - 1])
			return x;
	}
}

struct known_lead *known_find(const struct known *t, struct known_key key)
{
	uint32_t *line;

	return seek(t, key, &line);
}

size_t known_place(struct known *t, struct known_key key, bool *is_new)
{
	uint32_t *line;
	const struct known_lead *x = seek(t, key, &line);

	*is_new = !x;
	if (x)
		return (size_t)(x - t->at);
	if (t->n == t->most) {
		resize(t, t->bits + 1);
		line = known_line(t, key.key);
	}
	t->at[t->n] = (struct known_lead){ key.key, key.more };
	put(t, line, slot_of(t, key.key) | (uint32_t)(t->n + 1));
	return t->n++;
}
