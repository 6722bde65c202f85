/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See filing.h. */
#include "fold/filing.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/id.h"
#include "base/mem.h"
#include "base/number.h"
#include "fold/base_file.h"
#include "fold/filing_check.h"
#include "fold/lines.h"

enum {
	BASE_TIMES = 4,	   /* changes may have so many times the bytes of the last base */
	BASE_LEAST = 4096, /* and so many in any case */
	FEW = 20	   /* leads, of which a share says nothing */
};

/* A night while it is written. */
struct writing {
	const struct filing *f;
	struct archive *archive;
	struct buf *out;
	struct state state;
	const struct header_then *header, *last; /* tonight's, and the last one's; NULL: this is the first */
	size_t known;				 /* columns, before tonight */
	bool *fresh;				 /* was a column not there last night? */
	uint64_t *changed;			 /* leads of last night, by column */
	struct str *cell;			 /* of the row at hand */
	bool *met;				 /* leads */
	struct map respelled;			 /* leads whose ids are not their own keys, by these */
	bool has_respelled;
	uint64_t stayed, cells, leads, came, went;
};

static void put_time(struct buf *out, int64_t t, const struct zone *zone)
{
	struct buf text = { 0 };

	if (t != INSTANT_NONE)
		instant_write(&text, t, zone);
	line_add(out, buf_view(&text));
	buf_release(&text);
}

static void put_names(struct archive *a, struct str kind, const struct str *name, size_t n)
{
	line_add(&a->file.held, kind);
	for (size_t i = 0; i < n; i++)
		line_add(&a->file.held, name[i]);
	archive_end_line(a);
}

/* ---- how it begins ---- */

static struct hash_pair hash_of(const struct export *x)
{
	struct hash_pair sum = night_hash(x->plan->head, x->plan->n);
	struct str *cell = mem_new((x->plan->n + 1) * sizeof *cell);
	struct buf room = { 0 };

	for (size_t i = 0; i < x->n; i++) {
		export_cells(x, i, cell);
		night_hash_row(&sum, &room, cell, NULL, x->plan->n);
	}
	buf_release(&room);
	free(cell);
	return sum;
}

static void put_night(struct writing *w, struct hash_pair hash)
{
	const struct filing *f = w->f;
	const struct export *x = f->export;
	struct buf *out = w->out, hex = { 0 };

	line_add_hex(&hex, hash.high);
	line_add_hex(&hex, hash.low);
	line_add(out, STR("night"));
	line_add_number(out, w->archive->nights + 1);
	put_time(out, f->at, f->zone);
	line_add_number(out, x->n);
	line_add_number(out, x->plan->n);
	line_add(out, str_slice(buf_view(&hex), 0, 16));
	buf_str(out, str_slice(buf_view(&hex), 17, 33));
	line_add(out, f->file);
	put_time(out, x->modified, f->zone);
	archive_end_line(w->archive);
	buf_release(&hex);
}

static bool same_names(const struct str *a, size_t n, const struct str *b, size_t m)
{
	bool same = n == m;

	for (size_t i = 0; i < n && same; i++)
		same = str_eq(a[i], b[i]);
	return same;
}

/* What isn't kept, and the header, where they differ from last night's. */
static void put_header(struct writing *w)
{
	const struct filing *f = w->f;
	struct archive *a = w->archive;

	if (!same_names(f->except, f->excepts, a->except, a->excepts))
		put_names(w->archive, STR("except"), f->except, f->excepts);
	if (w->header != w->last)
		put_names(w->archive, STR("columns"), w->header->head, w->header->n);
}

static void meet_columns(struct writing *w)
{
	struct archive *a = w->archive;
	const struct export_plan *p = w->f->export->plan;

	w->known = a->columns.n;
	w->last = a->nights ? a->night[a->nights - 1].header : NULL;
	w->header = w->last && same_names(w->last->head, w->last->n, p->head, p->n)
			    ? w->last
			    : columns_meet(&a->columns, p->head, p->n);
	w->cell = mem_new((p->n + 1) * sizeof *w->cell);
	w->changed = mem_new((p->n + 1) * sizeof *w->changed);
	w->fresh = mem_new(a->columns.n + 1);
	for (size_t i = 0; i < p->n; i++)
		w->fresh[w->header->of[i]] = true;
	for (size_t i = 0; w->last && i < w->last->n; i++)
		w->fresh[w->last->of[i]] = false;
}

/* ---- what changed ---- */

static void put_lead(struct writing *w, struct str id, bool present)
{
	line_add(w->out, STR("lead"));
	line_add(w->out, id);
	line_add(w->out, present ? STR("absent") : STR("present"));
	line_add(w->out, present ? STR("present") : STR("absent"));
	archive_end_line(w->archive);
	w->came += present;
	w->went += !present;
}

static void put_cell(struct writing *w, struct str id, struct str column, struct str was, struct str is)
{
	line_add(w->out, STR("cell"));
	line_add(w->out, id);
	line_add(w->out, column);
	line_add(w->out, was);
	line_add(w->out, is);
	archive_end_line(w->archive);
}

/* The cells of a lead, which is in the row at hand; `stayed`: it was there last night. */
static void put_cells(struct writing *w, size_t lead, bool stayed)
{
	struct str *row = state_row(&w->state, lead), id = w->state.lead[lead].id;
	const struct header_then *h = w->header;
	uint64_t before = w->cells;

	for (size_t c = 0; c < h->n; c++) {
		struct str *was = &row[h->of[c]];
		if (str_eq(*was, w->cell[c]))
			continue;
		put_cell(w, id, h->name[c], *was, w->cell[c]);
		*was = w->cell[c];
		w->cells += stayed && !w->fresh[h->of[c]];
		w->changed[c] += stayed && !w->fresh[h->of[c]];
	}
	w->leads += w->cells > before;
}

static bool is_present(const struct writing *w, size_t lead)
{
	return lead != SIZE_MAX && w->state.lead[lead].present;
}

/* The leads that last night's state knows by an id that may be written in two ways: of several that are one,
 * the one that was there. */
static void list_respelled(struct writing *w)
{
	struct state *s = &w->state;

	w->has_respelled = true;
	for (size_t i = 0; i < s->n; i++) {
		struct str key = id_key_kept(s->lead[i].id, &s->arena);
		if (key.p == s->lead[i].id.p)
			continue;
		map_put(&w->respelled, key, (uint32_t)i);
		uint32_t *lead = map_find(&w->respelled, key);
		if (!is_present(w, *lead))
			*lead = (uint32_t)i;
	}
}

/* The lead of an id. In the archive it stays under the id that it was first filed by, since whoever reads the
 * archive compares bytes; where it stands under several, it is the one that was there last night. SIZE_MAX:
 * it isn't known. */
static size_t find_lead(struct writing *w, struct str id)
{
	struct id_room room;
	struct str key = id_key(id, &room);
	size_t lead = state_find(&w->state, id), other;

	if (is_present(w, lead) || (key.p == id.p && id.n != ID_SHORT))
		return lead;
	other = state_find(&w->state, key);
	if (is_present(w, other))
		return other;
	if (!w->has_respelled)
		list_respelled(w);
	const uint32_t *known = map_find(&w->respelled, key);
	if (known && (is_present(w, *known) || (lead == SIZE_MAX && other == SIZE_MAX)))
		return *known;
	return lead != SIZE_MAX ? lead : other;
}

static void put_row(struct writing *w, size_t i)
{
	const struct export *x = w->f->export;
	struct str id = x->row[i].id;
	size_t lead = find_lead(w, id);
	bool known = lead != SIZE_MAX, stayed = known && w->state.lead[lead].present;

	export_cells(x, i, w->cell);
	if (!stayed)
		put_lead(w, known ? w->state.lead[lead].id : id, true);
	if (!known)
		lead = state_add(&w->state, id);
	w->state.lead[lead].present = true;
	w->stayed += stayed;
	w->met[lead] = true;
	put_cells(w, lead, stayed);
}

static void put_changes(struct writing *w)
{
	const struct export *x = w->f->export;
	size_t known = w->state.n;

	w->met = mem_new(known + x->n + 1);
	for (size_t i = 0; i < x->n; i++)
		put_row(w, i);
	for (size_t i = 0; i < known; i++) {
		if (w->met[i] || !w->state.lead[i].present)
			continue;
		put_lead(w, w->state.lead[i].id, false);
		w->state.lead[i].present = false;
	}
}

/* ---- bases ---- */

static void put_base(struct archive *a, uint64_t night, const struct archive_base *base)
{
	struct buf *out = &a->file.held;

	line_add(out, STR("base"));
	line_add_number(out, night);
	line_add(out, base->file);
	line_add_hex(out, base->sum);
	archive_end_line(a);
}

/* Everything, for the first night. */
static bool put_first(struct writing *w)
{
	struct archive_base base;

	if (!base_of_export(w->archive, w->f->export, &base))
		return false;
	put_names(w->archive, STR("id"), &w->f->id, 1);
	put_base(w->archive, 1, &base);
	return true;
}

/* Another base behind tonight, when reading what changed since the last one takes long. Without it the
 * archive is as good as before. */
static bool renew_base(struct writing *w)
{
	struct archive *a = w->archive;
	size_t tonight = a->nights, last = a->nights;
	struct archive_base base;

	while (last && !(last < a->nights && a->night[last].base.file.p))
		last--;
	if (!a->nights || a->changes < BASE_LEAST ||
	    a->changes <= BASE_TIMES * base_size(a, &a->night[last].base))
		return true;
	bool good = base_of_state(&w->state, w->header, tonight, &base);
	if (good) {
		put_base(a, tonight + 1, &base);
		good = archive_commit(a, tonight + 1);
	}
	if (!good)
		diag_more(a->diags, "night %zu is filed all the same; only what makes it fast to read is not",
			  tonight + 1);
	return good;
}

/* ---- what is told ---- */

/* "1 cell", "1,043 cells" */
static struct str counted(struct archive *a, uint64_t n, const char *one, const char *many)
{
	return arena_print(&a->arena, "%.*s %s", STR_ARG(filing_number(a, n)), n == 1 ? one : many);
}

static void tell_columns(const struct writing *w)
{
	struct archive *a = w->archive;

	if (!w->last)
		return;
	for (size_t i = 0; i < w->header->n; i++)
		if (w->fresh[w->header->of[i]])
			diag_note(a->diags, "column '%.*s' is %s", STR_ARG(w->header->name[i]),
				  w->header->of[i] < w->known ? "back" : "new");
	bool *there = mem_new(a->columns.n + 1);
	for (size_t i = 0; i < w->header->n; i++)
		there[w->header->of[i]] = true;
	for (size_t i = 0; i < w->last->n; i++)
		if (!there[w->last->of[i]])
			diag_note(a->diags, "column '%.*s' is gone", STR_ARG(w->last->name[i]));
	free(there);
	for (size_t i = 0; i < w->header->n; i++)
		if (w->stayed >= FEW && 3 * w->changed[i] > w->stayed)
			diag_note(a->diags,
				  "column '%.*s' changed in %.*s of the %.*s that stayed: if it changes by "
				  "itself, "
				  "leave it out with --except; a new way of writing it looks like that, too",
				  STR_ARG(w->header->name[i]),
				  STR_ARG(counted(a, w->changed[i], "lead", "leads")),
				  STR_ARG(counted(a, w->stayed, "lead", "leads")));
}

static void tell(const struct writing *w)
{
	struct archive *a = w->archive;
	struct str leads = counted(a, w->f->export->n, "lead", "leads");
	struct buf when = { 0 };

	instant_write(&when, w->f->at, w->f->zone);
	if (!w->last)
		diag_note(a->diags, "night 1 (%.*s) is filed whole, in %s: %.*s, %.*s",
			  STR_ARG(buf_view(&when)), archive_path(a, STR(ARCHIVE_BASE)), STR_ARG(leads),
			  STR_ARG(counted(a, w->f->export->plan->n, "column", "columns")));
	else
		diag_note(a->diags,
			  "night %zu (%.*s) is filed: %.*s; %.*s came, %.*s went, %.*s changed in %.*s",
			  a->nights + 1, STR_ARG(buf_view(&when)), STR_ARG(leads),
			  STR_ARG(filing_number(a, w->came)), STR_ARG(filing_number(a, w->went)),
			  STR_ARG(counted(a, w->cells, "cell", "cells")),
			  STR_ARG(counted(a, w->leads, "lead", "leads")));
	buf_release(&when);
	tell_columns(w);
}

/* ---- filing ---- */

/* The first night goes where nothing else stands. */
static bool is_free(struct archive *a)
{
	const char *base = archive_path(a, STR(ARCHIVE_BASE));

	if (a->months || access(base, F_OK) != 0)
		return true;
	diag_error(a->diags, "%s: this file belongs to no archive; name another folder", base);
	return false;
}

static bool write_night(struct writing *w, struct hash_pair hash)
{
	struct archive *a = w->archive;
	const struct filing *f = w->f;
	bool first = !a->nights;

	meet_columns(w);
	if (first)
		state_init(&w->state, a, 0);
	else if (!state_load(&w->state, a, a->nights - 1, 0))
		return false;
	if ((first && !is_free(a)) || !archive_place(a, f->at, f->zone))
		return false;
	w->out = &a->file.held;
	put_night(w, hash);
	put_header(w);
	if (first && !put_first(w))
		return false;
	if (!first)
		put_changes(w);
	if (!archive_commit(a, a->nights + 1))
		return false;
	tell(w);
	return renew_base(w);
}

bool filing_write(struct filing *f)
{
	struct hash_pair hash = hash_of(f->export);
	struct writing w = { .f = f, .archive = f->archive };
	enum filing_verdict verdict = filing_check(f, hash);

	if (verdict != FILING_NEW)
		return verdict == FILING_SAME;
	bool good = write_night(&w, hash);
	map_release(&w.respelled);
	state_release(&w.state);
	free(w.fresh);
	free(w.changed);
	free(w.cell);
	free(w.met);
	return good;
}

bool filing_void(struct archive *a, uint64_t number, const struct zone *zone)
{
	if (!number || number > a->nights) {
		diag_error(a->diags, "--void %llu: %s has nights 1 to %zu; --nights lists them",
			   (unsigned long long)number, a->folder, a->nights);
		return false;
	}
	if (a->night[number - 1].is_void) {
		diag_error(a->diags, "--void %llu: that night is void already", (unsigned long long)number);
		return false;
	}
	if (!archive_place(a, a->night[number - 1].at, zone))
		return false;
	line_add(&a->file.held, STR("void"));
	line_add_number(&a->file.held, number);
	archive_end_line(a);
	if (!archive_commit(a, number))
		return false;
	diag_note(a->diags, "%.*s is void: it doesn't count any more; its lines stay",
		  STR_ARG(filing_night(a, (size_t)number - 1, zone)));
	return true;
}
