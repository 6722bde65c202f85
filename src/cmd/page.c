/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See page.h. */
#include "cmd/page.h"

#include <math.h>
#include <stdlib.h>

#include "agreement/edition.h"
#include "base/number.h"
#include "base/shell.h"
#include "cmd/again.h"
#include "cmd/command.h"
#include "figures/page.h"

enum { KINDS_SAID = 4 /* of rows that are left out, each with its number */, ROWS_OPEN = 25 };

/* ---- of when, and of what ---- */

static void put_moment(struct buf *b, const struct filter *f, int64_t now)
{
	const struct agreement *a = &f->lane[0].agreement;
	struct civil c = instant_civil(now, f->lane[0].program.times.zone);

	buf_print(b, "as of %d %.3s %04d %02d:%02d", c.day, month_names[c.month - 1], c.year, c.hour,
		  c.minute);
	if (a->zone_name.n)
		buf_print(b, " (%.*s)", STR_ARG(a->zone_name));
}

static void put_rows(struct buf *b, uint64_t n, const char *one, const char *many)
{
	number_write_grouped(b, (int64_t)n);
	buf_print(b, " %s", n == 1 ? one : many);
}

/* Without its folder. */
static struct str file_named(const char *path)
{
	const char *slash = strrchr(path, '/');

	return str_from(slash ? slash + 1 : path);
}

/* "leads.csv, 2,595 rows" */
static void put_input(struct buf *b, const struct filter *f)
{
	const struct common *c = &f->common;

	if (f->mode->reads == READS_NOTHING || f->mode->reads == READS_ITSELF)
		return;
	buf_str(b, STR(" · "));
	if (c->nfiles > 1)
		put_rows(b, c->nfiles, "file", "files");
	else
		buf_str(b, c->nfiles && strcmp(c->files[0], "-") != 0 ? file_named(c->files[0])
								      : STR("standard input"));
	if (f->mode->reads != READS_LEADS || f->parts ||
	    f->common.fields) /* of which the header alone is read */
		return;
	buf_str(b, STR(", "));
	put_rows(b, f->source.rows, "row", "rows");
}

/* ---- what is in the figures ---- */

/* A kind of rows that are in no figure. */
struct left_out {
	uint64_t n;
	struct str what;
};

/* Appends "28 our own test rows, 12 competitors"; returns how many rows that are. */
static uint64_t put_left_out(struct buf *b, const struct left_out *kind, size_t n)
{
	uint64_t all = 0, rest = 0;
	size_t said = 0;

	for (size_t i = 0; i < n; i++) {
		all += kind[i].n;
		if (!kind[i].n)
			continue;
		if (said == KINDS_SAID) {
			rest += kind[i].n;
			continue;
		}
		buf_str(b, said++ ? STR(", ") : STR("; left out: "));
		number_write_grouped(b, (int64_t)kind[i].n);
		buf_print(b, " %.*s", STR_ARG(kind[i].what));
	}
	if (rest) {
		buf_str(b, STR(", "));
		number_write_grouped(b, (int64_t)rest);
		buf_str(b, STR(" others"));
	}
	return all;
}

/* Appends the rows left out, as all threads saw them; returns how many. */
static uint64_t put_ignored(struct buf *b, struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;
	struct left_out *kind = ARENA_ARRAY(&f->lane[0].program.arena, a->ignores.n + 2, struct left_out);
	struct left_out *empty = &kind[a->ignores.n], *nowhere = empty + 1;

	empty->what = STR("with only empty cells");
	nowhere->what = STR("that reached no stage");
	for (size_t w = 0; w < f->nworkers; w++) {
		const struct tally *t = &f->workers[w].tally[0];
		for (size_t i = 0; i < a->ignores.n; i++)
			kind[i].n += t->ignored[i];
		empty->n += t->empty;
		nowhere->n += f->mode->anywhere ? 0 : t->nowhere;
	}
	for (size_t i = 0; i < a->ignores.n; i++)
		kind[i].what = a->ignores.at[i].label;
	return put_left_out(b, kind, a->ignores.n + 2);
}

/* Are leads counted, and not only rows? */
static bool counts_leads(const struct filter *f)
{
	return f->mode->reads == READS_LEADS && !f->mode->every_row && f->mode->makes != MAKES_OWN_ROWS &&
	       f->workers && !f->parts;
}

/* Returns how many leads there are in the input; appends the rows left out. */
static uint64_t leads_read(struct filter *f, struct buf *left_out)
{
	uint64_t ignored = put_ignored(left_out, f), rows = f->source.rows;

	return rows > ignored ? rows - ignored : 0;
}

/* "2,555 leads counted; left out: 28 our own test rows, 12 competitors"; with -w, which nobody counts: "of
 * 2,555 leads those for which country = "DE"". */
static void put_counted(struct buf *b, struct filter *f)
{
	struct buf out = { 0 };

	if (!counts_leads(f))
		return;
	uint64_t leads = leads_read(f, &out);
	if (f->common.nwhere)
		buf_str(b, STR("of "));
	put_rows(b, leads, "lead", "leads");
	if (!f->common.nwhere)
		buf_str(b, STR(" counted"));
	for (size_t i = 0; i < f->common.nwhere; i++)
		buf_print(b, "%s%s", i ? " and " : " only those with ", f->common.where[i]);
	buf_str(b, buf_view(&out));
	buf_release(&out);
}

/* ---- the command ---- */

static void put_other_agreement(struct buf *line, const struct other_agreement *other)
{
	struct str rest = buf_view(&other->statements);

	if (other->file)
		shell_word(line, str_from(other->file));
	while (rest.n) {
		const char *end = memchr(rest.p, '\n', rest.n);
		size_t n = end ? (size_t)(end - rest.p) : rest.n;
		shell_word(line, STR("-e"));
		shell_word(line, str_slice(rest, 0, n));
		rest = str_slice(rest, n + !!end, rest.n);
	}
}

static void put_option(struct buf *line, const struct option_row *row, const void *ask)
{
	struct buf b = { 0 };

	buf_print(&b, "--%s", row->name);
	shell_word(line, buf_view(&b));
	buf_clear(&b);
	option_show(row, ask, &b);
	if (row->to.kind == TARGET_AGREEMENT)
		put_other_agreement(line,
				    (const struct other_agreement *)((const char *)ask + row->to.offset));
	else if (row->value)
		shell_word(line, buf_view(&b));
	buf_release(&b);
}

/* All that decides what is on the page, with the agreement and the time written down. */
static void put_command(struct buf *line, struct filter *f)
{
	const char *words[] = { f->command->tool.name,
				f->common.fields ? "--fields"
				: f->parts	 ? "--merge"
						 : NULL,
				NULL };
	struct behind b = filter_command(f, words);

	buf_str(line, b.before);
	if (f->common.columns) {
		shell_word(line, STR("-c"));
		shell_word(line, str_from(f->common.columns));
	}
	if (f->common.changes)
		buf_str(line, f->common.clear ? STR(" --changes --clear") : STR(" --changes"));
	for (size_t i = 0; f->command->tool.options[i].name; i++)
		if (f->said & OPTION(i))
			put_option(line, &f->command->tool.options[i], f->ask);
	shell_word(line, STR("-f"));
	shell_word(line, STR("html"));
	if (b.after.n) {
		buf_char(line, ' ');
		buf_str(line, b.after);
	}
}

/* ---- the page ---- */

void filter_page_begin(struct filter *f, const char *name, int64_t now, const char *more, struct buf *page)
{
	struct arena *arena = &f->lane[0].program.arena;
	struct str mark = agreement_mark(&f->lane[0].agreement, arena);
	struct buf as_of = { 0 }, counted = { 0 };

	for (size_t l = 1; l < f->lanes; l++)
		mark = arena_print(arena, "%.*s and %.*s", STR_ARG(mark),
				   STR_ARG(agreement_mark(&f->lane[l].agreement, arena)));
	put_moment(&as_of, f, now);
	buf_str(&as_of, str_from(more));
	put_input(&as_of, f);
	put_counted(&counted, f);
	document_begin(page, &(struct document_head){ .name = str_from(name),
						      .mark = mark,
						      .as_of = buf_view(&as_of),
						      .counted = buf_view(&counted),
						      .mail = f->common.mail });
	buf_release(&as_of);
	buf_release(&counted);
}

void filter_page_end(struct filter *f, struct buf *page)
{
	const char *how = f->common.fields ? NULL : f->mode->page.how;
	struct buf line = { 0 }, made = { 0 };

	put_command(&line, f);
	buf_print(&made, "Made by %s %s.", f->command->tool.name, LEADPIPE_VERSION);
	document_end(page, &(struct document_foot){ .how = str_from(how ? how : ""),
						    .command = buf_view(&line),
						    .made = buf_view(&made) });
	buf_release(&line);
	buf_release(&made);
}

void filter_page_tables(struct filter *f, struct grid *grids, size_t n, struct buf *page)
{
	for (size_t i = 0; i < n; i++) {
		document_grid(page, &grids[i], grids[i].rows > ROWS_OPEN);
		grid_release(&grids[i]);
	}
	filter_page_end(f, page);
}

/* How many rows a page lists, and of how many leads. */
struct listed {
	uint64_t rows, leads;
	bool known; /* `leads` is */
	bool all;   /* rows that are no leads are listed, too */
};

static struct listed count_listed(struct filter *f, uint64_t rows)
{
	struct listed l = { .rows = rows, .known = counts_leads(f) };
	struct buf left_out = { 0 };

	if (l.known)
		l.leads = leads_read(f, &left_out);
	l.all = l.known && rows > l.leads;
	buf_release(&left_out);
	return l;
}

static void put_listed(struct buf *b, struct listed l)
{
	put_rows(b, l.rows, l.all ? "row" : "lead", l.all ? "rows" : "leads");
}

/* "20 of 2,555 leads, best first: country = "DE"." */
static void put_answer(struct filter *f, struct listed l, struct buf *page)
{
	const char *order = f->mode->page.order;
	struct buf b = { 0 };

	if (!l.rows) {
		document_answer(page, STR("There is no such lead."));
		return;
	}
	if (l.known && !l.all) {
		number_write_grouped(&b, (int64_t)l.rows);
		buf_str(&b, STR(" of "));
		put_rows(&b, l.leads, "lead", "leads");
	} else {
		put_listed(&b, l);
	}
	if (l.all) {
		buf_str(&b, STR(", "));
		number_write_grouped(&b, (int64_t)l.leads);
		buf_str(&b, STR(" of them leads"));
	}
	if (l.rows > 1 && order)
		buf_print(&b, ", %s", order);
	for (size_t i = 0; i < f->common.nwhere; i++)
		buf_print(&b, "%s%s", i ? " and " : ": ", f->common.where[i]);
	buf_char(&b, '.');
	document_answer(page, buf_view(&b));
	buf_release(&b);
}

/* A column that sorts the rows into a few kinds, and how many rows each has. */
enum { KINDS_MOST = 12, KINDS_TILES = 3 };
struct kinds {
	size_t column, n;
	struct kind {
		struct str text;
		uint64_t rows;
	} at[KINDS_MOST];
};

/* Finds a text of a row among the kinds, by size; false: there are too many. */
static bool count_kind(struct kinds *k, struct str text)
{
	size_t i = 0;

	while (i < k->n && !str_eq(k->at[i].text, text))
		i++;
	if (i == KINDS_MOST)
		return false;
	if (i == k->n)
		k->at[k->n++] = (struct kind){ text, 0 };
	k->at[i].rows++;
	for (; i && k->at[i].rows > k->at[i - 1].rows; i--) {
		struct kind other = k->at[i];
		k->at[i] = k->at[i - 1];
		k->at[i - 1] = other;
	}
	return true;
}

/* The first column of words that answers something and has a few of them, several rows each; else no kinds.
 */
static struct kinds kinds_of(const struct grid *g)
{
	for (size_t c = 1; c < g->columns; c++) {
		struct kinds k = { .column = c };
		bool few = g->column[c].weight == WEIGHT_ANSWERS && !g->column[c].number;
		for (size_t row = 0; few && row < g->rows; row++)
			few = count_kind(&k, g->cell[row * g->columns + c]);
		if (few && k.n > 1 && g->rows >= 2 * k.n)
			return k;
	}
	return (struct kinds){ .n = 0 };
}

static struct str kind_named(const struct kind *k)
{
	return k->text.n ? k->text : STR(GROUP_NONE);
}

static struct tile listed_tile(struct filter *f, struct listed l, struct arena *arena)
{
	struct str of = STR("");
	struct buf figure = { 0 };

	put_listed(&figure, l);
	if (l.all)
		of = arena_print(arena, "%.*s of them leads", STR_ARG(page_count(arena, l.leads)));
	else if (l.known)
		of = arena_print(arena, "%.*s of all %.*s", STR_ARG(page_percent(arena, l.rows, l.leads)),
				 STR_ARG(page_count(arena, l.leads)));
	else if (f->mode->reads == READS_LEADS && !f->parts)
		of = arena_print(arena, "of %.*s rows", STR_ARG(page_count(arena, f->source.rows)));
	return (struct tile){ .label = STR("Listed"), .figure = page_words(arena, &figure), .detail = of };
}

/* How many rows there are of each kind, as tiles and as a picture; of rows that a tool made of others there
 * are no kinds, since none of their columns is its answer. */
static void put_kinds(const struct grid *g, struct filter *f, struct listed l, struct buf *page)
{
	struct arena *arena = &f->lane[0].program.arena;
	const struct kinds k = f->mode->makes == MAKES_OWN_ROWS ? (struct kinds){ .n = 0 } : kinds_of(g);
	struct meter bar[KINDS_MOST];
	struct tile tile[1 + KINDS_TILES] = { listed_tile(f, l, arena) };
	size_t tiles = 1;

	for (size_t i = 0; i < k.n; i++) {
		const struct kind *x = &k.at[i];
		struct str share = page_percent(arena, x->rows, g->rows), n = page_count(arena, x->rows);
		bar[i] =
			(struct meter){ .label = kind_named(x),
					.note = arena_print(arena, "%.*s (%.*s)", STR_ARG(n), STR_ARG(share)),
					.value = (double)x->rows,
					.goal = NAN,
					.pace = NAN };
		if (i < KINDS_TILES)
			tile[tiles++] = (struct tile){
				.label = arena_print(arena, "%.*s: %.*s", STR_ARG(g->column[k.column].head),
						     STR_ARG(kind_named(x))),
				.figure = n,
				.detail = arena_print(arena, "%.*s of those listed", STR_ARG(share))
			};
	}
	document_tiles(page, tile, tiles);
	if (k.n)
		document_meters(page,
				&(struct meters){ .name = arena_print(arena, "%s listed, by %.*s",
								      l.all ? "Rows" : "Leads",
								      STR_ARG(g->column[k.column].head)),
						  .row = bar,
						  .rows = k.n });
}

void filter_page_of_rows(struct filter *f, struct grid *g, struct buf *page)
{
	const char *name = f->mode->page.name;
	struct listed l = count_listed(f, g->rows);

	filter_page_begin(f, name ? name : "Leads", f->lane[0].program.now, "", page);
	put_answer(f, l, page);
	grid_title(g, "The leads");
	if (!f->common.columns && f->mode->makes != MAKES_OWN_ROWS)
		grid_by_weight(g);
	if (g->rows) {
		put_kinds(g, f, l, page);
		document_grid(page, g, false);
	}
	filter_page_end(f, page);
}
