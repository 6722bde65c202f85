/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The memory of a batch, and rows taken out of its marks: see batch.h. */
#include "table/batch.h"

#include <stdlib.h>

#include "base/mem.h"
#include "table/source.h"

char *batch_room(struct batch *b, size_t used, size_t more)
{
	size_t need = used + more + BATCH_PAD;

	if (b->cap < need) {
		size_t cap = b->cap; /* set only when the memory is there */
		b->buf = mem_resize(b->buf, mem_grown(&cap, need));
		b->cap = cap;
	}
	return b->buf + used;
}

void batch_release(struct batch *b)
{
	free(b->buf);
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
	uint64_t lines = 0;

	for (size_t i = 0; i < n; i++)
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
