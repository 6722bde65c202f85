/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A map of ids is read, closed and asked: see id_map.h. */
#include "lead/id_map_internal.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/file.h"
#include "base/id.h"
#include "base/mem.h"
#include "base/number.h"

const struct str map_column_name[MAP_COLUMNS] = { STR("old"), STR("kept"), STR("since") };

struct id_map *id_map_new(const char *path, struct diags *diags)
{
	struct id_map *m = mem_new(sizeof *m);

	*m = (struct id_map){ .path = path, .diags = diags, .fd = -1 };
	for (size_t c = 0; c < MAP_COLUMNS; c++)
		m->column[c] = c;
	return m;
}

/* ---- ids and lines ---- */

uint32_t id_map_number(struct id_map *m, struct str id)
{
	struct id_room room;
	const uint32_t *known = map_find(&m->ids, id_key(id, &room));

	if (known)
		return *known;
	MEM_ROOM(m->id, m->nids, m->ids_cap);
	m->id[m->nids] = (struct map_id){ .text = arena_copy(&m->arena, id),
					  .line = ID_NONE,
					  .parts = ID_NONE,
					  .olds = ID_NONE,
					  .last = ID_NONE,
					  .place = ID_NONE };
	m->nids++;
	return map_put(&m->ids, id_key_kept(m->id[m->nids - 1].text, &m->arena), (uint32_t)m->nids - 1);
}

void id_map_link(struct id_map *m, uint32_t line)
{
	struct map_id *kept = &m->id[m->line[line].kept];

	m->line[line].next = ID_NONE;
	if (kept->last == ID_NONE)
		kept->olds = line;
	else
		m->line[kept->last].next = line;
	kept->last = line;
	if (line < kept->place)
		kept->place = line;
}

/* ---- reading ---- */

static struct str cell(const struct id_map *m, size_t row, enum map_column c)
{
	return side_cell(&m->side, row, m->column[c]);
}

static bool find_columns(struct id_map *m)
{
	for (size_t c = 0; c < MAP_COLUMNS; c++)
		m->column[c] = side_column(&m->side, map_column_name[c]);
	if (m->column[MAP_OLD] != SIZE_MAX && m->column[MAP_KEPT] != SIZE_MAX)
		return true;
	diag_error(m->diags, "%s: no column '%s'; a map of ids begins with the line old,kept", m->path,
		   m->column[MAP_OLD] == SIZE_MAX ? "old" : "kept");
	return false;
}

/* Two ids, neither of them empty or one that a spreadsheet has spoilt. */
static bool is_line(const struct id_map *m, size_t row)
{
	unsigned at = m->side.line[row];

	for (enum map_column c = MAP_OLD; c <= MAP_KEPT; c++) {
		struct str id = cell(m, row, c);
		if (!id.n)
			diag_error(m->diags, "%s:%u: no %s id; fill it in, or take the line out", m->path, at,
				   c == MAP_OLD ? "old" : "kept");
		else if (number_is_rounded(id))
			diag_error(m->diags,
				   "%s:%u: the id '%.*s' has been rounded by a spreadsheet, so several leads "
				   "may have it; write it anew, in a column that is text",
				   m->path, at, STR_ARG(id));
	}
	return cell(m, row, MAP_OLD).n && cell(m, row, MAP_KEPT).n;
}

static uint32_t add_line(struct id_map *m, size_t row, uint32_t old, uint32_t kept)
{
	MEM_ROOM(m->line, m->nlines, m->lines_cap);
	m->line[m->nlines] =
		(struct map_line){ .old = old, .kept = kept, .row = (uint32_t)row, .next = ID_NONE };
	return (uint32_t)m->nlines++;
}

/* Lines that part an id, wherever they stand; so an id that is parted has no other. */
static void take_parting(struct id_map *m, size_t row)
{
	struct str old = cell(m, row, MAP_OLD);

	if (!str_eq(old, cell(m, row, MAP_KEPT)))
		return;
	uint32_t id = id_map_number(m, old);
	if (m->id[id].parts == ID_NONE)
		m->id[id].parts = (uint32_t)row;
}

static void take(struct id_map *m, size_t row)
{
	uint32_t old = id_map_number(m, cell(m, row, MAP_OLD));
	uint32_t kept = id_map_number(m, cell(m, row, MAP_KEPT));
	struct map_id *id = &m->id[old];
	bool parts = str_eq(cell(m, row, MAP_OLD), cell(m, row, MAP_KEPT));
	bool first = old == kept ? parts && id->parts == row : id->parts == ID_NONE && id->line == ID_NONE;

	if (first && old == kept) {
		add_line(m, row, old, kept);
	} else if (first) {
		id->line = add_line(m, row, old, kept);
	} else if (old != kept && id->line != ID_NONE && m->line[id->line].kept != kept) {
		uint32_t other = m->line[id->line].kept;
		diag_error(m->diags,
			   "%s:%u: '%.*s' is kept as '%.*s', and by line %u as '%.*s'; an id has one line, "
			   "so take one of them out",
			   m->path, m->side.line[row], STR_ARG(id->text), STR_ARG(m->id[kept].text),
			   m->side.line[m->line[id->line].row], STR_ARG(m->id[other].text));
	} else {
		m->changed = true; /* it says nothing that isn't said, and is not written again */
	}
}

/* ---- closing ---- */

static bool parts(const struct map_line *l)
{
	return l->old == l->kept;
}

/* Each line names the last id that its own lead to. A line is visited once: behind it all are closed. */
static bool close_line(struct id_map *m, uint32_t from, uint32_t *seen)
{
	uint32_t at = from, end = ID_NONE;

	while (end == ID_NONE) {
		const struct map_id *kept = &m->id[m->line[at].kept];
		seen[at] = from + 1;
		if (kept->line == ID_NONE) {
			end = m->line[at].kept;
		} else if (seen[kept->line] == from + 1) {
			diag_error(m->diags,
				   "%s:%u: '%.*s' is kept as '%.*s', which leads back to it in a circle; "
				   "take one of the lines out",
				   m->path, m->side.line[m->line[at].row],
				   STR_ARG(m->id[m->line[at].old].text), STR_ARG(kept->text));
			return false;
		} else {
			at = kept->line;
		}
	}
	for (at = from; m->line[at].kept != end;) {
		uint32_t next = m->id[m->line[at].kept].line;
		m->line[at].kept = end;
		m->changed = true;
		at = next;
	}
	return true;
}

static bool close_all(struct id_map *m)
{
	uint32_t *seen = mem_new((m->nlines + 1) * sizeof *seen);
	bool good = true;

	for (uint32_t i = 0; i < m->nlines && good; i++)
		if (!parts(&m->line[i]) && !seen[i])
			good = close_line(m, i, seen);
	free(seen);
	for (uint32_t i = 0; i < m->nlines && good; i++) {
		if (parts(&m->line[i]))
			m->id[m->line[i].old].parts = i;
		else
			id_map_link(m, i);
	}
	return good;
}

bool id_map_read_text(struct id_map *m, struct str text)
{
	unsigned before = m->diags->errors;

	if (!side_read_short(&m->side, m->path, text, m->diags) || !find_columns(m))
		return false;
	for (size_t i = 0; i < m->side.rows; i++)
		if (!side_blank(&m->side, i) && is_line(m, i))
			take_parting(m, i);
	for (size_t i = 0; i < m->side.rows && m->diags->errors == before; i++)
		if (!side_blank(&m->side, i))
			take(m, i);
	return m->diags->errors == before && close_all(m);
}

struct id_map *id_map_read(const char *path, struct diags *diags)
{
	struct id_map *m = id_map_new(path, diags);
	struct buf text = { 0 };
	bool good = file_read(path, &text);

	if (!good)
		diag_error(diags, "%s: %s%s", path, file_why(errno),
			   errno == ENOENT ? "; leadfold --same --map makes it" : "");
	else if (text.n) /* else a run was killed that had just made it */
		good = id_map_read_text(m, buf_view(&text));
	buf_release(&text);
	if (good)
		return m;
	id_map_close(m);
	return NULL;
}

void id_map_close(struct id_map *m)
{
	if (!m)
		return;
	if (m->made)
		unlink(m->path);
	if (m->fd >= 0)
		close(m->fd);
	side_release(&m->side);
	map_release(&m->ids);
	free(m->id);
	free(m->line);
	arena_release(&m->arena);
	free(m);
}

/* ---- what it says ---- */

static const struct map_id *find(const struct id_map *m, struct str id)
{
	struct id_room room;
	const uint32_t *known = m ? map_find(&m->ids, id_key(id, &room)) : NULL;

	return known ? &m->id[*known] : NULL;
}

struct str id_map_kept(const struct id_map *m, struct str id)
{
	const struct map_id *known = find(m, id);

	if (!known)
		return id;
	return known->line != ID_NONE ? m->id[m->line[known->line].kept].text : known->text;
}

bool id_map_is_old(const struct id_map *m, struct str id)
{
	const struct map_id *known = find(m, id);

	return known && known->line != ID_NONE;
}

bool id_map_parted(const struct id_map *m, struct str kept)
{
	const struct map_id *known = find(m, kept);

	return known && known->parts != ID_NONE;
}

bool id_map_parts(const struct id_map *m)
{
	for (size_t i = 0; m && i < m->nids; i++)
		if (m->id[i].parts != ID_NONE)
			return true;
	return false;
}

size_t id_map_since(const struct id_map *m, struct str kept)
{
	const struct map_id *known = find(m, kept);

	return known && known->place != ID_NONE ? known->place : SIZE_MAX;
}

const char *id_map_path(const struct id_map *m)
{
	return m->path;
}
