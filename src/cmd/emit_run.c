/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a run: see emit.h. What is written of them is laid out once, column by column. Most values are
 * short: up to six bytes with the delimiter before them, or in JSON up to seven, and how many these are
 * together, in one word that is stored as a whole. LONG_VALUE: that of this row is no such value; PLAIN_TEXT:
 * but a text that goes out as it is.
 */
#include "base/block.h"
#include "base/cell.h"
#include "base/word.h"
#include "cmd/emit_internal.h"
#include "report/json.h"
#include "table/batch.h"

enum { SHORT_VALUE = 6, SHORT_STRING = 5, FEW_PIECES = 256, TEXTS = 256 /* so many as 8 bits count */ };
#define LONG_VALUE (~UINT64_C(0))
#define PLAIN_TEXT (LONG_VALUE - 1)

/* Of the first n bytes, of which 8 can be read. */
static uint64_t word_of(const char *z, size_t n)
{
	return word_load(z) | (uint64_t)n << 56;
}

static inline uint64_t short_behind(unsigned char delimiter, struct str text)
{
	return word_short(text) << 8 | delimiter | (uint64_t)(text.n + 1) << 56;
}

/* Of up to SHORT_VALUE bytes, which need no care. */
static inline uint64_t short_value(const struct emitter *e, struct str text)
{
	return e->keys ? word_short(text) | (uint64_t)text.n << 56
		       : short_behind((unsigned char)e->out.delimiter, text);
}

static uint64_t short_text(const struct emitter *e, struct str text)
{
	char z[8] = { '"' };

	if (!e->keys)
		return short_value(e, text);
	memcpy(z + 1, text.p, text.n);
	z[1 + text.n] = '"';
	return word_of(z, text.n + 2);
}

static void learn_small(struct emitter *e)
{
	char z[4];

	for (unsigned n = 0; n < sizeof e->small / sizeof *e->small; n++) {
		size_t digits = 1 + (n >= 10) + (n >= 100);
		for (size_t i = digits, rest = n; i-- > 0; rest /= 10)
			z[i] = (char)('0' + rest % 10);
		e->small[n] = short_value(e, (struct str){ z, digits });
	}
}

bool emit_in_runs(struct emitter *e)
{
	if (emitter_is_grid(e) || (e->odd_delimiter && !e->keys) || e->npieces > FEW_PIECES)
		return false;
	learn_small(e);
	return true;
}

/* ---- values ---- */

/* The texts of a run are few, and the same stands in one place. */
struct short_texts {
	const struct emitter *emitter;
	struct {
		struct str text;
		uint64_t word;
	} at[TEXTS];
};

/* What may be looked at in a block. */
static bool needs_care(const struct emitter *e, struct str text)
{
	return e->keys ? block_bits(json_special(block_load_some(text.p, text.n))) & ((1U << text.n) - 1)
		       : emit_needs_care(e, text);
}

static __attribute__((noinline)) uint64_t new_word(const struct short_texts *t, struct str text)
{
	const struct emitter *e = t->emitter;

	if (!text.n) /* where there is none, an input's cell may stand */
		return LONG_VALUE;
	if (text.n > (e->keys ? SHORT_STRING : SHORT_VALUE))
		return e->keys || needs_care(e, text) ? LONG_VALUE : PLAIN_TEXT;
	return needs_care(e, text) ? LONG_VALUE : short_text(e, text);
}

/* Of a text of the tool's own making, where it needs no quotes. */
static inline uint64_t word_of_plain(unsigned char delimiter, struct str text)
{
	return text.n - 1 < SHORT_VALUE ? short_behind(delimiter, text) : text.n ? PLAIN_TEXT : LONG_VALUE;
}

static inline uint64_t word_of_text(struct short_texts *t, struct str text)
{
	size_t at = (uintptr_t)text.p * UINT64_C(0x9E3779B97F4A7C15) >> 56;

	if (t->at[at].text.p != text.p || t->at[at].text.n != text.n) {
		t->at[at].text = text;
		t->at[at].word = new_word(t, text);
	}
	return t->at[at].word;
}

static void words_of_numbers(const struct emitter *e, const double *x, struct asked ask, uint64_t *word)
{
	EACH_ROW(row, ask, {
		double least = x[row] > 0 ? x[row] : 0; /* also of NaN */
		int n = (int)(least < 999 ? least : 999);
		word[row] = (double)n == x[row] ? e->small[n] : LONG_VALUE;
	});
}

/* A piece of all rows of a run. */
struct laid {
	uint64_t *word;		/* NULL: it is no value, but cells, … */
	const struct str *text; /* of values that are texts; else NULL */
	size_t from, to;
	bool slow; /* … which have to be looked at one by one */
};

/* Asks for the values of a piece; returns how many rooms of the frame they are in. */
static size_t lay_values(const struct emitter *e, struct rows *r, const struct piece *piece, struct asked ask,
			 struct laid *laid)
{
	const struct out_column *c = piece->value;
	const uint64_t yes_no[] = { LONG_VALUE, short_text(e, STR("no")), short_text(e, STR("yes")) };
	uint64_t *word = (uint64_t *)rows_room(r).time;
	union vector room = rows_room(r);

	laid->word = word;
	if (piece->type == TYPE_TEXT && !piece->respelled) {
		/* One that is missing; where a cell of the input may stand for it, that is looked at. */
		const uint64_t none = e->keys || c->column != SIZE_MAX ? LONG_VALUE : short_value(e, STR(""));
		bool number = e->keys && piece->number; /* which may need no quotes, or some */
		const struct str *text = code_values(c->code, r, ask, room).text;
		laid->text = text;
		if (c->plain && !e->keys) {
			const unsigned char delimiter = (unsigned char)e->out.delimiter;
			EACH_ROW(row, ask,
				 word[row] = text[row].p ? word_of_plain(delimiter, text[row]) : none);
			return 2;
		}
		struct short_texts texts = { .emitter = e };
		EACH_ROW(row, ask,
			 word[row] = number	   ? LONG_VALUE
				     : text[row].p ? word_of_text(&texts, text[row])
						   : none);
		return 2;
	}
	if (piece->type == TYPE_NUMBER) {
		words_of_numbers(e, code_values(c->code, r, ask, room).number, ask, word);
	} else if (piece->type == TYPE_FLAG) {
		signed char *flag = (signed char *)room.flag;
		code_tristates(c->code, r, ask, flag);
		EACH_ROW(row, ask, word[row] = yes_no[flag[row] + 1]);
	} else {
		EACH_ROW(row, ask, word[row] = LONG_VALUE);
	}
	rows_room_back(r);
	return 1;
}

/* The first of a row has none before it. */
static void without_delimiter(struct asked ask, uint64_t *word)
{
	EACH_ROW(row, ask, {
		uint64_t n = word[row] >> 56;
		if (word[row] < PLAIN_TEXT)
			word[row] = (word[row] << 8 >> 16) | (n - 1) << 56;
	});
}

/* Lays out all pieces; returns how many rooms that took. */
static size_t lay_out(const struct emitter *e, struct worker *w, struct laid *laid)
{
	struct rows *r = &w->lane[0];
	struct asked leads = r->leads;
	size_t rooms = 0;

	for (size_t k = 0; k < e->npieces; k++) {
		const struct piece *p = &e->pieces[k];
		laid[k] = (struct laid){ .from = p->from,
					 .to = p->to,
					 .slow = e->keys ? p->number : e->recode };
		if (!p->value)
			continue;
		rooms += lay_values(e, r, p, leads, &laid[k]);
		if (!k && !e->keys)
			without_delimiter(leads, laid[k].word);
	}
	return rooms;
}

/* ---- rows ---- */

static char *room_at(struct buf *out, char *to, size_t more)
{
	out->n = (size_t)(to - out->p);
	return buf_room(out, more);
}

/* A value that is not short, or cells that have to be looked at. */
static __attribute__((noinline)) char *put_slowly(struct emitter *e, struct worker *w, size_t row,
						  const struct laid *l, const struct piece *piece,
						  struct buf *out, char *to)
{
	struct str text = l->text ? l->text[row] : STR_NONE;

	out->n = (size_t)(to - out->p);
	if (text.p && e->keys) {
		json_value(out, piece->number, text);
	} else if (text.p && !emit_needs_care(e, text)) {
		buf_str(out, text);
	} else {
		struct record r = batch_record(w->lane[0].batch, w->lane[0].first + row);
		if (l->word)
			worker_take(w, row);
		emit_piece(e, w, &r, piece, out);
	}
	return buf_room(out, 0);
}

/* Bytes of a run of cells; up to SPAN bytes behind a short one may be read and written, too. */
enum { SPAN = 32 };
static inline char *copy_span(char *to, const char *from, size_t n)
{
	if (n <= SPAN)
		memcpy(to, from, SPAN);
	else
		memcpy(to, from, n);
	return to + n;
}

/* More than a few bytes of a text, behind which nothing may be read. */
static inline char *copy_text(char *to, struct str text)
{
	if (text.n >= 4 && text.n <= 8) {
		memcpy(to, text.p, 4);
		memcpy(to + text.n - 4, text.p + text.n - 4, 4);
	} else if (text.n >= 8 && text.n <= 16) {
		memcpy(to, text.p, 8);
		memcpy(to + text.n - 8, text.p + text.n - 8, 8);
	} else if (text.n >= 16 && text.n <= 32) {
		memcpy(to, text.p, 16);
		memcpy(to + text.n - 16, text.p + text.n - 16, 16);
	} else {
		memcpy(to, text.p, text.n);
	}
	return to + text.n;
}

/* Where a row's cells end, and room for it, which is made once: for all its bytes as often as a column is
 * written, and for short values. */
struct at_row {
	const uint32_t *sep;
	uint32_t start, last;
	size_t room;
};

static inline struct at_row row_at(const struct emitter *e, const struct batch *b, size_t i)
{
	const struct marks *m = &b->marks;
	struct at_row a = { .sep = m->sep + m->row[i], .start = m->start[i] };

	a.last = a.sep[b->columns - 1];
	a.room = (a.last - a.start) * e->copies + 8 * e->npieces + e->fixed + 2 * SPAN;
	return a;
}

/* A row that is a lead and has all its cells, at `to`; returns where it ends. */
static inline char *put_lead(struct emitter *e, struct worker *w, size_t row, const struct laid *laid,
			     struct buf *out, char *to)
{
	const struct batch *b = w->lane[0].batch;
	const struct at_row a = row_at(e, b, w->lane[0].first + row);
	const struct laid *end = laid + e->npieces;
	const char *buf = b->buf, delimiter = e->out.delimiter;

	to = room_at(out, to, a.room);
	for (const struct laid *l = laid; l < end; l++) {
		const uint64_t word = l->word ? l->word[row] : LONG_VALUE; /* once: bytes may be anything's */
		if (word < PLAIN_TEXT) {
			word_store(to, word);
			to += word >> 56;
			continue;
		}
		*to = delimiter;
		to += l > laid;
		if (!l->word && !l->slow) {
			uint32_t from = l->from ? a.sep[l->from - 1] + 1 : a.start;
			to = copy_span(to, buf + from, a.sep[l->to] - from);
			continue;
		}
		if (word == PLAIN_TEXT) {
			to = room_at(out, to, a.room + l->text[row].n);
			to = copy_text(to, l->text[row]);
			continue;
		}
		to = room_at(out, put_slowly(e, w, row, l, &e->pieces[l - laid], out, to), a.room);
	}
	if (a.last < b->len && buf[a.last] == '\n') {
		*to = '\n';
		return to + 1;
	}
	const size_t more = row_end(b, a.last);
	to = room_at(out, to, more);
	memcpy(to, buf + a.last, more);
	return to + more;
}

/* The same in JSON. */
static inline char *put_object(struct emitter *e, struct worker *w, size_t row, const struct laid *laid,
			       struct buf *out, char *to)
{
	const struct batch *b = w->lane[0].batch;
	const struct at_row a = row_at(e, b, w->lane[0].first + row);
	const struct laid *end = laid + e->npieces;
	const struct str *key = e->keys;
	const char *buf = b->buf;

	to = room_at(out, to, a.room);
	for (const struct laid *l = laid; l < end; l++, key++) {
		to = copy_span(to, key->p, key->n);
		if (l->word && l->word[row] != LONG_VALUE) {
			word_store(to, l->word[row]);
			to += l->word[row] >> 56;
			continue;
		}
		uint32_t from = l->from ? a.sep[l->from - 1] + 1 : a.start;
		struct str cell = { buf + from, a.sep[l->to] - from };
		if (!l->word && !l->slow && cell.n <= JSON_SPAN) {
			if (!cell.n) {
				memcpy(to, "null", 4);
				to += 4;
				continue;
			}
			if (json_short(to, cell)) {
				to += cell.n + 2;
				continue;
			}
		}
		to = room_at(out, put_slowly(e, w, row, l, &e->pieces[l - laid], out, to), a.room);
	}
	memcpy(to, e->row_end.p, e->row_end.n);
	return to + e->row_end.n;
}

void emit_run(struct emitter *e, struct worker *w, struct buf *out)
{
	struct rows *r = &w->lane[0];
	struct laid laid[FEW_PIECES];
	size_t rooms = lay_out(e, w, laid);
	const bool regular = r->regular;
	char *to = buf_room(out, 0);

	for (size_t i = 0; i < r->n; i++) {
		if (w->fate[i] & FATE_LEFT_OUT)
			continue;
		bool whole = regular || batch_cells(r->batch, r->first + i) == r->batch->columns;
		if (whole && !w->fate[i] && e->keys) {
			to = put_object(e, w, i, laid, out, to);
			continue;
		}
		if (whole && !w->fate[i]) {
			to = put_lead(e, w, i, laid, out, to);
			continue;
		}
		out->n = (size_t)(to - out->p);
		worker_take(w, i);
		emit_row(e, w, &r->record, out);
		to = buf_room(out, 0);
	}
	out->n = (size_t)(to - out->p);
	while (rooms--)
		rows_room_back(r);
}
