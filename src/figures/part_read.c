/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts, read from files: see part.h. The sum at the end is compared before any count is looked at. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/number.h"
#include "figures/part_internal.h"
#include "table/batch.h"
#include "table/source.h"

static bool refuse(struct partial *p, const char *format, ...) __attribute__((format(printf, 2, 3)));

static bool refuse(struct partial *p, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	if (!p->error.n)
		buf_vprint(&p->error, format, args);
	va_end(args);
	return false;
}

static bool is_key(const struct partial *p, const struct part_row *r, const char *key)
{
	return str_eq(part_cell(p, r, PART_KEY), str_from(key));
}

static void keep(struct partial *p, const struct record *record, uint64_t line, struct buf *room)
{
	MEM_ROOM(p->row, p->nrow, p->row_cap);
	struct part_row *r = &p->row[p->nrow++];

	r->line = line;
	r->text = p->texts.n;
	for (size_t i = 0; i < PART_CELLS; i++) {
		struct str cell = record_text(record, i, room);
		r->n[i] = (uint32_t)cell.n;
		buf_str(&p->texts, cell);
	}
}

static void keep_all(struct partial *p, const struct batch *b, struct buf *room)
{
	uint64_t line = b->first_line;
	size_t at = 0;

	for (size_t i = 0; i < b->marks.nrow; i++) {
		struct record r = batch_record(b, i);
		line += count_newlines(b->buf + at, b->marks.start[i] - at);
		at = b->marks.start[i];
		keep(p, &r, line, room);
	}
}

static bool has_heads(const struct header *h)
{
	bool all = h->n == PART_CELLS;

	for (size_t i = 0; i < PART_CELLS && all; i++)
		all = str_eq(h->name[i], str_from(part_heads[i]));
	return all;
}

/* Before anything else is looked at: parts of other versions may look otherwise. */
static bool check_version(struct partial *p, const char *tool)
{
	const struct part_row *r = p->nrow ? p->row : NULL;

	if (!r || !is_key(p, r, "about") || !str_eq(part_cell(p, r, PART_NAME), STR("version")))
		return refuse(p, "%s: this is not a partial; --partial makes one of leads", p->file);
	struct str version = part_cell(p, r, PART_DETAIL);
	return str_eq(version, STR(PART_VERSION)) ||
	       refuse(p, "%s:%" PRIu64 ": a partial of version %.*s, which this %s can't read; make it anew",
		      p->file, r->line, STR_ARG(version.n > 40 ? str_slice(version, 0, 40) : version), tool);
}

static uint64_t sum_with(const struct partial *p, const struct part_row *r, struct buf *room)
{
	struct str cell[PART_CELLS];

	for (size_t i = 0; i < PART_CELLS; i++)
		cell[i] = part_cell(p, r, i);
	return part_sum_of(room, cell, p->sum);
}

/* All rows are there, and as they were written. */
static bool check_end(struct partial *p, struct buf *room)
{
	size_t end = 0;
	char hex[24];

	while (end < p->nrow && !is_key(p, &p->row[end], "end"))
		p->sum = sum_with(p, &p->row[end++], room);
	if (end == p->nrow)
		return refuse(p,
			      "%s: this partial is incomplete: its last row, 'end', is missing; make it anew",
			      p->file);
	if (end + 1 < p->nrow)
		return refuse(p, "%s:%" PRIu64 ": a row behind the end of the partial", p->file,
			      p->row[end + 1].line);
	const struct part_row *r = &p->row[end];
	snprintf(hex, sizeof hex, "%016" PRIx64, p->sum);
	int64_t rows = 0;
	bool whole = number_read_whole(part_cell(p, r, PART_N), 1, INT64_MAX, &rows) && (size_t)rows == end &&
		     str_eq(part_cell(p, r, PART_DETAIL), str_from(hex));
	p->nrow = end;
	return whole || refuse(p,
			       "%s: its rows are not those that were written: this partial was changed or "
			       "damaged; make it anew",
			       p->file);
}

static bool read_print(struct str hex, struct hash_pair *print)
{
	uint64_t half[2] = { 0, 0 };

	for (size_t i = 0; i < hex.n; i++) {
		char c = hex.p[i];
		unsigned digit = c >= '0' && c <= '9'	? (unsigned)(c - '0')
				 : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a') + 10
							: 16;
		if (digit > 15 || hex.n != 32)
			return false;
		half[i / 16] = half[i / 16] << 4 | digit;
	}
	*print = (struct hash_pair){ .high = half[0], .low = half[1] };
	return hex.n;
}

/* The rows about the part, and of which rows it is. */
static bool take_abouts(struct partial *p)
{
	for (; p->at < p->nrow && is_key(p, &p->row[p->at], "about"); p->at++) {
		const struct part_row *r = &p->row[p->at];
		MEM_ROOM(p->about, p->nabout, p->about_cap);
		p->about[p->nabout++] =
			(struct part_about){ arena_copy(&p->arena, part_cell(p, r, PART_NAME)),
					     arena_copy(&p->arena, part_cell(p, r, PART_DETAIL)), r->line };
	}
	for (; p->at < p->nrow && is_key(p, &p->row[p->at], "rows"); p->at++) {
		const struct part_row *r = &p->row[p->at];
		struct part_rows x;
		int64_t n;
		if (!part_check(p, number_read_whole(part_cell(p, r, PART_N), 1, INT64_MAX / 1024, &n) &&
					   read_print(part_cell(p, r, PART_DETAIL), &x.print)))
			return false;
		x.n = (uint64_t)n;
		MEM_ROOM(p->of, p->nof, p->of_cap);
		p->of[p->nof++] = x;
	}
	return true;
}

/* Words for a source that can't be read are in `diags`, as the tool's own; here they are an error alone. */
static bool refuse_source(struct partial *p, const struct source *s, struct diags *diags)
{
	struct str said = buf_view(&diags->out);

	if (s->error.p)
		return refuse(p, "%.*s", STR_ARG(s->error));
	if (str_starts(said, str_from(diags->tool)))
		said = str_slice(said, strlen(diags->tool) + 2, said.n);
	return refuse(p, "%.*s", STR_ARG(str_trim(said)));
}

bool part_load(struct partial *p, const char *file, const char *tool)
{
	struct source_options options = { .delimiter = ',' };
	struct diags diags = { .tool = tool };
	struct source s;
	struct batch b = { 0 };
	struct buf room = { 0 };
	int got = -1;

	*p = (struct partial){ .reads = true, .file = file ? file : "standard input" };
	bool good = source_open(&s, &file, file ? 1 : 0, &options, &diags);
	if (good && !has_heads(&s.header))
		good = refuse(p, "%s: this is not a partial; --partial makes one of leads", p->file);
	while (good && (got = source_next(&s, &b)) > 0)
		keep_all(p, &b, &room);
	if (!p->error.n && got < 0)
		good = refuse_source(p, &s, &diags);
	good = good && check_version(p, tool) && check_end(p, &room) && take_abouts(p);
	source_close(&s);
	batch_release(&b);
	buf_release(&room);
	diags_release(&diags);
	return good;
}

struct str part_says(const struct partial *p, struct str name)
{
	for (size_t i = 0; i < p->nabout; i++)
		if (str_eq(p->about[i].name, name))
			return p->about[i].detail;
	return STR_NONE;
}

void part_go_on(struct partial *p, const struct partial *before)
{
	p->counted = before->counted;
	p->added = before->added;
}

bool part_close(struct partial *p)
{
	bool good = !p->error.n && part_check(p, p->at == p->nrow);

	buf_release(&p->texts);
	free(p->row);
	p->row = NULL;
	p->nrow = p->at = p->row_cap = 0;
	return good;
}
