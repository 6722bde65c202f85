/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What is remembered of a run: columns of values, and the texts in them that stand neither in the batch nor
 * anywhere else for longer than a row.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "expr/code.h"

enum { KEEP_BLOCK = 64 * 1024, READABLE = 8 /* bytes from a text's first */ };

void column_long(struct column *m, struct frame *f, size_t each)
{
	if (m->places < f->run->n) { /* all runs but the last of a batch are as long, as a rule */
		free(m->room);
		m->room = mem_resize(NULL, f->run->n * each);
		m->places = (uint32_t)f->run->n;
	}
	m->of.flag = m->room;
	memset(m->known, 0, (f->run->n + 63) / 64 * sizeof *m->known);
}

static void dict_free(struct dict *d)
{
	if (d && d->made)
		arena_release(&d->made->arena);
	if (d) {
		free(d->made);
		free(d->rows.room);
	}
	free(d);
}

void column_release(struct column *m)
{
	free(m->room);
	dict_free(m->dict);
	free(m->days);
	free(m->of_slot);
	buf_release(&m->scratch);
}

struct known_days *column_days(const struct reader *r, struct frame *f)
{
	bool own = r->times != &f->program->times;
	struct known_days **days = own ? &f->cells[r->index].days : &f->state->days;

	if (!*days)
		*days = mem_new_sparse(sizeof **days);
	return *days;
}

void column_frame_release(struct frame_state *s)
{
	for (size_t i = 0; i < s->keep.n; i++)
		free(s->keep.block[i]);
	for (size_t i = 0; i < s->rooms.n; i++)
		free(s->rooms.at[i].p);
	for (size_t i = 0; i < s->nnodes; i++)
		free(s->found[i]);
	for (size_t i = 0; i < s->ntables; i++) {
		if (s->tables[i]) {
			free(s->tables[i]->points.of);
			free(s->tables[i]->marks.of);
		}
		free(s->tables[i]);
	}
	free(s->days);
	free(s->tables);
	free(s->found);
	free(s->keep.block);
	free(s->keep.size);
	free(s->rooms.at);
}

union vector rows_room(struct rows *r)
{
	enum { FEW = 64 }; /* as many rows as a small file has: its run is the only one */
	struct rooms *all = &r->frame->state->rooms;

	if (all->used == all->n) {
		all->at = mem_resize(all->at, (all->n + 1) * sizeof *all->at);
		all->at[all->n++] = (struct room){ 0 };
	}
	struct room *room = &all->at[all->used++];
	if (room->rows < r->n) {
		free(room->p);
		room->rows = r->n <= FEW ? FEW : RUN_MOST;
		room->p = mem_resize(NULL, room->rows * sizeof(struct str));
	}
	return (union vector){ .flag = room->p };
}

void rows_room_back(struct rows *r)
{
	r->frame->state->rooms.used--;
}

/* ---- which rows are known ---- */

/* Bits of the words of rows 0 to n - 1 that are among them. */
static uint64_t bits_of(size_t word, size_t n)
{
	return n - word * 64 >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << (n - word * 64)) - 1;
}

struct asked column_rest(const struct column *m, const struct rows *r, struct asked ask, uint16_t *list)
{
	uint64_t known = 0, unknown = 0;
	size_t n = 0;

	if (asked_leads(ask, r) && m->set == r->set)
		return (struct asked){ 0 };
	if (ask.n == 1)
		return column_has(m, *ask.row) ? (struct asked){ 0 } : ask;
	for (size_t k = 0; k * 64 < r->n; k++) { /* mostly that is all rows of the run, or none */
		known |= m->known[k];
		unknown |= ~m->known[k] & bits_of(k, r->n);
	}
	if (!known || !unknown)
		return known ? (struct asked){ 0 } : ask;
	for (size_t i = 0; i < ask.n; i++) {
		list[n] = ask.row[i];
		n += !column_has(m, ask.row[i]);
	}
	return (struct asked){ list, n };
}

/* A bit for each of the leads, which many columns add. */
static const uint64_t *bits_of_leads(struct rows *r)
{
	if (r->bits_set != r->set) {
		memset(r->bits, 0, sizeof r->bits);
		for (size_t i = 0; i < r->leads.n; i++)
			r->bits[r->leads.row[i] / 64] |= UINT64_C(1) << r->leads.row[i] % 64;
	}
	r->bits_set = r->set;
	return r->bits;
}

void column_add_all(struct column *m, struct rows *r, struct asked ask)
{
	bool leads = asked_leads(ask, r);

	if (leads)
		m->set = r->set;
	if (asked_dense(ask)) {
		for (size_t k = 0; k * 64 < ask.n; k++)
			m->known[k] |= bits_of(k, ask.n);
	} else if (leads) {
		const uint64_t *bits = bits_of_leads(r);
		for (size_t k = 0; k * 64 < r->n; k++)
			m->known[k] |= bits[k];
	} else {
		for (size_t i = 0; i < ask.n; i++)
			column_add(m, ask.row[i]);
	}
}

/* Of its rows nothing is known any more; what is known of texts stays. */
static void forget(struct column *m)
{
	m->begun = m->set = 0;
	if (m->dict)
		forget(&m->dict->rows);
}

static void forget_row(struct column *m, const struct frame *f, size_t row)
{
	if (m->begun == f->begun)
		m->known[row / 64] &= ~(UINT64_C(1) << row % 64);
	m->set = 0;
	if (m->dict)
		forget_row(&m->dict->rows, f, row);
}

void rows_forget(struct rows *r, size_t row)
{
	struct frame *f = r->frame;

	for (size_t i = 0; i < f->state->ncomputed; i++)
		forget_row(&f->state->computed[i], f, row);
}

void rows_compute_again(struct rows *r)
{
	struct frame *f = r->frame;

	for (size_t i = 0; i < f->state->ncomputed; i++)
		forget(&f->state->computed[i]);
	for (size_t i = 0; i < f->state->nreaders; i++)
		if (f->program->state->reader[i]->source)
			forget(&f->cells[i]);
}

/* ---- texts that are kept ---- */

char *rows_keep_room(struct frame *f, size_t n)
{
	struct keep *k = &f->state->keep;

	if (k->begun != f->begun) {
		k->begun = f->begun;
		k->at = k->used = 0;
	}
	while (k->at < k->n && k->used + n > k->size[k->at]) {
		k->at++;
		k->used = 0;
	}
	if (k->at == k->n) {
		size_t size = n > KEEP_BLOCK ? n : KEEP_BLOCK;
		k->block = mem_resize(k->block, (k->n + 1) * sizeof *k->block);
		k->size = mem_resize(k->size, (k->n + 1) * sizeof *k->size);
		k->block[k->n] = mem_new(size);
		k->size[k->n++] = size;
	}
	return k->block[k->at] + k->used;
}

void rows_keep_end(struct frame *f, const char *end)
{
	struct keep *k = &f->state->keep;

	k->used = (size_t)(end - k->block[k->at]);
}

struct str rows_keep_text(struct frame *f, struct str text)
{
	const struct batch *b = f->record->batch;

	if (!text.n || (text.p >= b->buf && text.p < b->buf + b->len))
		return text;
	char *p = rows_keep_room(f, text.n + READABLE);
	memcpy(p, text.p, text.n);
	rows_keep_end(f, p + text.n + READABLE);
	return (struct str){ p, text.n };
}
