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
	if (!m->room)
		m->room = mem_new(RUN_MOST * each);
	m->of.flag = m->room;
	memset(m->known, 0, (f->run->n + 63) / 64 * sizeof *m->known);
}

void column_release(struct column *m)
{
	free(m->room);
	buf_release(&m->scratch);
}

void keep_release(struct keep *k)
{
	for (size_t i = 0; i < k->n; i++)
		free(k->block[i]);
	free(k->block);
	free(k->size);
}

static char *keep_room(struct keep *k, size_t n)
{
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
	char *p = k->block[k->at] + k->used;
	k->used += n;
	return p;
}

struct str rows_keep_text(struct frame *f, struct str text)
{
	const struct batch *b = f->record->batch;
	struct keep *k = &f->state->keep;

	if (!text.n || (text.p >= b->buf && text.p < b->buf + b->len))
		return text;
	if (k->begun != f->begun) {
		k->begun = f->begun;
		k->at = k->used = 0;
	}
	char *p = keep_room(k, text.n + READABLE);
	memcpy(p, text.p, text.n);
	return (struct str){ p, text.n };
}
