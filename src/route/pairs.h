/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A number for each person of a group: how many leads of a pool they have received, or how many of a company
 * they have. That is all there is to remember of a group, which is known by a hash, and there may be as many
 * as leads: about 50 bytes for each pair of a group and a person.
 */
#ifndef ROUTE_PAIRS_H
#define ROUTE_PAIRS_H

#include <stddef.h>
#include <stdint.h>

struct pairs {
	struct pair {
		uint64_t group; /* its hash */
		uint64_t number;
		uint32_t rep : 31;  /* of the roster */
		uint32_t first : 1; /* of its group */
		uint32_t after;	    /* the index of the group's next pair plus 1; 0: none */
	} * pair;		    /* in the order in which they were first asked for */
	size_t n, cap;
	uint32_t *index; /* open addressing with linear probing: the index of a pair plus 1; 0: free */
	size_t slots;	 /* 0 or a power of two */
	uint64_t seed;	 /* differs in each run, so nobody can craft ids that all start in one slot */
};

void pairs_release(struct pairs *p);

/* A person's number in a group, 0 at first; valid until the next call. */
uint64_t *pairs_number(struct pairs *p, uint64_t group, uint32_t rep);

/* The group's first pair; NULL: none. The others follow in no order. */
const struct pair *pairs_first(const struct pairs *p, uint64_t group);
const struct pair *pairs_after(const struct pairs *p, const struct pair *pair);

#endif
