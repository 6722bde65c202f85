/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows out: see emit.h. */
#include "cmd/emit_internal.h"

#include "base/block.h"
#include "base/cell.h"
#include "base/number.h"
#include "cmd/changes.h"
#include "cmd/spelling.h"
#include "report/json.h"
#include "table/writer.h"

/* The widths of a table are those of its first rows: this many rows, or this many bytes of cells, whichever
 * is reached first. Until then rows are held, however they arrive, so a slow pipe makes the same table as a
 * file. */
enum { TIME_ROOM = 32 }; /* a time is never cut in a table */

enum { MEASURED_ROWS = 1000, MEASURED_BYTES = 256 * 1024 };

bool emitter_is_grid(const struct emitter *e)
{
	return !format_kinds[e->format].cells && !e->keys;
}

/* What of a value of the tool's is not written as it always is. */
static enum type respelled(const struct emitter *e, const struct out_column *c)
{
	enum type type = code_type(c->code);

	if (type == TYPE_TEXT && c->plain)
		type = c->kind;
	if ((type == TYPE_NUMBER && e->decimal != '.') || (type == TYPE_TIME && e->times != TIMES_ISO))
		return type;
	return TYPE_NONE;
}

/* By what the input's column holds, or the value. */
static bool is_of(const struct out_column *c, enum type type)
{
	return c->kind == type || (c->code && code_type(c->code) == type);
}

/* Columns that are neighbors in the input and the output are copied in one run. */
static void plan(struct emitter *e)
{
	size_t *times = ARENA_ARRAY(&e->arena, e->header->n + 1, size_t); /* each is copied */

	e->pieces = ARENA_ARRAY(&e->arena, e->ncolumns, struct piece);
	for (size_t i = 0; i < e->ncolumns; i++) {
		const struct out_column *c = &e->columns[i];
		if (!c->code && ++times[c->column] > e->copies)
			e->copies = times[c->column];
		struct piece *last = e->npieces ? &e->pieces[e->npieces - 1] : NULL;
		if (c->code)
			e->pieces[e->npieces++] = (struct piece){ .value = c,
								  .type = code_type(c->code),
								  .respelled = respelled(e, c),
								  .number = is_of(c, TYPE_NUMBER) };
		else if (last && !e->keys && !last->value && last->to + 1 == c->column)
			last->to++;
		else
			e->pieces[e->npieces++] = (struct piece){ .from = c->column,
								  .to = c->column,
								  .number = is_of(c, TYPE_NUMBER) };
	}
}

/* What stands before each value of a row in JSON. */
static void name_values(struct emitter *e)
{
	struct str *name = ARENA_ARRAY(&e->arena, e->ncolumns, struct str);

	for (size_t i = 0; i < e->ncolumns; i++)
		name[i] = e->columns[i].name;
	e->keys = json_keys(&e->arena, name, e->ncolumns, e->format == FORMAT_JSON ? ",\n{" : "{");
	e->row_end = e->format == FORMAT_JSON ? STR("}") : STR("}\n");
	for (size_t i = 0; i < e->ncolumns; i++)
		e->fixed += e->keys[i].n;
}

/* Bytes that cell_write and cell_write_safe may have to change. */
static void learn_care(struct emitter *e)
{
	for (const char *c = "\"\n\r\t\\"; *c; c++)
		e->care[(unsigned char)*c] = 1;
	for (const char *c = "=+-@ \v\f'"; *c; c++)
		e->care_first[(unsigned char)*c] = 1;
	e->care[(unsigned char)e->out.delimiter] = 1;
	e->odd_delimiter = !strchr(",;\t|", e->out.delimiter) || e->out.delimiter == e->decimal;
}

/* Can no text that is made of the column's words need care? Any of them may be its first. */
static bool words_are_plain(const struct emitter *e, const struct out_column *c)
{
	bool plain = c->words && !e->keys && !emit_needs_care(e, STR("0123456789; + - cap floor"));

	for (size_t i = 0; i < c->nwords && plain; i++)
		plain = c->words[i].n && !emit_needs_care(e, c->words[i]);
	return plain;
}

void emitter_init(struct emitter *e, const struct source *s, const struct common *common, struct look look,
		  struct out_column *columns, size_t n)
{
	*e = (struct emitter){ .in = s->dialect,
			       .out = rows_dialect(common, s->dialect),
			       .look = look,
			       .header = &s->header,
			       .excel_safe = common->excel_safe,
			       .bom = common->bom,
			       .decimal = rows_decimal(common),
			       .times = rows_times(common),
			       .columns = columns,
			       .ncolumns = n };
	if (common->format >= 0)
		e->format = (enum format)common->format;
	e->translates = e->in.delimiter != e->out.delimiter || e->in.raw_tsv != e->out.raw_tsv;
	e->recode = e->excel_safe || e->translates;
	if (e->format == FORMAT_JSON || e->format == FORMAT_JSONL)
		name_values(e);
	plan(e);
	learn_care(e);
	for (size_t i = 0; i < n; i++)
		columns[i].plain |= words_are_plain(e, &columns[i]);
	for (size_t i = 0; i < n && emitter_is_grid(e); i++) {
		bool number = is_of(&columns[i], TYPE_NUMBER);
		grid_column(&e->grid, arena_copy(&e->arena, columns[i].name).p,
			    number ? ALIGN_RIGHT : ALIGN_LEFT, number);
	}
	grid_of_rows(&e->grid, common->columns ? "-f csv has all, or a wider window" : "-c names your own");
	for (size_t i = 0; i < e->grid.columns; i++) {
		struct grid_column *column = &e->grid.column[i];
		column->weight = columns[i].weight;
		if (is_of(&columns[i], TYPE_TIME))
			column->least = TIME_ROOM;
		else if (common->columns) /* each was asked for, so it may rather be short */
			column->least = 0;
	}
}

void emitter_release(struct emitter *e)
{
	grid_release(&e->grid);
	arena_release(&e->arena);
}

/* A cell that passes through, into another dialect or made safe; else as it came. */
static void put_passing(const struct emitter *e, struct str raw, struct str text, struct buf *out)
{
	bool unsafe = e->excel_safe && cell_is_formula(text);

	if (!unsafe && !e->translates)
		buf_str(out, raw);
	else if (unsafe)
		cell_write_safe(out, e->out, text);
	else
		cell_write(out, e->out, text);
}

/* Is there anything to quote, escape or guard in a text? A long one is looked at in blocks, where any byte
 * below a space stands for the line ends and the tab. */
bool emit_needs_care(const struct emitter *e, struct str text)
{
	const block blank = block_every(' '), quote = block_every('"'), escape = block_every('\\'),
		    delimiter = block_every(e->out.delimiter);
	unsigned char care = text.n ? e->care_first[(unsigned char)text.p[0]] : 0;
	block odd = { 0 };

	for (size_t i = 0; text.n < BLOCK && i < text.n; i++)
		care |= e->care[(unsigned char)text.p[i]];
	for (size_t i = 0; text.n >= BLOCK && i < text.n; i += BLOCK) {
		bool last = text.n - i < BLOCK; /* its block begins in the one before */
		block b = block_load(text.p + (last ? text.n - BLOCK : i));
		odd |= (block)(b < blank) | (block)(b == quote) | (block)(b == escape) |
		       (block)(b == delimiter);
	}
	return care || block_bits(odd);
}

/* Scores are small and whole: up to three digits are written here, all else by number_write. */
static void put_number(double x, struct buf *out)
{
	int n = x >= 0 && x < SMALL_NUMBERS ? (int)x : -1;

	if (n < 0 || (double)n != x) {
		number_write(out, x);
		return;
	}
	char *p = buf_room(out, 3);
	unsigned hundreds = (unsigned)n / 100, tens = (unsigned)n / 10 - 10 * hundreds;
	*p = (char)('0' + hundreds);
	p += n >= 100;
	*p = (char)('0' + tens);
	p += n >= 10;
	*p++ = (char)('0' + n % 10);
	out->n = (size_t)(p - out->p);
}

static void put_text(struct emitter *e, struct str text, struct buf *out)
{
	if (emit_needs_care(e, text))
		cell_write_safe(out, e->out, text);
	else
		buf_str(out, text);
}

/* Copies cells, from one delimiter to the other, up to the first byte that a cell has to be looked at for.
 * Returns how many bytes that are. */
static size_t translate(const struct emitter *e, const char *from, size_t n, struct buf *out)
{
	const block quote = block_every('"'), cr = block_every('\r'), old = block_every(e->in.delimiter),
		    new = block_every(e->out.delimiter), escape = block_every(e->in.raw_tsv ? '\\' : '"');
	char *to = buf_room(out, n + BLOCK);
	size_t i = 0, good = BLOCK;

	for (; i < n && good == BLOCK; i += good) {
		block b = block_load(from + i);
		good = block_before((block)(b == quote) | (block)(b == cr) | (block)(b == new) |
				    (block)(b == escape));
		block_store(to + i, b ^ ((block)(b == old) & (old ^ new)));
	}
	i = i < n ? i : n;
	out->n += i;
	return i;
}

/* Cells from one dialect into another, as many at a time as nothing but the delimiter changes in. */
static void put_translated(struct emitter *e, struct worker *w, const struct record *r, size_t c, size_t to,
			   struct buf *out)
{
	const char *buf = r->batch->buf, *from = c ? buf + r->sep[c - 1] + 1 : r->p, *end = buf + r->sep[to];

	while (from < end) {
		const char *odd = from + translate(e, from, (size_t)(end - from), out);
		if (odd == end)
			return;
		for (; buf + r->sep[c] < odd; c++)
			from = buf + r->sep[c] + 1;
		out->n -= (size_t)(odd - from);
		put_passing(e, record_raw(r, c), record_text(r, c, &w->text), out);
		if (c == to)
			return;
		buf_char(out, e->out.delimiter);
		from = buf + r->sep[c++] + 1;
	}
}

static void put_cells(struct emitter *e, struct worker *w, const struct record *r, size_t c, size_t to,
		      struct buf *out)
{
	const char *buf = r->batch->buf, *from = c ? buf + r->sep[c - 1] + 1 : r->p;

	if (e->translates)
		put_translated(e, w, r, c, to, out);
	else
		buf_add(out, from, (size_t)(buf + r->sep[to] - from));
}

/* May a spreadsheet run the cell? Its first byte says no of most, also behind a quote. */
static bool may_be_formula(const struct emitter *e, struct str raw)
{
	unsigned char first = raw.n ? (unsigned char)raw.p[raw.p[0] == '"'] : 'a';

	return e->care[first] | e->care_first[first];
}

/* A cell that may be a formula is written on its own, and those between such together. */
static void put_guarded(struct emitter *e, struct worker *w, const struct record *r, size_t c, size_t to,
			struct buf *out)
{
	for (size_t i = c; i <= to; i++) {
		struct str raw = record_raw(r, i);
		if (!may_be_formula(e, raw))
			continue;
		if (i > c) {
			put_cells(e, w, r, c, i - 1, out);
			buf_char(out, e->out.delimiter);
		}
		put_passing(e, raw, record_text(r, i, &w->text), out);
		if (i < to)
			buf_char(out, e->out.delimiter);
		c = i + 1;
	}
	if (c <= to)
		put_cells(e, w, r, c, to, out);
}

static void put_run(struct emitter *e, struct worker *w, const struct record *r, const struct piece *run,
		    struct buf *out)
{
	if (run->to < r->cells) {
		(e->excel_safe ? put_guarded : put_cells)(e, w, r, run->from, run->to, out);
		return;
	}
	for (size_t c = run->from; c <= run->to; c++) {
		if (c > run->from)
			buf_char(out, e->out.delimiter);
		if (e->recode)
			put_passing(e, record_raw(r, c), record_text(r, c, &w->text), out);
		else
			buf_str(out, record_raw(r, c));
	}
}

/* A value as its column is written; valid until the worker's next text. */
static struct str own_text(const struct emitter *e, struct worker *w, const struct out_column *c)
{
	struct str text = worker_text(w, c->code, c->lane);
	const enum type what = text.n ? respelled(e, c) : TYPE_NONE;
	struct frame *f = &w->frame[c->lane];
	struct time_style style = f->program->times;
	int64_t at;

	if (what == TYPE_NUMBER)
		number_respell(&w->cell, 0, e->decimal);
	if (what != TYPE_TIME)
		return buf_view(&w->cell);
	style.whole_day = false;
	if (code_type(c->code) == TYPE_TIME)
		at = code_time(c->code, f);
	else if (instant_read(text, &style, &at) != TIME_READ)
		return text;
	buf_clear(&w->cell);
	instant_write_as(&w->cell, at, style.zone, e->times);
	return buf_view(&w->cell);
}

static inline void put_value(struct emitter *e, struct worker *w, const struct record *r,
			     const struct piece *piece, struct buf *out)
{
	const struct out_column *c = piece->value;
	struct frame *f = &w->frame[c->lane];
	bool lead = !w->tally[c->lane].no_lead;
	struct str text = lead && piece->type == TYPE_TEXT ? code_text(c->code, f) : STR_NONE;

	if (c->column != SIZE_MAX && !text.p)
		put_run(e, w, r, &(struct piece){ .from = c->column, .to = c->column }, out);
	else if (!lead)
		return;
	else if (piece->respelled)
		cell_write(out, e->out, own_text(e, w, c));
	else if (piece->type == TYPE_TEXT && c->plain && !e->odd_delimiter)
		buf_str(out, text);
	else if (piece->type == TYPE_TEXT)
		put_text(e, text, out);
	else if (e->odd_delimiter)
		cell_write(out, e->out, worker_text(w, c->code, c->lane));
	else if (piece->type == TYPE_NUMBER)
		put_number(code_number(c->code, f), out);
	else
		code_show(c->code, f, out);
}

/* What a column of the output says. */
static struct str shown(const struct emitter *e, struct worker *w, const struct record *r,
			const struct out_column *c)
{
	return !c->code || column_stays(w, c) ? record_text(r, c->column, &w->text) : own_text(e, w, c);
}

void emit_piece(struct emitter *e, struct worker *w, const struct record *r, const struct piece *piece,
		struct buf *out)
{
	if (e->keys)
		json_value(out, piece->number, shown(e, w, r, &e->columns[piece - e->pieces]));
	else if (piece->value)
		put_value(e, w, r, piece, out);
	else
		put_run(e, w, r, piece, out);
}

/* Is this a table that has not begun, or a page, which says how many rows it has before the first? */
static bool holds(const struct emitter *e)
{
	return e->format == FORMAT_HTML || (e->format == FORMAT_TABLE && !e->begun);
}

/* The rows of other formats are written before the next batch. */
static void grid_add(struct emitter *e, struct worker *w, const struct record *r)
{
	const struct batch *b = r->batch;
	const bool begun = !holds(e);
	struct str *cell = grid_row(&e->grid);

	for (size_t i = 0; i < e->ncolumns; i++) {
		const struct out_column *c = &e->columns[i];
		struct str text = shown(e, w, r, c);
		bool lasts = begun && text.p >= b->buf && text.p < b->buf + b->len;
		cell[i] = lasts ? text : grid_keep(&e->grid, text);
		e->held += text.n;
	}
}

static bool measured(const struct emitter *e)
{
	return e->format != FORMAT_HTML && (e->grid.rows >= MEASURED_ROWS || e->held >= MEASURED_BYTES);
}

void emit_prepare(struct emitter *e, struct worker *w)
{
	for (size_t l = 0; l < w->lanes; l++) {
		struct rows *r = &w->lane[l];
		for (size_t i = 0; i < e->ncolumns; i++) {
			const struct out_column *c = &e->columns[i];
			if (!c->code || c->lane != l)
				continue;
			code_values(c->code, r, r->leads, rows_room(r));
			rows_room_back(r);
		}
	}
}

void emit_row(struct emitter *e, struct worker *w, const struct record *r, struct buf *out)
{
	if (emitter_is_grid(e)) {
		if (holds(e) && measured(e))
			emit_flush(e, out, false);
		grid_add(e, w, r);
		return;
	}
	for (size_t i = 0; i < e->npieces; i++) {
		if (e->keys)
			buf_str(out, e->keys[i]);
		else if (i)
			buf_char(out, e->out.delimiter);
		emit_piece(e, w, r, &e->pieces[i], out);
	}
	buf_str(out, e->keys ? e->row_end : (struct str){ r->p + r->n, r->end });
}

/* Each cell that does not differ as it came, where the input has it, and else the value. */
void emit_changed_row(struct emitter *e, struct worker *w, const struct record *r, struct buf *out)
{
	if (e->keys || emitter_is_grid(e)) {
		emit_row(e, w, r, out);
		return;
	}
	for (size_t i = 0; i < e->ncolumns; i++) {
		const struct out_column *c = &e->columns[i];
		if (i)
			buf_char(out, e->out.delimiter);
		if (column_stays(w, c))
			put_run(e, w, r, &(struct piece){ .from = c->column, .to = c->column }, out);
		else if (code_type(c->code) == TYPE_TEXT)
			cell_write_safe(out, e->out, own_text(e, w, c));
		else
			cell_write(out, e->out, own_text(e, w, c));
	}
	buf_add(out, r->p + r->n, r->end);
}

void emit_head(struct emitter *e, struct buf *out)
{
	if (e->keys || emitter_is_grid(e))
		return;
	if (e->bom)
		buf_str(out, STR(BYTE_ORDER_MARK));
	for (size_t i = 0; i < e->ncolumns; i++) {
		const struct out_column *c = &e->columns[i];
		if (i)
			buf_char(out, e->out.delimiter);
		if (c->column != SIZE_MAX)
			put_passing(e, e->header->raw_cell[c->column], c->name, out);
		else
			cell_write_safe(out, e->out, c->name);
	}
	buf_str(out, e->header->end);
}

void emit_flush(struct emitter *e, struct buf *out, bool last)
{
	if (!emitter_is_grid(e) || (!last && (!e->grid.rows || (holds(e) && !measured(e)))))
		return;
	grid_write_rows(out, &e->grid, e->format, e->look, !e->begun, last);
	e->begun = e->begun || e->grid.rows;
	grid_clear_rows(&e->grid);
}

void emit_end(struct emitter *e, bool rows, struct buf *out)
{
	emit_flush(e, out, true);
	if (e->format == FORMAT_JSON)
		buf_str(out, rows ? STR("\n]\n") : STR("[]\n"));
}
