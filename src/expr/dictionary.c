/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Texts in slots: see struct dict. A text is three words and a length, compared without a loop; of a longer
 * one, so are its last 16 bytes.
 */
#include "base/mem.h"
#include "expr/code.h"

enum {
	TRIES = 8,
	WORTH = 4,     /* a dictionary is made for that part of the run's rows, at least */
	FEW_ROWS = 64, /* of a run: no reason to give up */
	SHORT = 23     /* bytes of a text that its three words hold, so that the last is for the length */
};

/* Bytes of the three words that belong to a text of n bytes. */
static const uint64_t masks[SHORT + 1 + 16] = {
#define M(n) (UINT64_C(1) << 8 * (n)) - 1
	[16] = 0, M(1), M(2), M(3), M(4), M(5), M(6), M(7), [24 ... 39] = ~UINT64_C(0)
#undef M
};

static inline struct dict_slot slot_with(uint64_t first, uint64_t next, uint64_t last, size_t n)
{
	return (struct dict_slot){ { first, next, last | (uint64_t)(n + 1) << 56 } };
}

/* A short text that can be read beyond its end, as its slot holds it. */
static inline struct dict_slot slot_of(struct str text)
{
	return slot_with(word_load(text.p) & masks[text.n + 16], word_load(text.p + 8) & masks[text.n + 8],
			 word_load(text.p + 16) & masks[text.n], text.n);
}

/* The same of one that can't. */
static inline struct dict_slot slot_within(struct str text)
{
	if (text.n < 8)
		return slot_with(word_short(text), 0, 0, text.n);
	uint64_t end = word_load(text.p + text.n - 8) >> 8, first = word_load(text.p);
	if (text.n < 16)
		return slot_with(first, end >> 8 * (15 - text.n), 0, text.n);
	return slot_with(first, word_load(text.p + 8), end >> 8 * (SHORT - text.n), text.n);
}

static inline size_t place_of(struct dict_slot s)
{
	return (s.word[0] + 4 * s.word[1] + 8 * s.word[2]) * UINT64_C(0x9E3779B97F4A7C15) >> 54;
}
_Static_assert(DICT_SLOTS == 1 << 10, "the hash has ten bits");

static inline bool slot_is(const struct dict_slot *s, struct dict_slot text)
{
	return !((s->word[0] ^ text.word[0]) | (s->word[1] ^ text.word[1]) | (s->word[2] ^ text.word[2]));
}

/* A short text that isn't in its first place. */
static __attribute__((noinline)) size_t find_or_add(struct dict *d, size_t at, struct str text)
{
	struct dict_slot wanted = slot_within(text);

	for (size_t i = 0; i < TRIES; i++, at = (at + 1) % DICT_SLOTS) {
		struct dict_slot *s = &d->slot[at];
		if (!s->word[2])
			*s = wanted;
		if (slot_is(s, wanted))
			return at;
	}
	return DICT_NONE;
}

/* A text that is not short. */
static __attribute__((noinline)) size_t find_or_add_long(struct dict *d, struct str text)
{
	if (text.n > DICT_LONGEST)
		return DICT_NONE;
	struct dict_slot wanted = slot_with(word_load(text.p), word_load(text.p + 8),
					    word_load(text.p + 16) & masks[SHORT], text.n);
	const uint64_t next = word_load(text.p + text.n - 16), last = word_load(text.p + text.n - 8);
	size_t at = place_of(slot_with(wanted.word[0] + next, wanted.word[1] + last, wanted.word[2], 0));

	for (size_t i = 0; i < TRIES; i++, at = (at + 1) % DICT_SLOTS) {
		struct dict_slot *s = &d->slot[at];
		uint64_t *end = d->end[at];
		if (!s->word[2]) {
			*s = wanted;
			end[0] = next;
			end[1] = last;
		}
		if (slot_is(s, wanted) && !((end[0] ^ next) | (end[1] ^ last)))
			return at;
	}
	return DICT_NONE;
}
_Static_assert(DICT_LONGEST == SHORT + 16, "all bytes are compared");

static inline size_t find_short(struct dict *d, struct str text)
{
	struct dict_slot wanted = slot_within(text);
	size_t at = place_of(wanted);

	return __builtin_expect(slot_is(&d->slot[at], wanted), 1) ? at : find_or_add(d, at, text);
}

/* Of a column of the input; returns how many have no slot. */
static size_t fill_cells(struct dict *d, const struct reader *r, struct rows *rows)
{
	uint16_t *restrict slot = d->rows.of.row;
	size_t none = 0;

	EACH_CELL(row, raw, rows, rows_all(rows), r->column, {
		if (__builtin_expect(raw.n > SHORT, 0)) {
			slot[row] = (uint16_t)find_or_add_long(d, raw);
			none += slot[row] == DICT_NONE;
			continue;
		}
		struct dict_slot text = slot_of(raw);
		size_t at = place_of(text);
		if (__builtin_expect(!slot_is(&d->slot[at], text), 0)) {
			at = find_or_add(d, at, raw);
			none += at == DICT_NONE;
		}
		slot[row] = (uint16_t)at;
	});
	return none;
}

/* Of texts that were computed. A missing one is not the same as an empty one, which is rare. */
static size_t fill_texts(struct dict *d, const struct str *texts, struct asked ask)
{
	uint16_t *restrict slot = d->rows.of.row;
	size_t none = 0;

	EACH_ROW(row, ask, {
		struct str s = texts[row];
		size_t at = DICT_NONE;
		if (s.n > SHORT)
			at = find_or_add_long(d, s);
		else if (s.n || !s.p)
			at = find_short(d, s);
		slot[row] = (uint16_t)at;
		none += at == DICT_NONE;
	});
	return none;
}

/* The column's dictionary, which is one of the run then; NULL: it has none. */
static struct dict *dict_of(struct column *m, struct rows *rows)
{
	if (!dict_may(m, rows))
		return NULL;
	if (!m->dict)
		m->dict = mem_new(sizeof *m->dict);
	column_begin(&m->dict->rows, rows->frame, sizeof(uint16_t));
	return m->dict;
}

static const uint16_t *filled(struct column *m, size_t none, size_t n)
{
	m->no_dict = none * 2 > n && n > FEW_ROWS;
	return m->dict->rows.of.row;
}

const uint16_t *dict_texts(struct column *m, struct rows *rows, struct asked ask)
{
	struct dict *d = dict_of(m, rows);

	if (!d)
		return NULL;
	struct asked rest = column_rest(&d->rows, rows, ask, rows_room(rows).row);
	size_t none = rest.n ? fill_texts(d, m->of.text, rest) : 0;
	rows_room_back(rows);
	if (!rest.n)
		return d->rows.of.row;
	column_add_all(&d->rows, rows, ask);
	return filled(m, none, rest.n);
}

/* A row whose part has no slot or a new one: its text, and the slot if that decides the text from now on. */
static __attribute__((noinline)) size_t make_text(struct dict *d, const struct code *c, struct frame *f,
						  size_t at, struct str from, struct str *text)
{
	union value arg = { .text = from }, v = c->fn.apply(c, f, &arg);

	*text = rows_keep_text(f, v.text);
	if (at == DICT_NONE || !(from.p ? c->part->does(c->part->of(from)) : !v.text.p))
		return DICT_NONE;
	if (v.text.n) {
		char *p =
			arena_alloc(&d->made->arena, v.text.n + sizeof(uint64_t)); /* words of it are read */
		memcpy(p, v.text.p, v.text.n);
		d->made->text[at] = (struct str){ p, v.text.n };
	}
	d->made->known[at] = true;
	return at;
}

/* A missing text's part is none, as an empty text, whose slot no other part has. */
static size_t fill_parts(struct dict *d, const struct code *c, struct rows *rows, struct asked ask,
			 const struct str *from, struct str *text)
{
	uint16_t *restrict slot = d->rows.of.row;
	struct str (*part_of)(struct str text) = c->part->of;
	const struct made *made = d->made;
	size_t none = 0;

	EACH_ROW(row, ask, {
		struct str part = part_of(from[row]);
		size_t at = DICT_NONE;
		if (part.n > SHORT)
			at = find_or_add_long(d, part);
		else if (part.n || !from[row].p)
			at = find_short(d, part);
		if (__builtin_expect(at != DICT_NONE && made->known[at], 1)) {
			text[row] = made->text[at];
		} else {
			at = make_text(d, c, rows_at(rows, row), at, from[row], &text[row]);
			none += at == DICT_NONE;
		}
		slot[row] = (uint16_t)at;
	});
	return none;
}

void dict_read_parts(const struct reader *r, struct rows *rows, struct asked ask, const struct str *from)
{
	struct column *m = &rows->frame->cells[r->index];
	struct dict *d = dict_of(m, rows);

	if (!d->made)
		d->made = mem_new(sizeof *d->made);
	filled(m, fill_parts(d, r->source, rows, ask, from, m->of.text), ask.n);
	column_add_all(&d->rows, rows, ask);
}

const uint16_t *dict_rows(const struct reader *r, struct rows *rows, struct asked ask)
{
	struct column *m = &rows->frame->cells[r->index];

	if (!dict_may(m, rows))
		return NULL;
	if (m->dict && m->dict->rows.begun == rows->frame->begun)
		return m->dict->rows.of.row;
	if (ask.n * WORTH < rows->n)
		return NULL;
	return filled(m, fill_cells(dict_of(m, rows), r, rows), rows->n);
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
