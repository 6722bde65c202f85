/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Top to bottom: the answer, the headline, and what is known by each criterion. See shortfall_page.h. */
#include "bant/shortfall_page.h"

#include <math.h>

#include "bant/shortfall_internal.h"
#include "figures/page.h"

struct page {
	const struct shortfall *of;
	struct buf *out;
	struct arena arena;
	size_t n; /* criteria */
};

static struct str count(struct page *p, uint64_t n)
{
	return page_count(&p->arena, n);
}

static struct str share(struct page *p, uint64_t n)
{
	return page_percent(&p->arena, n, p->of->leads);
}

static struct str name(const struct page *p, size_t criterion)
{
	return p->of->plan->agreement->criteria.at[criterion].name.text;
}

/* The criterion that is unknown of most leads. */
static size_t least_known(const struct page *p)
{
	size_t most = 0;

	for (size_t i = 1; i < p->n; i++)
		if (p->of->criterion[i].unknown > p->of->criterion[most].unknown)
			most = i;
	return most;
}

static void put_answer(struct page *p)
{
	const struct shortfall *s = p->of;
	const bool judges = s->plan->sql != SIZE_MAX;
	uint64_t n = judges ? s->sql : s->by_count[p->n];
	struct buf b = { 0 };

	if (!s->leads) {
		document_answer(p->out,
				STR("No lead is counted, so there is nothing to say about what is known."));
		return;
	}
	buf_print(&b, "%.*s of %.*s leads %s ", STR_ARG(count(p, n)), STR_ARG(count(p, s->leads)),
		  judges   ? n == 1 ? "is" : "are"
		  : n == 1 ? "meets"
			   : "meet");
	if (judges)
		buf_str(&b, STR("SQL"));
	else
		buf_print(&b, "all %zu criteria", p->n);
	if (judges && s->one_short) {
		const struct answers *c = &s->criterion[s->order[0]];
		buf_print(&b, "; %.*s %s one answer short, most often %.*s (%.*s)",
			  STR_ARG(count(p, s->one_short)), s->one_short == 1 ? "is" : "are",
			  STR_ARG(name(p, s->order[0])), STR_ARG(count(p, c->short_unknown + c->short_no)));
	}
	buf_str(&b, STR("."));
	document_answer(p->out, buf_view(&b));
	buf_release(&b);
}

static struct tile leads_tile(struct page *p, struct str label, uint64_t n, struct str more)
{
	return (struct tile){
		.label = label,
		.figure = arena_print(&p->arena, "%.*s %s", STR_ARG(count(p, n)), n == 1 ? "lead" : "leads"),
		.detail = page_lines(&p->arena,
				     arena_print(&p->arena, "%.*s of %.*s", STR_ARG(share(p, n)),
						 STR_ARG(count(p, p->of->leads))),
				     more)
	};
}

static void put_tiles(struct page *p)
{
	const struct shortfall *s = p->of;
	size_t least = least_known(p), n = 0;
	struct tile tile[4];

	if (s->plan->sql != SIZE_MAX) {
		tile[n++] = leads_tile(p, STR("SQL"), s->sql, STR(""));
		tile[n++] = leads_tile(p, STR("One short of SQL"), s->one_short, STR(""));
	}
	tile[n++] = leads_tile(p, arena_print(&p->arena, "%.*s", STR_ARG(s->plan->count_name[p->n])),
			       s->by_count[p->n], STR("every criterion is met"));
	tile[n++] = (struct tile){ .label = STR("Least known"),
				   .figure = name(p, least),
				   .detail = arena_print(&p->arena, "unknown of %.*s leads (%.*s)",
							 STR_ARG(count(p, s->criterion[least].unknown)),
							 STR_ARG(share(p, s->criterion[least].unknown))) };
	document_tiles(p->out, tile, n);
}

/* Yes as a bar, and a mark up to where there is an answer, of all leads. */
static void put_criteria(struct page *p)
{
	struct meter *row = ARENA_ARRAY(&p->arena, p->n, struct meter);

	if (!p->of->leads)
		return;
	for (size_t i = 0; i < p->n; i++) {
		const struct answers *c = &p->of->criterion[i];
		row[i] = (struct meter){
			.label = name(p, i),
			.note = arena_print(&p->arena, "%.*s yes, %.*s no, %.*s unknown",
					    STR_ARG(count(p, c->yes)), STR_ARG(count(p, c->no)),
					    STR_ARG(count(p, c->unknown))),
			.value = (double)c->yes,
			.goal = (double)(c->yes + c->no),
			.pace = (double)NAN,
			.most = (double)p->of->leads,
		};
	}
	document_meters(p->out,
			&(struct meters){ .name = arena_print(&p->arena,
							      "What is known of %.*s leads: the bar is yes",
							      STR_ARG(count(p, p->of->leads))),
					  .row = row,
					  .rows = p->n,
					  .goal_name = STR("answered: yes or no") });
}

void shortfall_page(const struct shortfall *s, struct buf *out)
{
	struct page p = { .of = s, .out = out, .n = s->plan->agreement->criteria.n };

	put_answer(&p);
	put_tiles(&p);
	put_criteria(&p);
	arena_release(&p.arena);
}
