/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two agreements on one input: see diff.h. */
#include "cmd/diff.h"

#include <stdlib.h>

#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"

/* Kinds of change: their words, and how many leads. */
struct changes {
	struct arena arena;
	struct map map;
	struct change {
		struct str what;
		uint64_t leads;
	} * at;
	size_t n, cap;
	uint64_t leads; /* compared */
};

static void count(struct changes *c, struct str what, uint64_t leads)
{
	const uint32_t *known = map_find(&c->map, what);

	if (!known) {
		MEM_ROOM(c->at, c->n, c->cap);
		c->at[c->n] = (struct change){ arena_copy(&c->arena, what), 0 };
		map_put(&c->map, c->at[c->n].what, (uint32_t)c->n);
		c->at[c->n++].leads = leads;
		return;
	}
	c->at[*known].leads += leads;
}

void diff_drop(void *own)
{
	struct changes *c = own;

	map_release(&c->map);
	arena_release(&c->arena);
	free(c->at);
	free(c);
}

static const struct code *add(struct filter *f, size_t lane, const char *name, const char *head)
{
	filter_add(f, lane, name, head);
	for (size_t i = 0; i < f->ncolumns; i++)
		if (str_eq(f->columns[i].name, str_from(head)))
			return f->columns[i].code;
	return NULL;
}

void diff_bind(struct diff *d, struct filter *f)
{
	*d = (struct diff){ 0 };
	static const char *const heads[][LANES] = { { "score", "new_score" },
						    { "grade", "new_grade" },
						    { "mql", "new_mql" } };

	for (size_t l = 0; l < LANES; l++)
		add(f, l, heads[0][0], heads[0][l]);
	for (size_t l = 0; l < LANES; l++)
		if (f->lane[l].agreement.grades.n)
			d->grade[l] = add(f, l, heads[1][0], heads[1][l]);
	for (size_t l = 0; l < LANES; l++)
		if (f->lane[l].agreement.mql.n)
			d->mql[l] = add(f, l, heads[2][0], heads[2][l]);
}

bool diff_keep(const struct diff *d, struct worker *w)
{
	struct str grade[LANES] = { STR("none"), STR("none") };
	bool mql[LANES] = { false, false };

	if (w->tally[0].no_lead && w->tally[1].no_lead)
		return false;
	if (!w->own)
		w->own = mem_new(sizeof(struct changes));
	((struct changes *)w->own)->leads++;
	for (size_t l = 0; l < LANES; l++) {
		if (d->grade[l] && !w->tally[l].no_lead)
			grade[l] = code_text(d->grade[l], &w->frame[l]);
		mql[l] = d->mql[l] && code_flag(d->mql[l], &w->frame[l]);
	}
	bool graded = !str_eq(grade[0], grade[1]);
	if (!graded && mql[0] == mql[1])
		return false;
	buf_clear(&w->cell);
	if (graded)
		buf_print(&w->cell, "grade %.*s to %.*s", STR_ARG(grade[0]), STR_ARG(grade[1]));
	if (mql[0] != mql[1])
		buf_print(&w->cell, "%s%s", graded ? ", " : "",
			  mql[1] ? "becomes an MQL" : "is no MQL any more");
	count(w->own, buf_view(&w->cell), 1);
	return true;
}

/* Most leads first, then by the words. */
static int by_leads(const void *a, const void *b)
{
	const struct change *x = a, *y = b;

	return x->leads != y->leads ? (x->leads < y->leads ? 1 : -1) : str_compare(x->what, y->what);
}

void diff_tell(struct filter *f)
{
	struct changes *all = mem_new(sizeof *all);
	uint64_t leads = 0;
	struct buf b = { 0 };

	for (size_t i = 0; i < f->nworkers; i++) {
		struct changes *c = f->workers[i].own;
		if (!c)
			continue;
		for (size_t k = 0; k < c->n; k++)
			count(all, c->at[k].what, c->at[k].leads);
		all->leads += c->leads;
	}
	if (all->n)
		qsort(all->at, all->n, sizeof *all->at, by_leads);
	for (size_t i = 0; i < all->n; i++) {
		buf_clear(&b);
		number_write_grouped(&b, (int64_t)all->at[i].leads);
		diag_note(&f->diags, "%.*s %s: %.*s", STR_ARG(buf_view(&b)),
			  all->at[i].leads == 1 ? "lead" : "leads", STR_ARG(all->at[i].what));
		leads += all->at[i].leads;
	}
	buf_clear(&b);
	number_write_grouped(&b, (int64_t)leads);
	buf_str(&b, STR(" of "));
	number_write_grouped(&b, (int64_t)all->leads);
	diag_note(&f->diags, "%.*s leads change", STR_ARG(buf_view(&b)));
	buf_release(&b);
	diff_drop(all);
}
