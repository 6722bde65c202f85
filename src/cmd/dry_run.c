/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See dry_run.h. */
#include "cmd/dry_run.h"

#include <stdlib.h>

#include "base/casefold.h"
#include "base/map.h"
#include "base/mem.h"
#include "figures/share.h"

/* Where leads are counted that nobody gets. */
enum { WAITING, NOBODY, ENDS };
static const char *const end_names[ENDS] = { "(waiting)", "(no route)" };

struct tryout {
	struct dealer *dealer;
	size_t dealers;
	struct arena arena;
	struct map known; /* folded name to its line */
	struct buf scratch;
	struct line {
		struct str rep, team;
		uint64_t leads[LANES];
	} * line;
	size_t n, cap;
	uint64_t end[ENDS][LANES];
};

static struct line *line_of(struct tryout *s, struct str rep, struct str team)
{
	size_t i = fold_number(&s->known, &s->arena, rep, &s->scratch);

	if (i == s->n) {
		MEM_ROOM(s->line, s->n, s->cap);
		s->line[s->n++] =
			(struct line){ arena_copy(&s->arena, rep), arena_copy(&s->arena, team), { 0 } };
	}
	return &s->line[i];
}

struct tryout *tryout_new(struct dealer *dealers, size_t n)
{
	struct tryout *s = mem_new(sizeof *s);

	s->dealer = dealers;
	s->dealers = n;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < dealers[i].roster->n; k++)
			line_of(s, dealers[i].roster->rep[k].name, dealers[i].roster->rep[k].team);
	return s;
}

void tryout_free(struct tryout *s)
{
	if (!s)
		return;
	map_release(&s->known);
	arena_release(&s->arena);
	buf_release(&s->scratch);
	free(s->line);
	free(s);
}

void tryout_take(struct tryout *s, struct worker *w)
{
	for (size_t i = 0; i < s->dealers; i++) {
		const struct dealt *x = dealer_take(&s->dealer[i], w);
		if (x->how == DEALT_OWNER)
			line_of(s, x->owner, x->team)->leads[i]++;
		s->end[WAITING][i] += x->how == DEALT_WAITS;
		s->end[NOBODY][i] += x->how == DEALT_OTHERWISE;
	}
}

/* `dealt`: all that somebody gets, of which the line has a share; NULL: nobody gets these. */
static void put_line(const struct tryout *s, const struct line *x, const uint64_t *dealt, bool plain,
		     struct grid *g)
{
	grid_cell(g, x->rep);
	grid_cell(g, x->team);
	for (size_t i = 0; i < s->dealers; i++) {
		share_count(g, x->leads[i], plain);
		share_ratio(g, x->leads[i], dealt ? dealt[i] : 0, plain);
	}
	if (s->dealers > 1)
		grid_print(g, "%+lld", (long long)(x->leads[1] - x->leads[0]));
}

void tryout_report(const struct tryout *s, bool plain, struct grid *g)
{
	static const char *const heads[LANES][3] = { { "leads", "share", NULL },
						     { "new_leads", "new_share", NULL } };
	struct line dealt = { .rep = STR("(dealt)") };

	grid_column(g, "rep", ALIGN_LEFT, false);
	grid_column(g, "team", ALIGN_LEFT, false);
	for (size_t i = 0; i < s->dealers; i++)
		share_heads(g, heads[i], 0);
	if (s->dealers > 1)
		grid_column(g, "change", ALIGN_RIGHT, true);
	for (size_t i = 0; i < s->dealers; i++)
		for (size_t k = 0; k < s->n; k++)
			dealt.leads[i] += s->line[k].leads[i];
	for (size_t k = 0; k < s->n; k++)
		put_line(s, &s->line[k], dealt.leads, plain, g);
	put_line(s, &dealt, dealt.leads, plain, g);
	for (int e = 0; e < ENDS; e++) {
		struct line x = { .rep = str_from(end_names[e]) };
		memcpy(x.leads, s->end[e], sizeof x.leads);
		if (x.leads[0] || x.leads[1])
			put_line(s, &x, NULL, plain, g);
	}
}
