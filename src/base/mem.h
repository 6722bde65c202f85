/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Memory that is there. A failed allocation ends the program with exit 2, by
 * mem_on_failure where there is one (a tool uses it to mark its output as cut
 * short), so no caller checks for NULL and no half-built thing is ever used.
 */
#ifndef BASE_MEM_H
#define BASE_MEM_H

#include <stddef.h>

/* Called in the thread that failed, while others go on, and maybe in several at once; with nothing more to
 * allocate. May be NULL. */
extern void (*mem_on_failure)(void);

/* From now on what is large and no longer used goes back to the system at once. */
void mem_return_large(void);

/* What ends the program when there is no memory, for what a library could not have. */
_Noreturn void mem_fail(void);

/* Bytes: what is as large is mapped apart, and no page of it made before use; unless it finds room in what
 * malloc has left, which is less than twice as much. */
enum { MEM_MAPPED = 128 << 10, MEM_SPARSE = 2 * MEM_MAPPED };

void *mem_new(size_t size);		  /* zeroed */
void *mem_new_sparse(size_t size);	  /* the same, of which a small input touches little */
void *mem_resize(void *old, size_t size); /* like realloc */
void *mem_resize_array(void *old, size_t n, size_t each);

/* A table that grows and is gone through at random: of large pages, if it is large, which the system makes
 * 512 times as seldom and the processor finds again. `before` are the bytes it has; those it gets are zeroed.
 * A small input touches little of one that is new and of 128 KB or more. */
void *mem_table(void *old, size_t before, size_t size);
void mem_table_free(void *p, size_t size);

/* Room for one more in an array of n elements with room for cap: grows by half, at least to 16. */
#define MEM_ROOM(array, n, cap) \
	((n) < (cap)            \
		 ? (void)0      \
		 : (void)((array) = mem_resize_array((array), mem_grown(&(cap), (n) + 1), sizeof *(array))))

/* Sets *cap to a capacity of at least need, and returns it. */
size_t mem_grown(size_t *cap, size_t need);

/* The capacity of an array of elements of so many bytes each that has to grow, where there are very many
 * arrays that stay small: the first ones are the smallest that malloc has. */
size_t mem_grown_small(size_t cap, size_t need, size_t each);

#endif
