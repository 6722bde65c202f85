/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The lines of an archive are judged and taken, block by block: see archive.h. A line is good only if it is
 * what a run would have written there.
 */
#include "fold/archive_internal.h"

#include "base/mem.h"
#include "base/number.h"
#include "fold/lines.h"

const struct journal_kind archive_kind = {
	.header = STR("archive,1"),
	.name = "a month of an archive",
	.remedy = "if another program wrote it, move it out of the archive's folder",
	.records = "nights",
	.half = "half a night",
	.end = STR("end"),
};

enum word { CELL, LEAD, END, NIGHT, VOID, BASE, COLUMNS, EXCEPT, ID, WORDS };

/* What every kind of line looks like; `most` 0: any number of cells. */
static const struct shape {
	struct str word;
	size_t least, most;
} shapes[WORDS] = {
	[CELL] = { STR("cell"), 5, 5 },	      [LEAD] = { STR("lead"), 4, 4 },
	[END] = { STR("end"), 4, 4 },	      [NIGHT] = { STR("night"), 8, 8 },
	[VOID] = { STR("void"), 2, 2 },	      [BASE] = { STR("base"), 4, 4 },
	[COLUMNS] = { STR("columns"), 2, 0 }, [EXCEPT] = { STR("except"), 1, 0 },
	[ID] = { STR("id"), 2, 2 },
};

static enum word word_of(const struct record *line)
{
	struct str word = record_raw(line, 0);
	enum word w = CELL;

	while (w < WORDS && !str_eq(shapes[w].word, word))
		w++;
	return w;
}

static struct str cell(struct block *b, const struct record *line, size_t i)
{
	return line_cell(line, i, &b->text);
}

static bool read_count(struct str s, uint64_t *out)
{
	int64_t n;

	if (!number_read_whole(s, 0, INT64_MAX, &n))
		return false;
	*out = (uint64_t)n;
	return true;
}

static bool read_time(struct str s, int64_t *out)
{
	struct time_style utc = { .zone = zone_utc() };

	return instant_read(s, &utc, out) == TIME_READ;
}

/* ---- judging ---- */

/* Reads the line that begins a night, into b->night. */
static struct str judge_night(struct block *b, const struct record *line)
{
	struct night *n = &b->night;
	size_t next = b->archive->nights + 1;

	*n = (struct night){ .modified = INSTANT_NONE };
	if (!read_count(cell(b, line, 1), &b->number) || b->number != next)
		return arena_print(&b->archive->arena,
				   "night %zu must stand here; a night, or a month's file, is gone", next);
	if (!read_time(cell(b, line, 2), &n->at))
		return STR("the night's time is none");
	if (!read_count(cell(b, line, 3), &n->rows) || !read_count(cell(b, line, 4), &b->columns))
		return STR("the night's numbers of rows and columns are none");
	struct str hash = cell(b, line, 5);
	if (hash.n != 32 || !hex_read(str_slice(hash, 0, 16), &n->hash.high) ||
	    !hex_read(str_slice(hash, 16, 32), &n->hash.low))
		return STR("the night's hash is none");
	struct str modified = cell(b, line, 7);
	if (modified.n && !read_time(modified, &n->modified))
		return STR("the night's newest time is none");
	return STR_NONE;
}

static struct str judge_void(struct block *b, const struct record *line)
{
	if (!read_count(cell(b, line, 1), &b->number) || !b->number || b->number > b->archive->nights)
		return STR("there is no such night");
	if (b->archive->night[b->number - 1].is_void)
		return STR("that night is void already");
	return STR_NONE;
}

/* In a night's block, or as one of its own behind a night. */
static struct str judge_base(struct block *b, const struct record *line)
{
	struct archive_base *base = &b->night.base;
	struct str file = cell(b, line, 2);
	uint64_t number;

	if (!str_starts(file, STR("base")) || memchr(file.p, '/', file.n))
		return STR("that is no name of a base");
	base->file = arena_copy(&b->archive->arena, file);
	if (!hex_read(cell(b, line, 3), &base->sum))
		return STR("the base's checksum is none");
	if (!read_count(cell(b, line, 1), &number) || !number ||
	    number != b->archive->nights + (b->is == BLOCK_NIGHT))
		return STR("a base is of the night before it");
	b->number = number;
	return STR_NONE;
}

static struct str judge_lead(struct block *b, const struct record *line)
{
	struct str was = record_raw(line, 2), is = record_raw(line, 3);
	bool came = str_eq(was, STR("absent")) && str_eq(is, STR("present"));

	(void)b;
	if (!came && !(str_eq(was, STR("present")) && str_eq(is, STR("absent"))))
		return STR("a lead is present or absent");
	return STR_NONE;
}

static struct str judge_end(struct block *b, const struct record *line)
{
	const struct archive *a = b->archive;
	uint64_t number, lines, sum;

	if (!read_count(cell(b, line, 1), &number) || number != b->number ||
	    !read_count(cell(b, line, 2), &lines) || lines != b->lines)
		return STR("lines of this night are gone, or some are not its own");
	if (!hex_read(cell(b, line, 3), &sum) || sum != b->sum)
		return STR("the checksum is another one, so a line above, of this night, was changed or a "
			   "night before it is gone");
	size_t columns = b->head ? b->heads : a->nights ? a->night[a->nights - 1].header->n : 0;
	if (b->is == BLOCK_NIGHT && columns != b->columns)
		return STR("the night has other columns than it says");
	if (b->is == BLOCK_NIGHT && !a->nights && !(b->head && b->night.base.file.p && b->id.p))
		return STR("the first night has no columns, no id or no base");
	return STR_NONE;
}

/* Which lines may stand where: outside of a block, and in one of a night. */
static struct str judge_place(const struct block *b, enum word w)
{
	bool begins = w == NIGHT || w == VOID || (w == BASE && b->is == BLOCK_NONE);

	if (begins && b->is != BLOCK_NONE)
		return STR("a night begins where another one has not ended");
	if (!begins && b->is == BLOCK_NONE)
		return STR("this belongs to no night");
	if (!begins && w != END && b->is != BLOCK_NIGHT)
		return STR("only a night has such lines");
	return STR_NONE;
}

static struct str judge(void *ctx, const struct record *line)
{
	static struct str (*const judges[WORDS])(struct block *, const struct record *) = {
		[LEAD] = judge_lead, [END] = judge_end,	  [NIGHT] = judge_night,
		[VOID] = judge_void, [BASE] = judge_base,
	};
	struct block *b = ctx;
	enum word w = word_of(line);

	if (w == WORDS)
		return STR("this is no line of an archive");
	if (line->cells < shapes[w].least || (shapes[w].most && line->cells > shapes[w].most))
		return STR("the line has more cells than such a line has, or fewer");
	struct str why = judge_place(b, w);
	return why.p || !judges[w] ? why : judges[w](b, line);
}

/* ---- taking ---- */

static const struct str *take_names(struct block *b, const struct record *line, size_t *n)
{
	struct str *names = ARENA_ARRAY(&b->archive->arena, line->cells, struct str);

	*n = line->cells - 1;
	for (size_t i = 0; i < *n; i++)
		names[i] = arena_copy(&b->archive->arena, cell(b, line, i + 1));
	return names;
}

static void take_night(struct block *b)
{
	struct archive *a = b->archive;

	b->night.header =
		b->head ? columns_meet(&a->columns, b->head, b->heads) : a->night[a->nights - 1].header;
	b->night.month = a->months - 1;
	if (b->except) {
		a->except = b->except;
		a->excepts = b->excepts;
	}
	if (b->id.p)
		a->id = b->id;
	MEM_ROOM(a->night, a->nights, a->nights_cap);
	a->night[a->nights++] = b->night;
}

/* The block counts. */
static void take_end(struct block *b, uint64_t bytes)
{
	struct archive *a = b->archive;

	if (b->is == BLOCK_NIGHT)
		take_night(b);
	else if (b->is == BLOCK_VOID)
		a->night[b->number - 1].is_void = true;
	else
		a->night[b->number - 1].base = b->night.base;
	a->changes = b->night.base.file.p ? 0 : a->changes + bytes;
	a->sum = b->sum;
	b->is = BLOCK_NONE;
}

static void begin(struct block *b, enum word w)
{
	struct archive *a = b->archive;

	b->is = w == NIGHT ? BLOCK_NIGHT : w == VOID ? BLOCK_VOID : BLOCK_BASE;
	b->head = b->except = NULL;
	b->id = STR_NONE;
	b->lines = 0;
	b->sum = a->sum;
	b->night.place = a->file.at;
	if (w == VOID)
		b->night.base = (struct archive_base){ 0 };
}

static void take(void *ctx, const struct record *line)
{
	struct block *b = ctx;
	enum word w = word_of(line);

	if (w == END) {
		take_end(b, b->archive->file.at - b->night.place);
		return;
	}
	if (b->is == BLOCK_NONE)
		begin(b, w);
	if (w == NIGHT)
		b->night.file = arena_copy(&b->archive->arena, cell(b, line, 6));
	else if (w == COLUMNS)
		b->head = take_names(b, line, &b->heads);
	else if (w == EXCEPT)
		b->except = take_names(b, line, &b->excepts);
	else if (w == ID)
		b->id = arena_copy(&b->archive->arena, cell(b, line, 1));
	b->night.cells += w == CELL;
	if (w == LEAD)
		*(str_eq(record_raw(line, 3), STR("present")) ? &b->night.came : &b->night.went) += 1;
	b->lines++;
	b->sum = line_sum(b->sum, line);
}

const struct journal_reader archive_reader = { .judge = judge, .take = take };
