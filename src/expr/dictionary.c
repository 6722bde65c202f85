/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Texts of a column in slots: see struct dict. A text is three words and a length, compared without a loop.
 */
#include "base/mem.h"
#include "expr/code.h"

enum {
	TRIES = 4,
	WORTH = 4,    /* a dictionary is made for that part of the run's rows, at least */
	FEW_ROWS = 64 /* of a run: no reason to give up */
};

/* Bytes of the three words that belong to a text of n bytes. */
static const uint64_t masks[DICT_LONGEST + 1 + 16] = {
#define M(n) (UINT64_C(1) << 8 * (n)) - 1
	[16] = 0, M(1), M(2), M(3), M(4), M(5), M(6), M(7), [24 ... 39] = ~UINT64_C(0)
#undef M
};

/* A text of up to DICT_LONGEST bytes, as its slot holds it. */
static inline struct dict_slot slot_of(struct str text)
{
	return (struct dict_slot){ { word_load(text.p) & masks[text.n + 16],
				     word_load(text.p + 8) & masks[text.n + 8],
				     (word_load(text.p + 16) & masks[text.n]) | (text.n + 1) << 56 } };
}
_Static_assert(DICT_LONGEST == 23, "the last byte is for the length");

static inline size_t place_of(struct dict_slot s)
{
	return (s.word[0] + 4 * s.word[1] + 8 * s.word[2]) * UINT64_C(0x9E3779B97F4A7C15) >> 54;
}
_Static_assert(DICT_SLOTS == 1 << 10, "the hash has ten bits");

static inline bool slot_is(const struct dict_slot *s, struct dict_slot text)
{
	return !((s->word[0] ^ text.word[0]) | (s->word[1] ^ text.word[1]) | (s->word[2] ^ text.word[2]));
}

/* Not in its first place. */
static __attribute__((noinline)) size_t find_or_add(struct dict *d, size_t at, struct str text)
{
	struct dict_slot wanted = slot_of(text);

	for (size_t i = 0; i < TRIES; i++, at = (at + 1) % DICT_SLOTS) {
		struct dict_slot *s = &d->slot[at];
		if (!s->word[2])
			*s = wanted;
		if (slot_is(s, wanted))
			return at;
	}
	return DICT_NONE;
}

static size_t fill(struct dict *d, const struct reader *r, struct rows *rows, struct asked all)
{
	size_t none = 0;

	EACH_CELL(row, raw, rows, all, r->column, {
		if (__builtin_expect(raw.n > DICT_LONGEST, 0)) {
			d->of[row] = DICT_NONE;
			none++;
			continue;
		}
		struct dict_slot text = slot_of(raw);
		size_t at = place_of(text);
		if (__builtin_expect(!slot_is(&d->slot[at], text), 0)) {
			at = find_or_add(d, at, raw);
			none += at == DICT_NONE;
		}
		d->of[row] = (uint16_t)at;
	});
	return none;
}

const uint16_t *dict_rows(const struct reader *r, struct rows *rows, struct asked ask)
{
	struct column *m = &rows->frame->cells[r->index];

	if (r->source || m->no_dict)
		return NULL;
	if (m->dict && m->dict->begun == rows->frame->begun)
		return m->dict->of;
	if (ask.n * WORTH < rows->n || rows->n == 1)
		return NULL;
	if (!m->dict)
		m->dict = mem_new(sizeof *m->dict);
	m->dict->begun = rows->frame->begun;
	uint16_t *list = rows_room(rows).row;
	for (size_t i = 0; i < rows->n && ask.n < rows->n; i++)
		list[i] = (uint16_t)i;
	size_t none = fill(m->dict, r, rows, ask.n < rows->n ? (struct asked){ list, rows->n } : ask);
	rows_room_back(rows);
	m->no_dict = none * 2 > rows->n && rows->n > FEW_ROWS;
	return m->dict->of;
}

unsigned char *dict_found(const struct code *c, struct frame *f)
{
	unsigned char **found = &f->state->found[c->number];

	if (!*found) {
		*found = mem_new(DICT_SLOTS + 1);
		memset(*found, DICT_UNASKED, DICT_SLOTS + 1);
	}
	return *found;
}
