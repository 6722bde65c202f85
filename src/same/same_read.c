/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the rows of a run say of their names and keys, a column at a time. The second part of a key is asked
 * of the rows that have the first, and so on: what no row needs is not read.
 */
#include <stdlib.h>

#include "base/casefold.h"
#include "base/mem.h"
#include "same/same_internal.h"

static const char between_parts = '\x1f'; /* which no key holds */

void read_release(struct same_read *x)
{
	free(x->hash);
	free(x->name);
	free(x->key);
	free(x->of);
	buf_release(&x->names);
	buf_release(&x->keys);
	buf_release(&x->parts);
	buf_release(&x->text);
}

static void begin(struct same_read *x, const struct same_plan *p)
{
	if (!x->hash) {
		x->hash = mem_resize_array(NULL, RUN_MOST * slip_hashes(p), sizeof *x->hash);
		x->name = mem_resize_array(NULL, RUN_MOST, sizeof *x->name);
		x->key = mem_resize_array(NULL, RUN_MOST * p->nkeys, sizeof *x->key);
		x->of = mem_resize_array(NULL, RUN_MOST, sizeof *x->of);
	}
	buf_clear(&x->names);
	buf_clear(&x->keys);
}

static struct str view_of(const struct buf *b, struct piece piece)
{
	return str_slice(buf_view(b), piece.at, piece.at + piece.n);
}

struct str read_name(const struct same_read *x, size_t row)
{
	return view_of(&x->names, x->name[row]);
}

struct str read_key(const struct same_read *x, const struct same_plan *p, size_t row, size_t key)
{
	return view_of(&x->keys, x->key[row * p->nkeys + key]);
}

/* ---- names ---- */

static const struct str *texts_of(const struct code *c, struct rows *r, struct asked ask, union vector room)
{
	return c ? code_values(c, r, ask, room).text : NULL;
}

/* The rows in which neither says anything. */
static struct asked without(struct asked ask, const struct str *a, const struct str *b, uint16_t *list)
{
	size_t n = 0;

	for (size_t i = 0; i < ask.n; i++) {
		list[n] = ask.row[i];
		n += !(a && a[ask.row[i]].n) && !(b && b[ask.row[i]].n);
	}
	return (struct asked){ list, n };
}

/* A column `Name` may be of a company or a deal, so the parts of a name come first; but not before a field
 * that the agreement calls so. */
static void read_names(struct same_read *x, const struct same_plan *p, struct rows *r, struct asked ask)
{
	uint16_t *rest = rows_room(r).row, *list = rows_room(r).row;
	union vector room[3] = { rows_room(r), rows_room(r), rows_room(r) };
	const struct str *own = p->own_name ? texts_of(p->name, r, ask, room[0]) : NULL;
	struct asked parted = without(ask, own, NULL, rest);
	const struct str *first = texts_of(p->first_name, r, parted, room[1]);
	const struct str *last = texts_of(p->last_name, r, parted, room[2]);
	struct asked whole = without(parted, first, last, list);
	const struct str *name = own ? own : texts_of(p->name, r, whole, room[0]);

	for (size_t i = 0, k = 0, w = 0; i < ask.n; i++) {
		const size_t row = ask.row[i], at = x->names.n;
		bool has_parts = k < parted.n && parted.row[k] == row;
		bool is_whole = w < whole.n && whole.row[w] == row;
		struct str words = name && (is_whole || !has_parts) ? name[row] : STR_NONE;
		if (has_parts && !is_whole)
			words = name_joined(first ? first[row] : STR_NONE, last ? last[row] : STR_NONE,
					    &x->text);
		k += has_parts;
		w += is_whole;
		if (words.n && alike_name(&x->names, words) != ALIKE_GOOD)
			x->names.n = at;
		x->name[row] = (struct piece){ at, x->names.n - at };
	}
	for (size_t i = 0; i < 5; i++)
		rows_room_back(r);
}

/* ---- the parts of a key ---- */

/* Makes room for a part behind those of the piece, which stands at the end then. */
static struct piece go_on(struct buf *b, struct piece piece)
{
	struct piece end = { b->n, piece.n };

	if (!piece.n)
		return end;
	buf_room(b, piece.n + 1);
	if (piece.at + piece.n != b->n)
		buf_add(b, b->p + piece.at, piece.n);
	else
		end.at = piece.at;
	buf_char(b, between_parts);
	return end;
}

/* Adds a part to what a row's others are, or to what names nobody among them. */
static bool add_part(struct same_read *x, const struct bound_part *part, struct row_key *k, struct str said,
		     struct str country)
{
	struct piece good = go_on(&x->parts, k->good);
	const size_t from = x->parts.n;

	switch (part_alike(part, said, country, &x->parts)) {
	case ALIKE_GOOD:
		k->good = (struct piece){ good.at, x->parts.n - good.at };
		return x->parts.n > from;
	case ALIKE_NOBODY:
		k->plain = go_on(&x->parts, k->plain);
		fold_append(&x->parts, part_seen(part, said));
		k->plain.n = x->parts.n - k->plain.at;
		k->nobody = true;
		return true;
	default:
		return false;
	}
}

/* The cells of a part, of the rows of a run. */
struct part_cells {
	const struct bound_part *part;
	struct rows *rows;
	union vector of;
};

/* What a cell says; a missing one has no address. */
static struct str cell_said(const struct part_cells *c, size_t row, struct buf *out)
{
	if (c->part->type == TYPE_TEXT)
		return c->of.text[row];
	buf_clear(out);
	return code_shown(c->part->code, c->rows->frame, c->of, row, out) ? buf_view(out) : STR_NONE;
}

/* The rows of the list that have the part, too. */
static struct asked read_part(struct same_read *x, const struct same_plan *p, const struct bound_part *part,
			      struct rows *r, struct asked ask, uint16_t *list)
{
	union vector room = rows_room(r), countries = rows_room(r);
	struct part_cells cells = { part, r, code_shown_values(part->code, r, ask, room) };
	const struct str *country = NULL;
	size_t n = 0;

	for (size_t i = 0; i < ask.n; i++) {
		list[n] = ask.row[i];
		n += cell_said(&cells, ask.row[i], &x->text).p != NULL;
	}
	ask = (struct asked){ list, n };
	if (part->said->of == SAME_PHONE)
		country = texts_of(p->country, r, ask, countries);
	n = 0;
	for (size_t i = 0; i < ask.n; i++) {
		const uint16_t row = ask.row[i];
		struct str said = cell_said(&cells, row, &x->text);
		list[n] = row;
		n += add_part(x, part, &x->of[row], said, country ? country[row] : STR_NONE);
	}
	rows_room_back(r);
	rows_room_back(r);
	return (struct asked){ list, n };
}

/* ---- keys ---- */

/* For the order of values: the parts in the order of the agreement, the name too. */
static struct piece keep_key(struct same_read *x, const struct bound_key *k, size_t row)
{
	struct str rest = view_of(&x->parts, x->of[row].good);
	const size_t at = x->keys.n;

	for (size_t i = 0; i < k->nparts; i++) {
		if (i)
			buf_char(&x->keys, between_parts);
		if (k->part[i].said->of == SAME_NAME) {
			buf_str(&x->keys, read_name(x, row));
			continue;
		}
		const char *end = rest.n ? memchr(rest.p, between_parts, rest.n) : NULL;
		size_t part = end ? (size_t)(end - rest.p) : rest.n;
		buf_add(&x->keys, rest.p, part);
		rest = str_slice(rest, end ? part + 1 : rest.n, rest.n);
	}
	return (struct piece){ at, x->keys.n - at };
}

static struct hash_pair hash_of(struct str key, bool nobody)
{
	struct hash_pair h = hash_pair(key);

	h.low = (h.low & ~UINT64_C(1)) | nobody;
	if (hash_missing(h))
		h.high = 1;
	return h;
}

/* The other parts than the name are what rows are found by. */
static void read_key_of_rows(struct same_read *x, const struct same_plan *p, size_t key, struct rows *r,
			     struct asked ask, uint64_t *only_part)
{
	const struct bound_key *k = &p->key[key];
	uint16_t *list = rows_room(r).row;
	struct asked have = { list, 0 };

	buf_clear(&x->parts);
	for (size_t i = 0; i < ask.n; i++) {
		const uint16_t row = ask.row[i];
		x->of[row] = (struct row_key){ 0 };
		x->hash[row * slip_hashes(p) + key] = (struct hash_pair){ 0 };
		x->key[row * p->nkeys + key] = (struct piece){ 0 };
		list[have.n] = row;
		have.n += !k->named || x->name[row].n;
	}
	for (size_t i = 0; i < k->nparts && have.n; i++)
		if (k->part[i].said->of != SAME_NAME)
			have = read_part(x, p, &k->part[i], r, have, list);
	for (size_t i = 0; i < have.n; i++) {
		const uint16_t row = have.row[i];
		const struct row_key *of = &x->of[row];
		if (k->named && name_is_part(read_name(x, row))) {
			*only_part += !of->nobody;
			continue;
		}
		x->hash[row * slip_hashes(p) + key] =
			hash_of(view_of(&x->parts, of->nobody ? of->plain : of->good), of->nobody);
		if (p->keeps_apart && !of->nobody)
			x->key[row * p->nkeys + key] = keep_key(x, k, row);
	}
	rows_room_back(r);
}

static void read_apart(struct same_read *x, const struct same_plan *p, size_t which, struct rows *r,
		       struct asked ask)
{
	const struct str *said = texts_of(p->apart[which], r, ask, rows_room(r));

	for (size_t i = 0; i < ask.n; i++) {
		const uint16_t row = ask.row[i];
		buf_clear(&x->text);
		fold_key_append(&x->text, said[row]);
		x->hash[row * slip_hashes(p) + p->nkeys + which] =
			x->text.n ? hash_of(buf_view(&x->text), false) : (struct hash_pair){ 0 };
	}
	rows_room_back(r);
}

void read_rows(struct same_read *x, const struct same_plan *p, struct rows *r, struct asked ask,
	       struct same_vague *vague)
{
	begin(x, p);
	read_names(x, p, r, ask);
	for (size_t i = 0; i < p->nkeys; i++)
		read_key_of_rows(x, p, i, r, ask, &vague[i].part);
	for (size_t i = 0; i < p->napart; i++)
		read_apart(x, p, i, r, ask);
}
