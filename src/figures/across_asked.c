/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the options say of a grid: its columns, and the figures in it. See across.h. */
#include "figures/across.h"

#include "base/casefold.h"
#include "base/cell.h"
#include "base/file.h"
#include "base/foreign.h"
#include "base/mem.h"
#include "table/unpack.h"

bool across_check(const struct across_asked *asked, int64_t limit, struct diags *diags)
{
	if (asked->across && asked->groups && limit)
		diag_error(diags,
			   "--groups names the columns, and all others are (other); leave out --limit");
	if (!asked->across && asked->figure)
		diag_error(diags, "--figure says what --across prints; add --across country, or the like");
	if (!asked->across && asked->groups)
		diag_error(diags,
			   "--groups names the columns of --across; add --across country, or the like");
	return !diags->errors;
}

/* ---- the item ---- */

static bool find(struct across_plan *p, struct str words, const struct grouping *g)
{
	p->grouping = g;
	for (p->item = 0; p->item < g->n; p->item++)
		if (str_same(words, g->item[p->item].head))
			return true;
	return false;
}

bool across_find_item(struct across_plan *p, const char *words, const struct grouping *g, struct diags *diags)
{
	struct str asked = str_trim(str_from(words));

	if (find(p, asked, g))
		return true;
	struct str near = nearest(diags, asked, &CANDIDATES(g->item, g->n, head), 1);
	if (str_same(asked, STR("cohort")))
		diag_error(diags, "--across: the partials have no cohorts; make them with --cohort");
	else
		diag_error(diags, "--across: the partials have no groups by '%.*s'%s" DID_YOU_MEAN,
			   STR_ARG(asked), near.n ? "" : "; make them with --by, and this in it",
			   DID_YOU_MEAN_ARG(near));
	return false;
}

/* Do two expressions have the same words, but for the space between them? A text in quotes may hold any. */
static bool same_words(struct str a, struct str b)
{
	size_t i = 0, k = 0;

	while (i < a.n || k < b.n) {
		if (i < a.n && a.p[i] == ' ')
			i++;
		else if (k < b.n && b.p[k] == ' ')
			k++;
		else if (i == a.n || k == b.n || a.p[i] != b.p[k] || strchr("\"'`", a.p[i]))
			return false;
		else
			i++, k++;
	}
	return true;
}

/* The item that is the same column, or the same expression. */
static bool find_same(struct across_plan *p, const struct grouping_item *own, const struct grouping *g,
		      struct names *n)
{
	size_t column = names_column(n, own->said);

	if (find(p, own->head, g))
		return true;
	for (p->item = 0; p->item < g->n; p->item++) {
		const struct grouping_item *item = &g->item[p->item];
		if (item->said && ((column != SIZE_MAX && names_column(n, item->said) == column) ||
				   same_words(item->head, own->head)))
			return true;
	}
	return false;
}

bool across_bind_item(struct across_plan *p, const char *words, struct grouping *g, struct names *n)
{
	struct grouping own;

	if (find(p, str_trim(str_from(words)), g))
		return true;
	if (!grouping_bind_list(&own, n, "--across", words, g->exact))
		return false;
	if (own.n > 1) {
		diag_error(names_diags(n),
			   "--across: one expression makes the columns; put the others into --by");
		return false;
	}
	if (!find_same(p, own.item, g, n))
		p->item = grouping_add(g, &names_program(n)->arena, own.item);
	return true;
}

/* ---- the columns ---- */

/* Up to the next comma; in double quotes commas are part of it, and two quotes are one. */
static struct str next_name(struct str *list, struct buf *room)
{
	struct str rest = str_trim(*list);
	bool quoted = rest.n && rest.p[0] == '"', open = quoted;
	size_t i = quoted;

	buf_clear(room);
	for (; i < rest.n && (open || rest.p[i] != ','); i++) {
		if (quoted && rest.p[i] == '"' && (open = !open))
			buf_char(room, '"'); /* the second of two */
		else if (rest.p[i] != '"' || !quoted)
			buf_char(room, rest.p[i]);
	}
	*list = i < rest.n ? str_slice(rest, i + 1, rest.n) : STR_NONE;
	return str_trim(buf_view(room));
}

/* Would they be one group? */
static bool same_group(const struct across_plan *p, struct str a, struct str b)
{
	struct buf x = { 0 }, y = { 0 };

	fold_key_append(&x, a);
	fold_key_append(&y, b);
	bool same = p->grouping->exact ? str_eq(a, b) : str_eq(buf_view(&x), buf_view(&y));
	buf_release(&x);
	buf_release(&y);
	return same;
}

static bool add_name(struct across_plan *p, struct str name, size_t *cap, struct arena *arena,
		     struct diags *diags)
{
	for (size_t i = 0; i < p->names; i++)
		if (same_group(p, name, p->name[i])) {
			diag_error(diags, "--groups: '%.*s' is in it twice", STR_ARG(name));
			return false;
		}
	if (p->names == ACROSS_MOST) {
		diag_error(diags, "--groups: a grid has %d columns at most", ACROSS_MOST);
		return false;
	}
	if (p->names == *cap) {
		struct str *more = ARENA_ARRAY(arena, mem_grown(cap, p->names + 1), struct str);
		if (p->names)
			memcpy(more, p->name, p->names * sizeof *more);
		p->name = more;
	}
	p->name[p->names++] = arena_copy(arena, name);
	return true;
}

static bool read_file(struct across_plan *p, const char *path, struct arena *arena, struct diags *diags)
{
	struct buf body = { 0 };
	const char *foreign = NULL;
	size_t cap = 0;
	bool good = unpack_file(path, &body);

	if (!good)
		diag_error(diags, "--groups: can't read %s: %s", path, file_why(errno));
	else if ((foreign = foreign_file(buf_view(&body))))
		diag_error(diags, "--groups: %s: %s", path, foreign);
	good = good && !foreign;
	struct str rest = good ? without_byte_order_mark(buf_view(&body)) : STR_NONE;
	if (good)
		diag_not_utf8(diags, path, rest);
	for (struct str name; good && (name = file_entry(&rest)).p;)
		good = add_name(p, name, &cap, arena, diags);
	buf_release(&body);
	return good;
}

bool across_bind_groups(struct across_plan *p, const char *words, struct arena *arena, struct diags *diags)
{
	struct str rest = words ? str_from(words) : STR_NONE;
	struct buf room = { 0 };
	size_t cap = 0;
	bool good = true;

	if (!words)
		return true;
	p->fixed = true;
	if (rest.n > 1 && rest.p[0] == '@') {
		good = read_file(p, words + 1, arena, diags);
	} else {
		while (good && rest.p) {
			struct str name = next_name(&rest, &room);
			good = !name.n || add_name(p, name, &cap, arena, diags);
		}
	}
	buf_release(&room);
	if (good && !p->names)
		diag_error(diags, "--groups: no name in '%s'; write DE,FR or @FILE, a file with one a line",
			   words);
	return good && p->names;
}

/* ---- the figures ---- */

/* What is a figure of the report, and no name of a row. */
static struct report figures_of(const struct across_kind *kind)
{
	struct report r = *kind->report;

	r.column += kind->keys;
	r.columns -= kind->keys;
	return r;
}

static size_t part_of(const struct across_kind *kind, struct str name)
{
	size_t i = 0;

	while (i < kind->parts && !str_same(name, kind->part[i]))
		i++;
	return i;
}

/* COLUMN, or PART.COLUMN, where both may have dots themselves; returns where the column begins. Nothing is
 * found: f->column is NULL. */
static size_t find_figure(struct across_figure *f, struct str asked, const struct across_kind *kind,
			  const void *view, struct buf *say)
{
	const struct report figures = figures_of(kind);
	size_t at = 0;

	f->part = kind->standard;
	f->column = report_find(&figures, view, asked, false, &f->repeat, say);
	for (size_t i = 1; !f->column && i < asked.n; i++) {
		size_t part = part_of(kind, str_slice(asked, 0, i));
		if (asked.p[i] != '.' || part == kind->parts)
			continue;
		f->part = part;
		at = i + 1;
		buf_clear(say);
		f->column =
			report_find(&figures, view, str_slice(asked, at, asked.n), false, &f->repeat, say);
	}
	return at;
}

/* Where a figure begins behind a dot, the dot; else the end. */
static size_t dot_of(struct str asked, const struct report *figures, const void *view)
{
	struct buf room = { 0 };
	size_t repeat, i = 1;

	while (i < asked.n &&
	       !(asked.p[i] == '.' &&
		 report_find(figures, view, str_slice(asked, i + 1, asked.n), false, &repeat, &room)))
		i++;
	buf_release(&room);
	return i;
}

static void tell_unknown(struct str asked, const struct across_kind *kind, const void *view, struct str said,
			 struct diags *diags)
{
	const struct report figures = figures_of(kind);
	struct str part = str_slice(asked, 0, asked.n ? dot_of(asked, &figures, view) : 0);

	if (part_of(kind, asked) < kind->parts) {
		diag_error(diags, "--figure: '%.*s' is a %s; say which of its figures, as in %.*s.%s",
			   STR_ARG(asked), kind->what, STR_ARG(asked), kind->figure);
	} else if (part.n < asked.n) {
		struct str near = nearest(diags, part, &CANDIDATE_NAMES(kind->part, kind->parts), 1);
		diag_error(diags, "--figure: %s has no %s '%.*s'" DID_YOU_MEAN, kind->whose, kind->what,
			   STR_ARG(part), DID_YOU_MEAN_ARG(near));
	} else {
		diag_error(diags, "--figure: %s has no figure '%.*s'%.*s", kind->whose, STR_ARG(asked),
			   STR_ARG(said));
	}
}

static bool bind_figure(struct across_figure *f, struct str asked, const struct across_kind *kind,
			const void *view, struct arena *arena, struct diags *diags)
{
	struct buf say = { 0 };
	size_t at = find_figure(f, asked, kind, view, &say);
	bool good = f->column;

	f->head = asked;
	f->name = at ? asked : arena_print(arena, "%.*s.%.*s", STR_ARG(kind->part[f->part]), STR_ARG(asked));
	if (!f->column) {
		tell_unknown(asked, kind, view, buf_view(&say), diags);
	} else if (!at && f->column->key == KEY_SUM) { /* the standard part has the least of it */
		bool part = part_of(kind, asked) < kind->parts;
		diag_error(diags, "--figure: '%.*s' of which stage? Write %.*s.%.*s%s%.*s%s", STR_ARG(asked),
			   STR_ARG(kind->part[0]), STR_ARG(asked), part ? ", or " : "",
			   STR_ARG(part ? asked : STR("")), part ? ".reached for all" : "");
		good = false;
	}
	buf_release(&say);
	return good;
}

bool across_bind_figures(struct across_plan *p, const char *words, const struct across_kind *kind,
			 const void *view, struct arena *arena, struct diags *diags)
{
	struct str rest = str_from(words ? words : kind->figure);
	bool good = true;
	size_t most = 1;

	for (size_t i = 0; i < rest.n; i++)
		most += rest.p[i] == ',';
	p->figure = ARENA_ARRAY(arena, most, struct across_figure);
	while (rest.p) {
		const char *comma = memchr(rest.p, ',', rest.n);
		size_t n = comma ? (size_t)(comma - rest.p) : rest.n;
		struct str asked = str_trim(str_slice(rest, 0, n));
		struct across_figure *f = &p->figure[p->figures++];
		rest = comma ? str_slice(rest, n + 1, rest.n) : STR_NONE;
		good = bind_figure(f, asked, kind, view, arena, diags) && good;
	}
	return good;
}
