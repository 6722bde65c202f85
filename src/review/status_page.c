/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Top to bottom: the answer, the headline, and for each owner what became of the leads. See status_page.h. */
#include "review/status_page.h"

#include "figures/group.h"
#include "figures/page.h"
#include "review/status_internal.h"

struct page {
	const struct status *of;
	struct buf *out;
	struct arena arena;
};

/* What every lead of a line is one of. */
enum { ACCEPTED, RETURNED, LATER, LEFT, PARTS };

struct counts {
	uint64_t all, part[PARTS];
};

static struct counts counts_of(const struct page *p, const struct status_line *l)
{
	return (struct counts){ .all = status_leads(p->of, l),
				.part = { l->count[STATUS_ACCEPTED], status_returned(p->of, l),
					  l->count[STATUS_LATER], l->count[STATUS_LEFT] } };
}

static struct str count(struct page *p, uint64_t n)
{
	return page_count(&p->arena, n);
}

static void put_answer(struct page *p)
{
	struct counts x = counts_of(p, &p->of->all);

	if (!x.all) {
		document_answer(p->out, STR("No lead is on the table, and none was decided."));
		return;
	}
	document_answer(
		p->out,
		arena_print(
			&p->arena,
			"%.*s of %.*s %s %s decided: %.*s accepted, %.*s returned; %.*s put off, %.*s left.",
			STR_ARG(count(p, x.part[ACCEPTED] + x.part[RETURNED])), STR_ARG(count(p, x.all)),
			x.all == 1 ? "lead" : "leads",
			x.part[ACCEPTED] + x.part[RETURNED] == 1 ? "is" : "are",
			STR_ARG(count(p, x.part[ACCEPTED])), STR_ARG(count(p, x.part[RETURNED])),
			STR_ARG(count(p, x.part[LATER])), STR_ARG(count(p, x.part[LEFT]))));
}

static void put_tiles(struct page *p)
{
	static const char *const label[PARTS] = { "Accepted", "Returned", "Put off", "Left" };
	struct counts x = counts_of(p, &p->of->all);
	struct tile tile[PARTS];

	for (int i = 0; i < PARTS; i++)
		tile[i] = (struct tile){
			.label = str_from(label[i]),
			.figure = arena_print(&p->arena, "%.*s %s", STR_ARG(count(p, x.part[i])),
					      x.part[i] == 1 ? "lead" : "leads"),
			.detail = arena_print(&p->arena, "%.*s of %.*s",
					      STR_ARG(page_percent(&p->arena, x.part[i], x.all)),
					      STR_ARG(count(p, x.all)))
		};
	document_tiles(p->out, tile, PARTS);
}

/* "9 + 3 + 2 + 8 = 22" */
static struct stack stack_of(struct page *p, const struct status_line *l)
{
	double *part = ARENA_ARRAY(&p->arena, PARTS, double);
	struct counts x = counts_of(p, l);
	struct buf b = { 0 };

	for (int i = 0; i < PARTS; i++) {
		part[i] = (double)x.part[i];
		buf_print(&b, "%s%.*s", i ? " + " : "", STR_ARG(count(p, x.part[i])));
	}
	buf_print(&b, " = %.*s", STR_ARG(count(p, x.all)));
	return (struct stack){ l->name.n ? l->name : STR(GROUP_NONE), page_words(&p->arena, &b), part };
}

static void put_owners(struct page *p)
{
	static const struct str names[PARTS] = {
		{ "accepted", 8 }, { "returned", 8 }, { "later", 5 }, { "left", 4 }
	};
	const struct status_lines *owners = &p->of->part[STATUS_OWNERS];
	struct stack row[PAGE_GROUPS];
	size_t n = 0;

	for (; n < owners->n && n < PAGE_GROUPS; n++)
		row[n] = stack_of(p, &owners->line[n]);
	if (n)
		document_stacks(p->out,
				&(struct stacks){ .name = STR("Leads by owner: accepted + returned + later "
							      "+ left = all"),
						  .part_name = names,
						  .parts = PARTS,
						  .row = row,
						  .rows = n,
						  .long_notes = true });
	page_groups(p->out, &p->arena, n, owners->n);
}

void status_page(const struct status_view *v, struct buf *out)
{
	struct page p = { .of = v->status, .out = out };

	put_answer(&p);
	put_tiles(&p);
	put_owners(&p);
	arena_release(&p.arena);
}
