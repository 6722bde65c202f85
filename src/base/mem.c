/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory that is there, or the end of the program: see mem.h. */
#include "base/mem.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#ifdef __GLIBC__
#include <malloc.h>
#endif

void (*mem_on_failure)(void);

void mem_return_large(void)
{
#ifdef __GLIBC__
	/* Its own first choice; said here, it stays so. Else it takes what is freed as the size that comes
	 * again, and arrays that grow leave holes behind them, on each thread. */
	mallopt(M_MMAP_THRESHOLD, MEM_MAPPED);
#endif
}

void mem_fail(void)
{
	static const char words[] = "leadpipe: out of memory\n";
	static _Thread_local bool failing; /* already, and what was called failed too */

	if (mem_on_failure && !failing) {
		failing = true;
		mem_on_failure();
	}
	if (write(STDERR_FILENO, words, sizeof words - 1) < 0)
		_exit(2);
	_exit(2);
}

enum { PAGE = 4096, LARGE_PAGE = 2 << 20, LARGE = 2 * LARGE_PAGE };

/* A large table is gone through at random: of large pages the processor knows more at a time, and the system
 * makes them 512 times as seldom. A hint; where it is not taken nothing is lost. */
static void advise(char *p, size_t size)
{
	size_t before = -(uintptr_t)p % PAGE;

	if (size >= LARGE)
		madvise(p + before, size - before, MADV_HUGEPAGE);
}

void *mem_new(size_t size)
{
	void *p = calloc(1, size ? size : 1);

	if (!p)
		mem_fail();
	advise(p, size);
	return p;
}

void *mem_new_sparse(size_t size)
{
	return mem_new(size < MEM_SPARSE ? MEM_SPARSE : size);
}

/* Memory of so many bytes, all of them large pages; `old`, if there is any, with its pages as they are. */
static void *large_pages(void *old, size_t before, size_t size)
{
	enum { NOBODYS = MAP_PRIVATE | MAP_ANONYMOUS, AS_SAID = MREMAP_MAYMOVE | MREMAP_FIXED };
	char *room = mmap(NULL, size + LARGE_PAGE, PROT_NONE, NOBODYS | MAP_NORESERVE, -1, 0);
	size_t head = -(uintptr_t)room % LARGE_PAGE;
	char *p = room + head;

	if (room == MAP_FAILED ||
	    (old ? mremap(old, before, size, AS_SAID, p)
		 : mmap(p, size, PROT_READ | PROT_WRITE, NOBODYS | MAP_FIXED, -1, 0)) != p)
		mem_fail();
	if (head)
		munmap(room, head);
	munmap(p + size, LARGE_PAGE - head);
	madvise(p, size, MADV_HUGEPAGE);
	return p;
}

static size_t in_large_pages(size_t size)
{
	return size + -size % LARGE_PAGE;
}

void *mem_table(void *old, size_t before, size_t size)
{
	if (size < LARGE) {
		if (!old)
			return mem_new(size);
		char *p = mem_resize(old, size);
		memset(p + before, 0, size - before);
		return p;
	}
	if (before >= LARGE)
		return large_pages(old, in_large_pages(before), in_large_pages(size));
	void *p = large_pages(NULL, 0, in_large_pages(size));
	if (before)
		memcpy(p, old, before);
	free(old);
	return p;
}

void mem_table_free(void *p, size_t size)
{
	if (size < LARGE)
		free(p);
	else
		munmap(p, in_large_pages(size));
}

void *mem_resize(void *old, size_t size)
{
	void *p = realloc(old, size ? size : 1);

	if (!p)
		mem_fail();
	return p;
}

void *mem_resize_array(void *old, size_t n, size_t each)
{
	if (n > SIZE_MAX / each)
		mem_fail();
	return mem_resize(old, n * each);
}

size_t mem_grown(size_t *cap, size_t need)
{
	size_t grown = *cap + *cap / 2;

	if (grown < 16)
		grown = 16;
	if (grown < need)
		grown = need;
	return *cap = grown;
}

size_t mem_grown_small(size_t cap, size_t need, size_t each)
{
	enum {
		SMALLEST = 32,
		SMALL = 256,
		OWN = 8
	}; /* what malloc rounds up to, and keeps of it for itself */

	for (size_t bytes = SMALLEST; bytes <= SMALL; bytes *= 2)
		if (need <= (bytes - OWN) / each)
			return (bytes - OWN) / each;
	return mem_grown(&cap, need);
}
