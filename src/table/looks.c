/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See looks.h. */
#include "table/looks.h"

#include "base/block.h"
#include "base/casefold.h"
#include "base/cpu.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/utf8.h"

#if defined __x86_64__
#include <immintrin.h>
#endif

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
	merge(&into->total, &from->total);
}

void look_tell(const struct looks *l, struct diags *diags)
{
	diag_sighting(diags, &l->broken, "cell is not UTF-8", "cells are not UTF-8", CP1252_REMEDY);
	diag_sighting(diags, &l->quoted, "cell begins with a space and a quote",
		      "cells begin with a space and a quote",
		      "behind a space the quotes are text: remove it, for example by sed 's/, \"/,\"/g'");
	diag_sighting(diags, &l->header, "row is the header again", "rows are the header again",
		      "in no count");
	diag_sighting(diags, &l->total, "row is a line of totals", "rows are lines of totals",
		      "in no count; --skip-footer leaves lines at the end out");
}

/* ---- a batch ---- */

enum { GROUP = 64 }; /* bytes whose bits are a word */

/* Fills `odd` for so many groups; returns whether any byte is odd. To ask that of each group would cost more
 * than its bits. Two bytes that make a space when laid over each other are two spaces, or one and a NUL,
 * which may be odd as well. */
#define LOOK(type, bits)                                                                       \
	const type spaces = (type){ 0 } + ' ';                                                 \
	uint64_t any = 0;                                                                      \
	for (const char *end = p + groups * GROUP; p < end; p += GROUP, odd += 8) {            \
		uint64_t word = 0;                                                             \
		for (size_t i = 0; i < GROUP; i += sizeof(type)) {                             \
			type here, next;                                                       \
			memcpy(&here, p + i, sizeof here);                                     \
			memcpy(&next, p + i + 1, sizeof next);                                 \
			word |= (uint64_t)(bits(here | (type)((here | next) == spaces))) << i; \
		}                                                                              \
		word_store(odd, word);                                                         \
		any |= word;                                                                   \
	}                                                                                      \
	return any;

static bool look_by_16(const char *p, size_t groups, char *odd)
{
	LOOK(block, block_bits)
}

#if defined __x86_64__
typedef unsigned char vector32 __attribute__((vector_size(32)));

#define BITS_32(v) (uint32_t) _mm256_movemask_epi8((__m256i)(v))
__attribute__((target("avx2"))) static bool look_by_32(const char *p, size_t groups, char *odd)
{
	LOOK(vector32, BITS_32)
}
#define LOOK_BEST (cpu_has_avx2() ? look_by_32 : look_by_16)
#else
#define LOOK_BEST look_by_16
#endif

/* The last group may be cut short, so it is looked at in a copy. */
static void look(struct batch *b)
{
	size_t groups = b->len / GROUP, rest = b->len % GROUP, bytes = (groups + 1) * 8;
	char end[GROUP + 1] = { 0 };

	if (b->odd_cap < bytes + 8)
		b->odd = mem_resize(b->odd, mem_grown(&b->odd_cap, bytes + 8));
	memcpy(end, b->buf + b->len - rest, rest);
	bool any = LOOK_BEST(b->buf, groups, b->odd);
	any |= look_by_16(end, 1, b->odd + groups * 8);
	memset(b->odd + bytes, 0, 8);
	b->looked = b->dialect.raw_tsv ? 0 : any ? ODD_LONGEST : SIZE_MAX;
}

/* Are all characters UTF-8? Only odd bytes are looked at, as most words of their bits are 0. */
static bool valid(const struct batch *b)
{
	size_t done = 0; /* where the last character ends */

	for (size_t at = 0; at < b->len; at += GROUP) {
		for (uint64_t odd = word_load(b->odd + at / 8); odd; odd &= odd - 1) {
			size_t i = at + (size_t)__builtin_ctzll(odd);
			if (i < done || (signed char)b->buf[i] >= 0)
				continue;
			struct str rest = { b->buf + i, b->len - i };
			if (utf8_next(&rest) == UTF8_BROKEN)
				return false;
			done = b->len - rest.n;
		}
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
	if (l && b->looked != SIZE_MAX && !valid(b))
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

/* ---- totals ---- */

static const char *const total_words[] = {
	"grand total", "grand totals", "total general", "total général",  "totals",	   "total",
	"totale",      "totaal",       "totalt",	"subtotal",	  "subtotals",	   "sum",
	"summe",       "gesamt",       "gesamtsumme",	"gesamtergebnis", "zwischensumme", "suma",
	"razem",       "toplam",       "average",	"count",
};

void look_total_starts(bool starts[256])
{
	for (size_t i = 0; i < sizeof total_words / sizeof *total_words; i++)
		starts[total_start(word_short(str_slice(str_from(total_words[i]), 0, 3)))] = true;
}

/* `Total`, `Total: 3`, `Grand Totals (3 records)`; not Total Energies. */
static bool is_total_word(struct str s)
{
	for (size_t i = 0; i < sizeof total_words / sizeof *total_words; i++) {
		if (fold_ascii[(unsigned char)*s.p] != (unsigned char)*total_words[i])
			continue; /* nearly always: digits may begin as a word does */
		struct str word = str_from(total_words[i]);
		if (s.n < word.n || !str_same(str_slice(s, 0, word.n), word))
			continue;
		struct str rest = str_trim(str_slice(s, word.n, s.n));
		double x;
		if (rest.n && *rest.p == ':')
			rest = str_trim(str_slice(rest, 1, rest.n));
		if (!rest.n || *rest.p == '(' ||
		    (rest.p > s.p + word.n &&
		     (number_read_start(rest, '.', &x) || number_read_start(rest, ',', &x))))
			return true;
	}
	return false;
}

bool look_total(const struct record *r, const bool starts[256], struct buf *text)
{
	bool found = false;
	double x;

	for (size_t c = 0; c < r->cells && r->cells > 1; c++) {
		struct str cell = record_value(r, c, text);
		if (!cell.n)
			continue;
		if (!found &&
		    !total_may_start(starts, word_short(str_slice(cell, 0, cell.n < 8 ? cell.n : 8))))
			return false; /* nearly always */
		if (found ? !number_read(cell, '.', &x) && !number_read(cell, ',', &x) : !is_total_word(cell))
			return false;
		found = true;
	}
	return found;
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
