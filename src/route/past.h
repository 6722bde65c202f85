/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * How many leads of each pool each person has received. That is all there is to remember of a pool, and there
 * may be as many pools as leads: about 50 bytes for each pair of a pool and a person.
 */
#ifndef ROUTE_PAST_H
#define ROUTE_PAST_H

#include <stddef.h>
#include <stdint.h>

struct past {
	struct past_pair {
		uint64_t pool; /* its hash */
		uint64_t leads;
		uint32_t rep : 31;  /* of the roster */
		uint32_t first : 1; /* of its pool */
		uint32_t after;	    /* the index of the pool's next pair plus 1; 0: none */
	} * pair;
	size_t n, cap;
	uint32_t *index; /* open addressing with linear probing: the index of a pair plus 1; 0: free */
	size_t slots;	 /* 0 or a power of two */
	uint64_t seed;	 /* differs in each run, so nobody can craft ids that all start in one slot */
};

void past_release(struct past *p);

/* A person's count of leads from a pool, 0 at first; valid until the next call. */
uint64_t *past_leads(struct past *p, uint64_t pool, uint32_t rep);

/* The pool's first pair; NULL: none. */
const struct past_pair *past_first(const struct past *p, uint64_t pool);
const struct past_pair *past_after(const struct past *p, const struct past_pair *pair);

#endif
