/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See edition.h. A file that was read has the digest of what was read, whatever stands there by now. */
#include "agreement/edition.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "agreement/clauses.h"
#include "agreement/statement.h"
#include "base/file.h"

struct gathering {
	struct arena *arena;
	struct named_file *at;
	size_t n, cap;
};

static void add_file(struct gathering *g, const struct text *where, struct str name, enum named_use use)
{
	struct buf path = { 0 };

	file_path(&path, where->folder ? where->folder : "", name);
	const char *copy = arena_copy(g->arena, buf_view(&path)).p;
	buf_release(&path);
	for (size_t i = 0; i < g->n; i++)
		if (strcmp(g->at[i].path, copy) == 0)
			return;
	if (g->n == g->cap)
		g->at = take_grown(g->arena, g->at, &g->cap, g->n, sizeof *g->at);
	g->at[g->n++] = (struct named_file){ .name = name, .path = copy, .use = use };
}

static void add_lists(struct gathering *g, const struct expr *e)
{
	if (e->op == EXPR_IN_FILE)
		add_file(g, e->arg[1]->where, e->arg[1]->text, USE_LIST);
	for (size_t i = 0; i < e->nargs; i++)
		add_lists(g, e->arg[i]);
}

static bool add_place(void *ctx, const struct place *p)
{
	if (p->expr)
		add_lists(ctx, p->expr);
	return true;
}

/* Only a regular file is opened: reading another may have consequences, or no end. */
static void find_digest(struct named_file *f)
{
	const struct digest *d = file_digest(f->path);
	struct buf bytes = { 0 };
	struct stat st;

	if (!d && stat(f->path, &st) == 0 && S_ISREG(st.st_mode) && file_read(f->path, &bytes))
		d = file_digest(f->path);
	buf_release(&bytes);
	f->known = d;
	if (d)
		f->digest = *d;
}

static int by_name(const void *a, const void *b)
{
	const struct named_file *x = a, *y = b;
	int order = str_compare(x->name, y->name);

	return order ? order : memcmp(&x->digest, &y->digest, sizeof x->digest);
}

size_t agreement_files(const struct agreement *a, struct arena *arena, struct named_file **out)
{
	struct gathering g = { .arena = arena };

	agreement_walk(a, add_place, &g);
	for (size_t i = 0; i < a->tables.n; i++)
		add_file(&g, a->tables.at[i].file.where, a->tables.at[i].file.text, USE_TABLE);
	for (size_t i = 0; i < a->calendars.n; i++)
		for (size_t k = 0; k < a->calendars.at[i].holidays.n; k++) {
			const struct word *file = &a->calendars.at[i].holidays.at[k].file;
			add_file(&g, file->where, file->text, USE_HOLIDAYS);
		}
	if (a->roster.text.p)
		add_file(&g, a->roster.where, a->roster.text, USE_ROSTER);
	for (size_t i = 0; i < a->pledges.n; i++)
		if (a->pledges.at[i].file.text.p)
			add_file(&g, a->pledges.at[i].file.where, a->pledges.at[i].file.text, USE_PLAN);
	for (size_t i = 0; i < g.n; i++)
		find_digest(&g.at[i]);
	if (g.n)
		qsort(g.at, g.n, sizeof *g.at, by_name);
	*out = g.at;
	return g.n;
}

static void list_line(struct buf *list, const struct digest *d, struct str name)
{
	if (d)
		digest_write(list, d, DIGEST_BYTES);
	else
		buf_char(list, '-');
	buf_print(list, "  %.*s\n", STR_ARG(name));
}

struct digest agreement_edition(const struct agreement *a)
{
	struct arena arena = { 0 };
	struct buf list = { 0 };
	struct named_file *file;
	size_t n = agreement_files(a, &arena, &file);
	const struct digest *read = file_digest(a->text->name);
	struct digest own = read ? *read : digest_of(a->text->body);

	list_line(&list, &own, STR("agreement"));
	for (size_t i = 0; i < a->layers.n; i++) {
		struct digest layer = digest_of(a->layers.at[i]->body);
		list_line(&list, &layer, STR("-e"));
	}
	for (size_t i = 0; i < n; i++)
		list_line(&list, file[i].known ? &file[i].digest : NULL, file[i].name);
	struct digest edition = digest_of(buf_view(&list));
	buf_release(&list);
	arena_release(&arena);
	return edition;
}

struct str agreement_mark(const struct agreement *a, struct arena *arena)
{
	struct digest edition = agreement_edition(a);
	struct buf mark = { 0 };

	buf_str(&mark, a->title.n ? a->title : STR("agreement"));
	buf_str(&mark, STR(" · "));
	digest_write(&mark, &edition, MARK_BYTES);
	struct str copy = arena_copy(arena, buf_view(&mark));
	buf_release(&mark);
	return copy;
}
