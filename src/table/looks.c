/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See looks.h. */
#include "table/looks.h"

#include "base/casefold.h"
#include "base/cpu.h"
#include "base/mem.h"
#include "base/utf8.h"

#if defined __x86_64__
#include <immintrin.h>
#endif

enum { GROUP = 8 }; /* blocks that are looked at together */

/* ---- counting ---- */

void look_found(struct sighting *s, const struct batch *b, size_t i)
{
	if (s->count++)
		return;
	s->first_line = batch_line(b, i);
	s->first_row = b->first_row + i;
	s->file = b->file;
}

static void merge(struct sighting *into, const struct sighting *from)
{
	uint64_t count = into->count + from->count;

	if (from->count && (!into->count || from->first_row <= into->first_row))
		*into = *from;
	into->count = count;
}

void look_merge(struct looks *into, const struct looks *from)
{
	merge(&into->broken, &from->broken);
	merge(&into->quoted, &from->quoted);
	merge(&into->header, &from->header);
}

void look_tell(const struct looks *l, struct diags *diags)
{
	diag_sighting(diags, &l->broken, "cell is not UTF-8", "cells are not UTF-8", CP1252_REMEDY);
	diag_sighting(diags, &l->quoted, "cell begins with a space and a quote",
		      "cells begin with a space and a quote",
		      "behind a space the quotes are text: remove it, for example by sed 's/, \"/,\"/g'");
	diag_sighting(diags, &l->header, "row is the header again", "rows are the header again",
		      "in no count");
}

/* ---- a batch ---- */

/* Fills `odd` for so many groups of blocks; `before` is of the block before them. Returns that of the last.
 * Most groups have nothing odd. Two bytes that make a space when laid over each other are two spaces, or one
 * and a NUL, which may be odd as well. */
#define LOOK(type, any)                                                                 \
	const type spaces = (type){ 0 } + ' ';                                          \
	for (const unsigned char *last = odd + groups * GROUP; odd < last;) {           \
		type sum[GROUP], all = (type){ 0 };                                     \
		for (size_t i = 0; i < GROUP; i++, p += ODD_BLOCK) {                    \
			sum[i] = (type){ 0 };                                           \
			for (size_t k = 0; k < ODD_BLOCK; k += sizeof all) {            \
				type here, next;                                        \
				memcpy(&here, p + k, sizeof here);                      \
				memcpy(&next, p + k + 1, sizeof next);                  \
				sum[i] |= here | (type)((here | next) == spaces);       \
			}                                                               \
			all |= sum[i];                                                  \
		}                                                                       \
		if (!before && !any(all)) {                                             \
			memset(odd, 0, GROUP);                                          \
			odd += GROUP;                                                   \
			continue;                                                       \
		}                                                                       \
		for (size_t i = 0; i < GROUP; i++) {                                    \
			unsigned now = any(sum[i]) != 0;                                \
			*odd++ = (unsigned char)(now * ODD_HERE + before * ODD_BEFORE); \
			before = now;                                                   \
		}                                                                       \
	}                                                                               \
	return before;

typedef unsigned char vector16 __attribute__((vector_size(16)));

static inline bool any_16(vector16 v)
{
	uint64_t word[2];

	memcpy(word, &v, sizeof word);
	return !word_is_ascii(word[0] | word[1]);
}

static unsigned look_by_16(const char *p, size_t groups, unsigned char *odd, unsigned before)
{
	LOOK(vector16, any_16)
}

#if defined __x86_64__
typedef unsigned char vector32 __attribute__((vector_size(32)));

#define ANY_32(v) _mm256_movemask_epi8((__m256i)(v))
__attribute__((target("avx2"))) static unsigned look_by_32(const char *p, size_t groups, unsigned char *odd,
							   unsigned before)
{
	LOOK(vector32, ANY_32)
}
#define LOOK_BEST (cpu_has_avx2() ? look_by_32 : look_by_16)
#else
#define LOOK_BEST look_by_16
#endif

/* The last group may be cut short, so it is looked at in a copy. */
static void look(struct batch *b)
{
	size_t groups = b->len / (GROUP * ODD_BLOCK), blocks = groups * GROUP,
	       rest = b->len - blocks * ODD_BLOCK;
	char end[GROUP * ODD_BLOCK + 1] = { 0 };

	if (b->odd_cap < blocks + GROUP)
		b->odd = mem_resize(b->odd, mem_grown(&b->odd_cap, blocks + GROUP));
	memcpy(end, b->buf + b->len - rest, rest);
	look_by_16(end, 1, b->odd + blocks, LOOK_BEST(b->buf, groups, b->odd, 0));
	bool any = memchr(b->odd, ODD_HERE, blocks + GROUP) != NULL;
	b->looked = b->dialect.raw_tsv ? 0 : any ? ODD_BLOCK : SIZE_MAX;
}

/* Is all of it UTF-8? Only odd blocks are looked at; no character is in two stretches of them. */
static bool valid(const struct batch *b)
{
	size_t blocks = b->len / ODD_BLOCK + 1;

	for (size_t from = 0, to; from < blocks; from = to) {
		const unsigned char *odd = memchr(b->odd + from, ODD_HERE, blocks - from);
		if (!odd)
			break;
		for (from = to = (size_t)(odd - b->odd); to < blocks && (b->odd[to] & ODD_HERE);)
			to++;
		size_t end = to * ODD_BLOCK < b->len ? to * ODD_BLOCK : b->len;
		if (!utf8_valid((struct str){ b->buf + from * ODD_BLOCK, end - from * ODD_BLOCK }))
			return false;
	}
	return true;
}

/* Counts the cells for which `is` holds. */
static void count_cells(struct sighting *s, const struct batch *b, bool (*is)(struct str raw))
{
	for (size_t i = 0; i < b->marks.nrow; i++) {
		struct record r = batch_record(b, i);
		for (size_t c = 0; c < r.cells; c++)
			if (is(record_raw(&r, c)))
				look_found(s, b, i);
	}
}

static bool is_broken(struct str raw)
{
	return !utf8_valid(raw);
}

void look_at_batch(struct looks *l, struct batch *b)
{
	look(b);
	if (l && !valid(b))
		count_cells(&l->broken, b, is_broken);
	if (l && b->bare)
		count_cells(&l->quoted, b, cell_quote_behind_space);
}

void look_at_header(struct looks *l, const struct header *h)
{
	for (size_t c = 0; c < h->n; c++)
		if (!utf8_valid(h->raw_cell[c]))
			merge(&l->broken, &(struct sighting){ 1, h->line, 0, h->file });
}

/* ---- the header again ---- */

static struct str folded_name(struct str raw, struct str text, struct head_room *room)
{
	buf_clear(&room->folded);
	fold_append(&room->folded, text_plain(header_name(raw, text, &room->name), &room->plain));
	return buf_view(&room->folded);
}

void head_room_release(struct head_room *room)
{
	buf_release(&room->text);
	buf_release(&room->name);
	buf_release(&room->plain);
	buf_release(&room->folded);
}

void head_again_init(struct head_again *a, const struct header *h, char delimiter, struct arena *arena)
{
	struct head_room room = { 0 };

	*a = (struct head_again){ .n = h->n, .name = ARENA_ARRAY(arena, h->n, struct str) };
	for (size_t c = 0; c < h->n; c++)
		a->name[c] = arena_copy(arena, folded_name(h->raw_cell[c], h->name[c], &room));
	head_room_release(&room);
	for (int c = 0; c < 256 && h->n; c++) /* what can't be seen may be before the first letter */
		a->begins[c] = c <= ' ' || c >= 0x7F || c == '"' || c == delimiter || !a->name[0].n ||
			       fold_ascii[c] == (unsigned char)a->name[0].p[0];
}

bool head_again_all(const struct head_again *a, const struct record *r, struct head_room *room)
{
	bool found = false;

	for (size_t c = 0; c < a->n; c++) {
		struct str raw = record_raw(r, c);
		struct str name = folded_name(raw, record_text(r, c, &room->text), room);
		if (name.n && !str_eq(a->name[c], name))
			return false;
		found |= name.n > 0;
	}
	return found;
}
