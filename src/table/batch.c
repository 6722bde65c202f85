/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of a batch, and rows taken out of its marks: see batch.h. */
#include "table/batch.h"

#include <stdlib.h>

#include "base/mem.h"
#include "table/source.h"

enum { PAGE = 4096 };

/* What was allocated for its bytes. */
static char *memory(const struct batch *b)
{
	return b->head ? b->buf - b->head : b->buf;
}

char *batch_room(struct batch *b, size_t used, size_t more)
{
	size_t need = used + more + BATCH_PAD;

	if (b->cap < need) {
		size_t cap = b->cap; /* set only when the memory is there */
		mem_grown(&cap, need);
		b->buf = (char *)mem_resize(memory(b), b->head + cap) + b->head;
		b->cap = cap;
	}
	return b->buf + used;
}

char *batch_room_on_page(struct batch *b, size_t used, size_t more)
{
	b->buf = memory(b);
	b->cap += b->head;
	b->head = 0;
	if (b->cap < used + more + PAGE + BATCH_PAD) {
		free(b->buf); /* nothing in it needs to be copied into a larger one */
		b->buf = NULL;
		b->cap = 0;
	}
	batch_room(b, used, more + PAGE);
	b->head = -(uintptr_t)(b->buf + used) % PAGE;
	b->buf += b->head;
	b->cap -= b->head;
	return b->buf + used;
}

void batch_cut(struct batch *b, size_t rows)
{
	struct marks *m = &b->marks;

	b->len = m->start[rows];
	m->nrow = rows;
	m->nsep = m->row[rows];
}

void batch_release(struct batch *b)
{
	free(memory(b));
	free(b->marks.sep);
	free(b->marks.row);
	free(b->marks.start);
	free(b->odd);
	*b = (struct batch){ 0 };
}

void batch_shrink(struct batch *b)
{
	if (b->cap <= BATCH_LARGE)
		return;
	batch_release(b);
}

void batch_keep(struct batch_filter *f, size_t i)
{
	struct marks *m = &f->batch->marks;
	size_t from = m->row[i], n = m->row[i + 1] - from;

	memmove(m->sep + f->nsep, m->sep + from, n * sizeof *m->sep);
	m->start[f->nrow] = m->start[i];
	m->row[f->nrow++] = (uint32_t)f->nsep;
	f->nsep += n;
}

void batch_filtered(struct batch_filter *f)
{
	struct marks *m = &f->batch->marks;

	m->row[f->nrow] = (uint32_t)f->nsep;
	m->start[f->nrow] = (uint32_t)f->batch->len;
	m->nrow = f->nrow;
	m->nsep = f->nsep;
}

uint64_t count_newlines(const char *p, size_t n)
{
	enum { FEW = 240 }; /* so few that a byte counts them: 16 or more are looked at together */
	uint64_t lines = 0;
	size_t i = 0;

	for (; n - i >= FEW; i += FEW) {
		uint8_t few = 0;
		for (size_t k = 0; k < FEW; k++)
			few += p[i + k] == '\n';
		lines += few;
	}
	for (; i < n; i++)
		lines += p[i] == '\n';
	return lines;
}

void batch_scan(struct batch *b, struct dialect dialect, size_t columns)
{
	struct scan s;

	b->dialect = dialect;
	b->columns = columns;
	batch_room(b, b->len, 0);
	scan_start(&s, b);
	scan_choose(NULL)(&s, b, b->len);
	scan_finish(&s, b, b->len);
}
