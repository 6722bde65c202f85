/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See roster.h. */
#include "lead/roster.h"

#include <math.h>
#include <stdlib.h>

#include "agreement/lookup.h"
#include "agreement/sheet.h"
#include "base/casefold.h"
#include "base/cell.h"
#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"
#include "expr/run.h"

enum { WEIGHT_MOST = 1000000 };

struct roster_state {
	struct names *names;
	struct arena arena;
	struct sheet sheet;
	struct map by_key;				/* to the place in roster.rep */
	struct buf key;					/* of whom somebody looks for */
	size_t name, team;				/* columns; SIZE_MAX: there is none */
	const struct code *weight, *active, *from, *to; /* NULL: there is no such column */
};

/* One column, as rep.NAME. */
struct rep_cell {
	const struct roster *roster;
	size_t column;
};

/* ---- rep.NAME ---- */

static union value cell_of(const void *ctx, struct frame *f)
{
	const struct rep_cell *c = ctx;
	const struct roster *r = c->roster;
	const struct rep *rep = r->asked || !r->owner ? r->asked : r->owner(r->ctx, f);

	return rep ? value_words(side_cell(&r->state->sheet.side, rep->row, c->column))
		   : value_none(TYPE_TEXT);
}

COMPUTE_ROWS(work_cell, text, cell_of)

static size_t bind_cell(void *ctx, size_t column, struct names *n)
{
	const struct roster *r = ctx;
	struct rep_cell *c = ARENA_NEW(&names_program(n)->arena, struct rep_cell);

	*c = (struct rep_cell){ r, column };
	return program_compute(names_program(n), TYPE_TEXT, r->state->sheet.side.name[column], work_cell, c);
}

static struct str rep_name(struct roster_state *s, struct str name)
{
	return arena_print(&s->arena, "rep.%.*s", STR_ARG(name));
}

/* What begins with a hyphen or the like is found without it, too, as it is without `rep.` before it. */
static void offer_columns(struct roster *r)
{
	struct roster_state *s = r->state;
	const struct side *side = &s->sheet.side;

	for (size_t i = 0; i < side->columns; i++) {
		struct str name = rep_name(s, side->name[i]);
		struct str loose = loose_name(&s->arena, side->name[i]), plain = rep_name(s, loose);
		names_define(s->names, name, TYPE_TEXT, true, bind_cell, r, i);
		if (!str_eq(loose_name(&s->arena, name), plain) && side_column(side, loose) == i)
			names_define(s->names, plain, TYPE_TEXT, true, bind_cell, r, i);
	}
}

/* ---- what columns mean ---- */

/* Binds `words` as an expression over a row; NULL if there is no such column. */
static const struct code *ask(struct roster_state *s, const char *column, const char *words, enum type want)
{
	struct text *text = ARENA_NEW(&s->arena, struct text);

	if (side_column(&s->sheet.side, str_from(column)) == SIZE_MAX)
		return NULL;
	*text = (struct text){ .name = s->sheet.path, .folder = "", .body = str_from(words) };
	return sheet_bind(&s->sheet, expr_parse_text(text, &s->arena, names_diags(s->names)), want);
}

static bool find_columns(struct roster_state *s)
{
	const struct word *file = &names_agreement(s->names)->roster;

	s->name = lookup_column(&s->sheet.side, file->text,
				(struct word){ STR("rep"), file->where, file->span }, names_diags(s->names));
	s->team = side_column(&s->sheet.side, STR("team"));
	s->weight = ask(s, "weight", "weight", TYPE_NUMBER);
	s->active = ask(s, "active", "active != no", TYPE_FLAG);
	s->from = ask(s, "away_from", "away_from", TYPE_TIME);
	s->to = ask(s, "away_to", "away_to", TYPE_TIME);
	return s->name != SIZE_MAX;
}

/* ---- rows ---- */

static bool fail(struct roster_state *s, size_t row, const char *words, struct str cell)
{
	diag_error(names_diags(s->names), "%s:%u: %s: '%.*s'", s->sheet.path, s->sheet.side.line[row], words,
		   STR_ARG(cell));
	return false;
}

static bool read_weight(struct roster_state *s, struct rep *rep, struct frame *f)
{
	double weight = s->weight ? code_number(s->weight, f) : 1;

	if (isnan(weight))
		weight = 1;
	rep->weight = weight >= 0 && weight <= WEIGHT_MOST ? llround(weight * 1e6) : 0;
	if (rep->weight || weight == 0)
		return true;
	return fail(s, rep->row, "a weight is 0 to 1,000,000, in steps of a millionth",
		    side_cell(&s->sheet.side, rep->row, side_column(&s->sheet.side, STR("weight"))));
}

/* An absence that ends before it begins would be none at all: most often the year is a slip. */
static bool check_absence(struct roster_state *s, const struct rep *rep)
{
	const struct side *side = &s->sheet.side;

	if (rep->from == INSTANT_NONE || rep->to == INSTANT_NONE ||
	    instant_compare(rep->from, rep->to, names_program(s->names)->times.zone) <= 0)
		return true;
	struct str from = side_cell(side, rep->row, side_column(side, STR("away_from")));
	return fail(s, rep->row,
		    arena_print(&s->arena, "away_to: this lies before away_from, '%.*s'", STR_ARG(from)).p,
		    side_cell(side, rep->row, side_column(side, STR("away_to"))));
}

static bool read_rep(struct roster_state *s, struct rep *rep, size_t row)
{
	struct frame *f = sheet_at(&s->sheet, row);
	struct buf key = { 0 };

	*rep = (struct rep){ .name = side_cell(&s->sheet.side, row, s->name), .row = row };
	if (!rep->name.n) {
		diag_error(names_diags(s->names), "%s:%u: a row without a name in the column 'rep'",
			   s->sheet.path, s->sheet.side.line[row]);
		return false;
	}
	if (s->team != SIZE_MAX)
		rep->team = side_cell(&s->sheet.side, row, s->team);
	fold_key_append(&key, rep->name);
	rep->key = arena_copy(&s->arena, buf_view(&key));
	buf_release(&key);
	rep->active = !s->active || code_flag(s->active, f);
	rep->from = s->from ? code_time(s->from, f) : INSTANT_NONE;
	rep->to = s->to ? code_time(s->to, f) : INSTANT_NONE;
	return read_weight(s, rep, f) && sheet_good(&s->sheet) && check_absence(s, rep);
}

static int by_key(const void *a, const void *b)
{
	const struct rep *x = a, *y = b;
	int order = str_compare(x->key, y->key);

	return order ? order : (x->row > y->row) - (x->row < y->row);
}

static bool read_rows(struct roster *r)
{
	struct roster_state *s = r->state;
	bool good = true;

	r->rep = mem_new((s->sheet.side.rows + 1) * sizeof *r->rep);
	for (size_t i = 0; i < s->sheet.side.rows; i++)
		if (!side_blank(&s->sheet.side, i) && (good = read_rep(s, &r->rep[r->n], i) && good))
			r->n++;
	qsort(r->rep, r->n, sizeof *r->rep, by_key);
	for (size_t i = 0; i < r->n; i++)
		if (map_put(&s->by_key, r->rep[i].key, (uint32_t)i) != i)
			good = fail(s, r->rep[i].row, "this name stands on a row above", r->rep[i].name);
	if (good && !r->n)
		diag_error(names_diags(s->names), "%s: nobody is in the roster", s->sheet.path);
	return good && r->n;
}

struct roster *roster_read(struct names *n)
{
	const struct word *file = &names_agreement(n)->roster;
	struct roster *r = mem_new(sizeof *r);

	r->state = mem_new(sizeof *r->state);
	r->state->names = n;
	if (!file->text.p)
		return r;
	if (sheet_read(&r->state->sheet, n, file, STR_NONE) && find_columns(r->state) && read_rows(r)) {
		offer_columns(r);
		return r;
	}
	roster_free(r);
	return NULL;
}

void roster_free(struct roster *r)
{
	if (!r)
		return;
	sheet_release(&r->state->sheet);
	map_release(&r->state->by_key);
	buf_release(&r->state->key);
	arena_release(&r->state->arena);
	free(r->state);
	free(r->rep);
	free(r);
}

const struct rep *roster_find_in(const struct roster *r, struct str name, struct buf *scratch)
{
	buf_clear(scratch);
	fold_key_append(scratch, str_trim(name));
	const uint32_t *i = map_find(&r->state->by_key, buf_view(scratch));
	return i ? &r->rep[*i] : NULL;
}

const struct rep *roster_find(const struct roster *r, struct str name)
{
	return roster_find_in(r, name, &r->state->key);
}

bool rep_away(const struct rep *rep, int64_t moment, const struct zone *zone)
{
	if (rep->from == INSTANT_NONE && rep->to == INSTANT_NONE)
		return false;
	return (rep->from == INSTANT_NONE || instant_compare(rep->from, moment, zone) <= 0) &&
	       (rep->to == INSTANT_NONE || instant_compare(moment, rep->to, zone) <= 0);
}

const char *roster_place(const struct roster *r, const struct rep *rep, uint64_t *line)
{
	*line = r->state->sheet.side.line[rep->row];
	return r->state->sheet.path;
}

uint64_t roster_hash(const struct roster *r)
{
	struct buf all = { 0 };

	for (size_t c = 0; r->n && c < r->state->sheet.side.columns; c++)
		hash_item(&all, r->state->sheet.side.name[c]);
	for (size_t i = 0; i < r->n; i++)
		for (size_t c = 0; c < r->state->sheet.side.columns; c++)
			hash_item(&all, side_cell(&r->state->sheet.side, r->rep[i].row, c));
	uint64_t hash = hash_text(buf_view(&all), 0);
	buf_release(&all);
	return hash;
}
