/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The leads of a fold and what is remembered of each; private to fold/. They are divided among shards by
 * their keys, so that threads seldom want the same one: a thread has one locked while it takes all its rows
 * of a run, which also lets memory be fetched ahead. A shard is the same whatever the order in which it gets
 * rows, but for the numbers of its texts, which nobody sees.
 */
#ifndef FOLD_FOLD_LEADS_H
#define FOLD_FOLD_LEADS_H

#include <pthread.h>

#include "fold/fold_events.h"
#include "fold/fold_texts.h"

enum { SHARD_BITS = 5, SHARDS = 1 << SHARD_BITS };

struct shard {
	pthread_mutex_t lock;
	struct lead_slot {
		uint32_t mark, lead; /* a part of the hash; 1 more than the lead's place, 0: free */
	} * slot;
	size_t cap;
	char **block; /* each begins at a line of the cache */
	size_t nblocks, blocks_cap, n;
	struct arena keys; /* the longer ones */
	struct kept_texts *texts;
	struct events *events;
};

struct folding {
	size_t lead; /* bytes of one */
	struct regions {
		pthread_mutex_t lock;
		char **at, *next;    /* what is free of the last, … */
		size_t n, cap, left; /* … so many bytes */
		size_t bytes;	     /* of all */
	} regions;
	size_t nshards;
	struct shard shard[SHARDS];
};

struct folding *leads_new(const struct fold_plan *p, size_t shards);
void leads_free(const struct fold_plan *p, struct folding *f);

/* Finds the leads of these rows of a run, which are the shard's, or makes them. The shard is the thread's own
 * meanwhile. */
struct fold_run;
void leads_find(const struct fold_plan *p, struct shard *s, const struct fold_run *run, struct asked rows);

/* The lead at a place of a shard, and its key. */
struct lead_head *lead_at(const struct folding *f, const struct shard *s, size_t place);
static inline struct str lead_key(const struct lead_head *l)
{
	struct str key = { l->key, l->key_bytes };

	if (l->key_bytes > KEY_INSIDE)
		memcpy(&key.p, l->key, sizeof key.p);
	return key;
}

/* Of a fold of grouped rows, which has one lead at a time: another, of which nothing is known. */
struct lead_head *leads_next(const struct fold_plan *p, struct shard *s, struct str key, int64_t row);

#endif
