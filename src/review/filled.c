/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a filled sheet: its text, its columns and its rows. See filled.h. */
#include "review/filled.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/foreign.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/recode.h"
#include "review/handout.h"
#include "review/ref.h"

/* What a sheet's columns are called; those without a place are shown, and not read. */
static const struct head {
	struct str name;
	size_t column;
} heads[] = {
	{ STR("ref"), FILLED_REF },
	{ STR("lead_id"), FILLED_ID },
	{ STR("name"), FILLED_NAME },
	{ STR("company"), FILLED_COLUMNS },
	{ STR("contact"), FILLED_COLUMNS },
	{ STR("current owner"), FILLED_COLUMNS },
	{ STR("grade"), FILLED_COLUMNS },
	{ STR("score"), FILLED_COLUMNS },
	{ STR("reasons"), FILLED_COLUMNS },
	{ STR("bant"), FILLED_COLUMNS },
	{ STR("ask next"), FILLED_COLUMNS },
	{ STR("handed over"), FILLED_HANDED },
	{ STR("due"), FILLED_COLUMNS },
	{ STR("days waiting"), FILLED_DAYS },
	{ STR("decision (accept/return/later)"), FILLED_DECISION },
	{ STR("reason"), FILLED_REASON },
	{ STR("owner"), FILLED_OWNER },
	{ STR("until"), FILLED_UNTIL },
	{ STR("note"), FILLED_NOTE },
};
enum { HEADS = sizeof heads / sizeof *heads };

#define ANSWER "answer: "

/* ---- columns ---- */

/* What a header may be. */
struct expected {
	struct str name;
	size_t *place; /* NULL: it is not read */
	bool there;
};

static struct str first_word(struct str s)
{
	size_t n = 0;

	while (n < s.n && s.p[n] && !strchr(" (/,;.?!", s.p[n]))
		n++;
	return str_slice(s, 0, n);
}

/* The sheet's own names, then each column to answer. */
static size_t list_expected(struct filled *f, struct expected *e)
{
	struct buf head = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < HEADS; i++, n++)
		e[n] = (struct expected){ .name = heads[i].name,
					  .place = heads[i].column < FILLED_COLUMNS
							   ? &f->column[heads[i].column]
							   : NULL };
	for (size_t i = 0; i < f->nasks; i++, n++) {
		buf_clear(&head);
		handout_ask_head(f->ask[i], &head);
		e[n] = (struct expected){ .name = arena_copy(&f->arena, buf_view(&head)),
					  .place = &f->ask_column[i] };
	}
	buf_release(&head);
	return n;
}

/* False: two columns are it, which is reported. */
static bool take_column(struct filled *f, struct expected *e, size_t column, struct diags *diags)
{
	const struct side *s = &f->side;

	if (e->place && e->there) {
		diag_error(diags,
			   "%s: the columns '%.*s' and '%.*s' may both be the sheet's '%.*s'; "
			   "remove one of them, or rename it",
			   f->path, STR_ARG(s->name[*e->place]), STR_ARG(s->name[column]), STR_ARG(e->name));
		return false;
	}
	if (e->place)
		*e->place = column;
	e->there = true;
	return true;
}

/* The one that isn't there exactly and begins with the same word; NULL: none, or several. */
static struct expected *by_first_word(struct expected *e, const bool *exact, size_t n, struct str name)
{
	struct str word = first_word(name);
	struct expected *found = NULL;

	for (size_t i = 0; i < n && word.n; i++) {
		if (exact[i] || !str_same(first_word(e[i].name), word))
			continue;
		if (found)
			return NULL;
		found = &e[i];
	}
	return found;
}

static bool has_cells(const struct side *s, size_t column)
{
	for (size_t i = 0; i < s->rows; i++)
		if (side_cell(s, i, column).n)
			return true;
	return false;
}

static void tell_unknown(const struct filled *f, const bool *known, struct diags *diags)
{
	struct buf names = { 0 };
	size_t n = 0;

	for (size_t c = 0; c < f->side.columns; c++)
		if (!known[c] && (f->side.name[c].n || has_cells(&f->side, c)))
			buf_print(&names, "%s%.*s", n++ ? ", " : "",
				  STR_ARG(f->side.name[c].n ? f->side.name[c] : STR("(no name)")));
	if (n)
		diag_note(diags, "%s: %zu column%s not of the sheet, and not read: %.*s", f->path, n,
			  n == 1 ? " is" : "s are", STR_ARG(buf_view(&names)));
	buf_release(&names);
}

static bool find_columns(struct filled *f, struct diags *diags)
{
	size_t columns = f->side.columns;
	struct expected *e = mem_new((HEADS + f->nasks) * sizeof *e);
	size_t n = list_expected(f, e);
	bool *known = mem_new(columns + 1), *exact = mem_new(n), good = true;

	for (size_t i = 0; i < n; i++)
		for (size_t c = 0; c < columns; c++)
			if (str_same(f->side.name[c], e[i].name)) {
				good &= take_column(f, &e[i], c, diags);
				known[c] = true;
			}
	for (size_t i = 0; i < n; i++)
		exact[i] = e[i].there;
	for (size_t c = 0; c < columns; c++) {
		struct expected *one = known[c] ? NULL : by_first_word(e, exact, n, f->side.name[c]);
		if (one) {
			good &= take_column(f, one, c, diags);
			known[c] = true;
		}
	}
	if (good)
		tell_unknown(f, known, diags);
	free(exact);
	free(known);
	free(e);
	return good;
}

static bool check_columns(const struct filled *f, struct diags *diags)
{
	if (f->column[FILLED_REF] == SIZE_MAX && f->column[FILLED_ID] == SIZE_MAX) {
		diag_error(diags,
			   "%s: neither a column 'ref' nor 'lead_id', so nothing says which lead a row is "
			   "about; "
			   "was one of them deleted, or is this another file?",
			   f->path);
		return false;
	}
	if (f->column[FILLED_DECISION] == SIZE_MAX)
		diag_note(diags, "%s: no column 'decision', so it accepts and returns no lead", f->path);
	return true;
}

/* ---- rows ---- */

static void take_rows(struct filled *f)
{
	f->row = mem_new((f->side.rows + 1) * sizeof *f->row);
	for (size_t i = 0; i < f->side.rows; i++) {
		struct filled_row r = { .line = f->side.line[i], .row = i, .lead = SIZE_MAX };
		if (filled_cell(f, &r, FILLED_REF).n || filled_cell(f, &r, FILLED_ID).n ||
		    filled_cell(f, &r, FILLED_DECISION).n)
			f->row[f->n++] = r;
		else if (!f->empty++)
			f->first_empty = r.line;
	}
}

static int by_low(const void *a, const void *b)
{
	const struct filled_range *x = a, *y = b;

	return x->low < y->low ? -1 : x->low > y->low;
}

/* One that begins within another is a part of it, as refs are prefixes. */
static void join_ranges(struct filled *f)
{
	size_t n = 0;

	if (f->nranges)
		qsort(f->range, f->nranges, sizeof *f->range, by_low);
	for (size_t i = 0; i < f->nranges; i++) {
		if (n && f->range[i].low < f->range[n - 1].high) {
			if (f->range[i].high > f->range[n - 1].high)
				f->range[n - 1].high = f->range[i].high;
		} else {
			f->range[n++] = f->range[i];
		}
	}
	f->nranges = n;
}

/* A row about a lead that is kept as another by now is about that one. */
static void take_kept(struct filled *f, const struct id_map *map)
{
	size_t column = f->column[FILLED_ID];

	for (size_t i = 0; column != SIZE_MAX && i < f->n; i++) {
		struct str *cell = &f->side.cell[f->row[i].row * f->side.columns + column];
		if (id_map_is_old(map, *cell))
			f->row[i].old_id = *cell;
		*cell = id_map_kept(map, *cell);
	}
}

static void index_rows(struct filled *f)
{
	f->range = mem_new((f->n + 1) * sizeof *f->range);
	f->bare = mem_new((f->n + 1) * sizeof *f->bare);
	for (size_t i = 0; i < f->n; i++) {
		struct str ref = filled_cell(f, &f->row[i], FILLED_REF);
		struct str id = filled_cell(f, &f->row[i], FILLED_ID);
		struct filled_range *range = &f->range[f->nranges];
		f->nranges += ref.n && ref_range(ref, &range->low, &range->high);
		if (id.n)
			map_put(&f->ids, id_key_kept(id, &f->arena), (uint32_t)i);
		if (id.n && !ref.n)
			f->bare[f->nbare++] = id;
	}
	join_ranges(f);
}

/* Letters that are gone: ? with a letter right behind it. */
static bool has_hole(struct str s)
{
	for (size_t i = 0; i + 1 < s.n; i++)
		if (s.p[i] == '?' && (isalpha((unsigned char)s.p[i + 1]) || s.p[i + 1] & 0x80))
			return true;
	return false;
}

static void tell_holes(const struct filled *f, struct diags *diags)
{
	struct sighting holes = { .file = f->path };

	for (size_t i = 0; i < f->n; i++)
		if (has_hole(filled_cell(f, &f->row[i], FILLED_NOTE)) && !holes.count++)
			holes.first_line = f->row[i].line;
	diag_sighting(diags, &holes, "note has a ? within a word", "notes have a ? within a word",
		      "it may be a letter that the spreadsheet lost, and is kept as it is");
}

bool filled_read(struct filled *f, const char *path, struct str bytes, const struct str *ask, size_t nasks,
		 const struct id_map *map, struct diags *diags)
{
	struct sighting ansi = { .file = path };
	struct buf text = { 0 };

	*f = (struct filled){ .path = path, .ask = ask, .nasks = nasks };
	f->ask_column = ARENA_ARRAY(&f->arena, nasks, size_t);
	for (size_t i = 0; i < FILLED_COLUMNS; i++)
		f->column[i] = SIZE_MAX;
	for (size_t i = 0; i < nasks; i++)
		f->ask_column[i] = SIZE_MAX;
	const char *foreign = recode_is_wide(bytes) ? NULL : foreign_bytes(bytes); /* as it came */
	if (foreign) {
		diag_error(diags, "%s: %s", path, foreign);
		return false;
	}
	recode_append(&text, bytes, &ansi);
	bool good = side_read_short(&f->side, path, buf_view(&text), diags);
	buf_release(&text);
	diag_sighting(diags, &ansi, "line is not UTF-8", "lines are not UTF-8", "read as Windows-1252");
	good = good && find_columns(f, diags) && check_columns(f, diags);
	if (!good)
		return false;
	take_rows(f);
	take_kept(f, map);
	index_rows(f);
	tell_holes(f, diags);
	return true;
}

void filled_release(struct filled *f)
{
	free(f->row);
	free(f->range);
	free(f->bare);
	map_release(&f->ids);
	map_release(&f->told);
	side_release(&f->side);
	arena_release(&f->arena);
	*f = (struct filled){ 0 };
}

/* ---- who is wanted ---- */

static bool in_ranges(const struct filled *f, uint64_t ref)
{
	size_t low = 0, high = f->nranges;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (f->range[middle].high <= ref)
			low = middle + 1;
		else
			high = middle;
	}
	return low < f->nranges && f->range[low].low <= ref;
}

bool filled_wants(const struct filled *f, uint64_t ref, struct str id)
{
	struct id_room room;

	if (in_ranges(f, ref) || map_find(&f->ids, id_key(id, &room)))
		return true;
	for (size_t i = 0; i < f->nbare; i++)
		if (filled_id_fits(f->bare[i], id) != ID_OTHER)
			return true;
	return false;
}
