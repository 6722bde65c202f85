/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before the first row of a fold and after the last: see fold.h. */
#include "fold/fold.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/pieces.h"
#include "base/sort.h"
#include "fold/fold_rows.h"
#include "fold/fold_sense.h"

enum { AHEAD = 8, PIECE_LEADS = 1024 };

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

/* A lead: where it appears first, and which it is of its shard. */
struct listed {
	int64_t row;
	uint32_t shard, place;
};

/* All leads, in the order in which they appear. */
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
	sort_by_first(list, *n, sizeof *list);
	return list;
}

/* Leads are written by several threads, each of which takes the next piece that nobody has. */
struct writing_out {
	const struct fold_plan *plan;
	const struct listed *list;
	size_t n;
	atomic_size_t next;
	pthread_mutex_t lock;
	pthread_cond_t put; /* … a piece was */
	size_t pieces;	    /* which were put */
	bool good;
};

/* Puts a piece when it is its turn. False: a piece could not be written. */
static bool put_in_turn(struct writing_out *w, size_t number, struct rows_piece *piece)
{
	pthread_mutex_lock(&w->lock);
	while (w->pieces < number)
		pthread_cond_wait(&w->put, &w->lock);
	w->good = w->good && rows_put(w->plan->writer, piece);
	bool good = w->good;
	w->pieces++;
	pthread_cond_broadcast(&w->put);
	pthread_mutex_unlock(&w->lock);
	return good;
}

static struct lead_head *listed_lead(const struct folding *f, const struct listed *l)
{
	return lead_at(f, &f->shard[l->shard], l->place);
}

static void *write_pieces(void *argument)
{
	struct writing_out *w = argument;
	const struct fold_plan *p = w->plan;
	const struct folding *f = p->folding;
	struct rows_piece piece;
	bool good = true;

	piece_init(&piece, p);
	for (size_t i; good && (i = atomic_fetch_add(&w->next, 1)) * PIECE_LEADS < w->n;) {
		size_t left = w->n - i * PIECE_LEADS, n = left < PIECE_LEADS ? left : PIECE_LEADS;
		const struct listed *l = &w->list[i * PIECE_LEADS];
		for (size_t k = 0; k < n; k++) {
			if (k + AHEAD < left)
				__builtin_prefetch(listed_lead(f, &l[k + AHEAD]));
			piece_add(&piece, p->writer, &f->shard[l[k].shard], listed_lead(f, &l[k]));
		}
		good = put_in_turn(w, i, &piece);
	}
	piece_release(&piece);
	return NULL;
}

static bool write_all(const struct fold_plan *p, const struct listed *list, size_t n, int threads)
{
	struct writing_out w = { .plan = p, .list = list, .n = n, .good = true };

	pthread_mutex_init(&w.lock, NULL);
	pthread_cond_init(&w.put, NULL);
	threads_do(threads, write_pieces, &w);
	pthread_cond_destroy(&w.put);
	pthread_mutex_destroy(&w.lock);
	return w.good;
}

static bool lay_out_all(const struct fold_plan *p, const struct listed *list, size_t n)
{
	const struct folding *f = p->folding;
	bool good = true;

	for (size_t i = 0; i < n && good; i++)
		good = rows_add(p->writer, &f->shard[list[i].shard], listed_lead(f, &list[i]));
	return good;
}

bool fold_finish(struct fold_plan *p, int threads)
{
	size_t n;

	if (p->grouped)
		return rows_end(p->writer);
	struct listed *list = list_leads(p->folding, &n);
	bool good = rows_laid_out(p->writer) ? lay_out_all(p, list, n) : write_all(p, list, n, threads);
	free(list);
	return good && rows_end(p->writer);
}
