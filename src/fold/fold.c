/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before the first row of a fold and after the last: see fold.h. */
#include "fold/fold.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/sort.h"
#include "fold/fold_rows.h"
#include "fold/fold_sense.h"

enum { AHEAD = 8 };

void fold_begin(struct fold_plan *p, struct rows_form form)
{
	p->folding = leads_new(p, p->grouped ? 1 : SHARDS);
	p->writer = rows_new(p, form);
	p->sense = sense_new();
}

void fold_free(struct fold_plan *p)
{
	if (!p)
		return;
	rows_free(p->writer);
	sense_free(p->sense);
	leads_free(p, p->folding);
	plan_free(p);
}

/* A lead: where it appears first, and which it is of its shard; then where its written row is. */
struct listed {
	int64_t row;
	uint32_t shard, place;
	uint64_t from, to;
};

/* All leads, shard by shard. */
static struct listed *list_leads(const struct folding *f, size_t *n)
{
	struct listed *list, *to;

	*n = 0;
	for (size_t i = 0; i < f->nshards; i++)
		*n += f->shard[i].n;
	to = list = mem_resize_array(NULL, *n + 1, sizeof *list);
	for (uint32_t i = 0; i < f->nshards; i++)
		for (uint32_t k = 0; k < f->shard[i].n; k++)
			*to++ = (struct listed){ .row = lead_at(f, &f->shard[i], k)->row,
						 .shard = i,
						 .place = k };
	return list;
}

/* Shards are written by several threads, each of which takes the next one that nobody has. */
struct writing_out {
	const struct fold_plan *plan;
	struct listed *of[SHARDS]; /* the first lead of each */
	atomic_size_t next;
};

static void *write_shards(void *argument)
{
	struct writing_out *w = argument;
	const struct fold_plan *p = w->plan;

	for (size_t i; (i = atomic_fetch_add(&w->next, 1)) < p->folding->nshards;) {
		struct shard *s = &p->folding->shard[i];
		size_t n = s->n, *end = rows_write(p->writer, s);
		for (size_t k = 0; k < n; k++) {
			w->of[i][k].from = k ? end[k - 1] : 0;
			w->of[i][k].to = end[k];
		}
		free(end);
		shard_clear(p, s);
	}
	return NULL;
}

static void write_all(const struct fold_plan *p, struct listed *list, int threads)
{
	struct writing_out w = { .plan = p };
	pthread_t thread[SHARDS];
	int started = 1;

	for (size_t i = 0; i < p->folding->nshards; i++) {
		w.of[i] = list;
		list += p->folding->shard[i].n;
	}
	/* If a thread can't be created, the others do its work. */
	while (started < threads && started < SHARDS &&
	       pthread_create(&thread[started], NULL, write_shards, &w) == 0)
		started++;
	write_shards(&w);
	while (started > 1)
		pthread_join(thread[--started], NULL);
}

bool fold_finish(struct fold_plan *p, int threads)
{
	const struct folding *f = p->folding;
	bool good = true;
	size_t n;

	if (p->grouped)
		return rows_end(p->writer);
	bool laid_out = rows_laid_out(p->writer);
	struct listed *list = list_leads(f, &n);
	if (!laid_out)
		write_all(p, list, threads);
	sort_by_first(list, n, sizeof *list);
	for (size_t i = 0; i < n && good; i++) {
		const struct listed *l = &list[i];
		const struct shard *s = &f->shard[l->shard];
		if (!laid_out && i + AHEAD < n)
			__builtin_prefetch(f->shard[l[AHEAD].shard].rows.p + l[AHEAD].from);
		good = laid_out ? rows_add(p->writer, s, lead_at(f, s, l->place))
				: rows_add_written(p->writer, str_slice(buf_view(&s->rows), l->from, l->to));
	}
	free(list);
	return good && rows_end(p->writer);
}
