/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Before the first row of a fold and after the last: see fold.h. */
#include "fold/fold.h"

#include <stdlib.h>

#include "base/mem.h"
#include "base/sort.h"
#include "fold/fold_rows.h"

enum { AHEAD = 8 };

void fold_begin(struct fold_plan *p, struct fold_form form)
{
	p->folding = leads_new(p, p->grouped ? 1 : SHARDS);
	p->writer = rows_new(p, form);
}

void fold_free(struct fold_plan *p)
{
	if (!p)
		return;
	rows_free(p->writer);
	leads_free(p, p->folding);
	plan_free(p);
}

/* A lead and where it appears first. */
struct listed {
	int64_t row;
	uint32_t shard, place;
};

/* All leads in the order in which they appear first. */
static struct listed *list_leads(const struct folding *f, size_t *n)
{
	struct listed *list, *to;

	*n = 0;
	for (size_t i = 0; i < f->nshards; i++)
		*n += f->shard[i].n;
	to = list = mem_resize_array(NULL, *n + 1, sizeof *list);
	for (uint32_t i = 0; i < f->nshards; i++)
		for (uint32_t k = 0; k < f->shard[i].n; k++)
			*to++ = (struct listed){ lead_at(f, &f->shard[i], k)->row, i, k };
	sort_by_first(list, *n, sizeof *list);
	return list;
}

bool fold_finish(struct fold_plan *p)
{
	const struct folding *f = p->folding;
	bool good = true;
	size_t n;

	if (p->grouped)
		return rows_end(p->writer);
	struct listed *list = list_leads(f, &n);
	for (size_t i = 0; i < n && good; i++) {
		if (i + AHEAD < n) {
			const struct listed *next = &list[i + AHEAD];
			__builtin_prefetch(lead_at(f, &f->shard[next->shard], next->place));
		}
		const struct shard *s = &f->shard[list[i].shard];
		good = rows_add(p->writer, s, lead_at(f, s, list[i].place));
	}
	free(list);
	return good && rows_end(p->writer);
}
