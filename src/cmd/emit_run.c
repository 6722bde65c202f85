/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The rows of a run: see emit.h. What is written of them is laid out once, column by column. Most values are
 * short: up to seven bytes with the delimiter before them, or the quotes of JSON around them, and how many
 * these are together, in one word that is stored as a whole. A text has another word for eight more bytes, so
 * that no branch asks which of two texts is longer. LONG_VALUE: that of this row is no such value;
 * PLAIN_TEXT: but a text that goes out as it is.
 */
#include "base/block.h"
#include "base/cell.h"
#include "base/cpu.h"
#include "base/mem.h"
#include "base/word.h"
#include "cmd/emit_internal.h"
#include "report/json.h"
#include "table/batch.h"

enum {
	WORD = 7, /* bytes of a value in its first word */
	SHORT_TEXT = 14,
	SHORT_STRING = 13,
	FEW_PIECES = 256,
	FEW_ROWS = 32, /* whose numbers are written sooner than all small ones are learned */
	TEXT_BITS = 6, /* of a place among those that were met: a run begins with none */
	FEW_TEXTS = 32,
	LINE = 8 /* words of a cache */
};
#define LONG_VALUE (~UINT64_C(0))
#define PLAIN_TEXT (LONG_VALUE - 1)

struct short_words {
	uint64_t word, rest;
};

/* Of a text of up to SHORT_TEXT bytes, with a byte before it. */
static inline struct short_words short_behind(char before, struct str text)
{
	uint64_t first, next = 0;

	if (text.n > 8) {
		first = word_load(text.p);
		next = word_load(text.p + text.n - 8) >> 8 * (16 - text.n);
	} else {
		first = word_short(text);
	}
	return (struct short_words){ (first << 8 & word_mask(WORD)) | (unsigned char)before |
					     (uint64_t)(text.n + 1) << 56,
				     first >> 8 * (WORD - 1) | next << 16 };
}

/* As it is written, if it needs no care: up to SHORT_TEXT bytes, or in JSON SHORT_STRING. */
static struct short_words short_value(const struct emitter *e, struct str text)
{
	struct short_words v = short_behind(e->keys ? '"' : e->out.delimiter, text);
	const size_t end = text.n + 1;

	if (!e->keys)
		return v;
	if (end < WORD)
		v.word |= (uint64_t)'"' << 8 * end;
	else
		v.rest |= (uint64_t)'"' << 8 * (end - WORD);
	v.word += UINT64_C(1) << 56;
	return v;
}

/* A digit has no quotes. */
static uint64_t short_digit(const struct emitter *e, char digit)
{
	return e->keys ? (unsigned char)digit | UINT64_C(1) << 56
		       : short_value(e, (struct str){ &digit, 1 }).word;
}

/* Of ten and more: the number without its last digit, and that. */
static uint64_t *learn_small(const struct emitter *e)
{
	uint64_t *small = mem_new(SMALL_NUMBERS * sizeof *small);

	for (unsigned n = 0; n < SMALL_NUMBERS; n++) {
		const char digit = (char)('0' + n % 10);
		const uint64_t before = small[n / 10], at = before >> 56;
		small[n] = n < 10 ? short_digit(e, digit)
				  : (before + (UINT64_C(1) << 56)) | (uint64_t)digit << 8 * at;
	}
	return small;
}

bool emit_in_runs(const struct emitter *e)
{
	return !emitter_is_grid(e) && (!e->odd_delimiter || e->keys) && e->npieces <= FEW_PIECES;
}

/* ---- values ---- */

/* The texts of a run are few, and the same stands in one place. */
struct short_texts {
	const struct emitter *emitter;
	const uint64_t *small; /* the worker's; NULL: numbers are written one by one */
	struct {
		struct str text;
		struct short_words value;
	} at[1 << TEXT_BITS];
};

/* What may be looked at in a block. */
static bool needs_care(const struct emitter *e, struct str text)
{
	return e->keys ? block_bits(json_special(block_load_some(text.p, text.n))) & ((1U << text.n) - 1)
		       : emit_needs_care(e, text);
}

static const struct short_words slow = { LONG_VALUE, 0 }, long_text = { PLAIN_TEXT, 0 };

static __attribute__((noinline)) struct short_words new_value(const struct emitter *e, struct str text,
							      bool plain)
{
	if (!text.n) /* where there is none, an input's cell may stand */
		return slow;
	if (text.n > (e->keys ? SHORT_STRING : SHORT_TEXT))
		return e->keys || (!plain && emit_needs_care(e, text)) ? slow : long_text;
	return (!plain || e->keys) && needs_care(e, text) ? slow : short_value(e, text);
}

static inline struct short_words value_of_text(struct short_texts *t, struct str text, bool plain)
{
	size_t at = (uintptr_t)text.p * UINT64_C(0x9E3779B97F4A7C15) >> (64 - TEXT_BITS);

	if (t->at[at].text.p != text.p || t->at[at].text.n != text.n) {
		t->at[at].text = text;
		t->at[at].value = new_value(t->emitter, text, plain);
	}
	return t->at[at].value;
}

/* The same of one that needs no care, without looking whether it was met. */
static inline struct short_words value_of_plain(char delimiter, struct str text)
{
	return text.n - 1 < SHORT_TEXT ? short_behind(delimiter, text) : text.n ? long_text : slow;
}

static void words_of_numbers(const uint64_t *small, const double *x, struct asked ask, uint64_t *word)
{
	EACH_ROW(row, ask, {
		int n = x[row] >= 0 && x[row] < SMALL_NUMBERS ? (int)x[row] : 0;
		word[row] = (double)n == x[row] ? small[n] : LONG_VALUE;
	});
}

/* Of 1, 0 and -1. */
CPU_LOOP void words_of_flags_body(uint64_t yes, uint64_t no, const signed char *flag, struct asked ask,
				  uint64_t *word)
{
	EACH_ROW(row, ask, word[row] = flag[row] > 0 ? yes : flag[row] < 0 ? LONG_VALUE : no);
}
CPU_BOTH(void, words_of_flags,
	 (uint64_t yes, uint64_t no, const signed char *flag, struct asked ask, uint64_t *word),
	 (yes, no, flag, ask, word))

/* A piece of all rows of a run. */
struct laid {
	uint64_t *word;		/* NULL: it is no value, but padded texts, or cells, … */
	uint64_t *rest;		/* of values that are texts; else NULL */
	const double *number;	/* of values that are numbers; else NULL */
	const struct str *text; /* of values that are texts; else NULL */
	bool padded;		/* texts of which SPAN bytes can be read */
	size_t bytes;		/* of all texts */
	size_t from, to;
	bool slow; /* … which have to be looked at one by one */
};

/* Those of a piece that is a text. */
static void lay_texts(struct short_texts *texts, const struct piece *piece, const struct str *text,
		      struct asked ask, uint64_t *word, uint64_t *rest, struct laid *laid)
{
	const struct emitter *e = texts->emitter;
	const struct out_column *c = piece->value;
	const bool stays = e->keys || c->column != SIZE_MAX, /* something else stands for a missing one */
		number = e->keys && piece->number;	     /* which may need no quotes, or some */
	/* bytes up to which a text may have been met */
	const size_t met = !c->plain || e->keys ? SIZE_MAX : c->nwords > FEW_TEXTS ? 0 : SHORT_TEXT;
	const struct short_words none = stays ? slow : short_value(e, STR(""));
	uint64_t any = 0;

	laid->text = text;
	laid->padded = c->padded && !stays;
	if (laid->padded)
		return;
	EACH_ROW(row, ask, {
		const struct str x = text[row];
		const struct short_words v = number	 ? slow
					     : !x.p	 ? none
					     : x.n > met ? value_of_plain(e->out.delimiter, x)
							 : value_of_text(texts, x, c->plain);
		word[row] = v.word;
		rest[row] = v.rest;
		any |= v.rest;
		laid->bytes += x.n;
	});
	laid->word = word;
	laid->rest = any ? rest : NULL;
}

/* Asks for the values of a piece, of whose words `word` and `rest` have room; returns how many rooms of the
 * frame they are in. `before` is that of the piece before it, which may have the same values: NULL where it
 * is the first or its words differ. */
static size_t lay_values(struct short_texts *texts, struct rows *r, const struct piece *piece,
			 struct asked ask, const struct laid *before, uint64_t *word, uint64_t *rest,
			 struct laid *laid)
{
	const struct emitter *e = texts->emitter;
	const struct out_column *c = piece->value;
	union vector room = rows_room(r);

	if (piece->type == TYPE_TEXT && !piece->respelled) {
		lay_texts(texts, piece, code_values(c->code, r, ask, room).text, ask, word, rest, laid);
		return 1;
	}
	laid->word = word;
	if (piece->type == TYPE_NUMBER && texts->small) {
		laid->number = code_values(c->code, r, ask, room).number;
		if (before && before->number == laid->number) {
			laid->word = before->word;
			rows_room_back(r);
			return 0;
		}
		words_of_numbers(texts->small, laid->number, ask, word);
	} else if (piece->type == TYPE_FLAG) {
		signed char *flag = (signed char *)room.flag;
		code_tristates(c->code, r, ask, flag);
		words_of_flags(short_value(e, STR("yes")).word, short_value(e, STR("no")).word, flag, ask,
			       word);
	} else {
		EACH_ROW(row, ask, word[row] = LONG_VALUE);
	}
	rows_room_back(r);
	return 0;
}

/* The first of a row has none before it. */
static void without_delimiter(struct asked ask, const struct laid *laid)
{
	uint64_t *word = laid->word, *rest = laid->rest;

	EACH_ROW(row, ask, {
		uint64_t n = word[row] >> 56, next = rest ? rest[row] : 0;
		if (word[row] >= PLAIN_TEXT)
			continue;
		word[row] = (word[row] << 8 >> 16) | (next & 0xFF) << 8 * (WORD - 1) | (n - 1) << 56;
		if (rest)
			rest[row] = next >> 8;
	});
}

/* Lays out all pieces; returns how many rooms that took. */
static size_t lay_out(const struct emitter *e, struct worker *w, struct laid *laid)
{
	struct rows *r = &w->lane[0];
	struct asked leads = r->leads;
	const size_t apart = r->n + LINE; /* so that those of a row are not all in the same set of a cache */
	uint64_t *word = (void *)buf_room(&w->words, 2 * e->npieces * apart * sizeof *word);
	struct short_texts texts = { .emitter = e, .small = w->small };
	size_t rooms = 0;

	for (size_t k = 0; k < e->npieces; k++) {
		const struct piece *p = &e->pieces[k];
		laid[k] = (struct laid){ .from = p->from,
					 .to = p->to,
					 .slow = e->keys ? p->number : e->recode };
		if (!p->value)
			continue;
		rooms += lay_values(&texts, r, p, leads, k > 1 ? &laid[k - 1] : NULL, word, word + apart,
				    &laid[k]);
		if (!k && !e->keys && laid[k].word)
			without_delimiter(leads, &laid[k]);
		word += laid[k].word != word ? 0 : laid[k].rest ? 2 * apart : apart;
	}
	laid[e->npieces].word = NULL;
	return rooms;
}

/* ---- rows ---- */

/* A run on its way out: room is made for all of it at once, and again behind each piece of another size. */
struct run_out {
	struct emitter *emitter;
	struct worker *worker;
	const struct laid *laid; /* one more without a word is the last */
	const struct batch *batch;
	size_t first, rows;
	size_t end;   /* of the last row's cells */
	size_t each;  /* bytes of a row's short values and names, and a newline */
	size_t texts; /* bytes of all texts that are values */
	struct buf *out;
};

/* Bytes of a run of cells; up to SPAN bytes behind a short one may be read and written, too. */
enum { SPAN = 32 };
_Static_assert((int)SPAN == (int)PADDED_TEXT, "it is copied as a short run is");
static const char no_text[SPAN];

/* Makes room for the rows from `row` on, all of whose bytes are written as often as a column is. */
static char *room_from(const struct run_out *u, char *to, size_t row)
{
	size_t rest = row < u->rows ? u->end - u->batch->marks.start[u->first + row] : 0;

	u->out->n = (size_t)(to - u->out->p);
	return buf_room(u->out, rest * u->emitter->copies + (u->rows - row) * u->each + u->texts + 2 * SPAN);
}

/* A value that is not short, or cells that have to be looked at. */
static __attribute__((noinline)) char *put_slowly(const struct run_out *u, size_t row, const struct laid *l,
						  char *to)
{
	struct emitter *e = u->emitter;
	struct worker *w = u->worker;
	const struct piece *piece = &e->pieces[l - u->laid];
	struct str text = l->text ? l->text[row] : STR_NONE;
	struct buf *out = u->out;

	out->n = (size_t)(to - out->p);
	if (text.p && e->keys) {
		json_value(out, piece->number, text);
	} else if (text.p && !emit_needs_care(e, text)) {
		buf_str(out, text);
	} else {
		struct record r = batch_record(u->batch, u->first + row);
		if (l->word)
			worker_take(w, row);
		emit_piece(e, w, &r, piece, out);
	}
	return room_from(u, out->p + out->n, row);
}

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

/* Where a row's cells end. */
struct at_row {
	const char *buf;
	const uint32_t *sep;
	uint32_t start;
};

static inline struct at_row row_at(const struct batch *b, size_t i)
{
	return (struct at_row){ b->buf, b->marks.sep + b->marks.row[i], b->marks.start[i] };
}

static inline struct str cells_of(struct at_row a, const struct laid *l)
{
	uint32_t from = l->from ? a.sep[l->from - 1] + 1 : a.start;

	return (struct str){ a.buf + from, a.sep[l->to] - from };
}

/* A line end that is not a newline alone. */
static __attribute__((noinline)) char *put_end(const struct run_out *u, size_t row, uint32_t last, char *to)
{
	const size_t more = row_end(u->batch, last);

	u->out->n = (size_t)(to - u->out->p);
	buf_add(u->out, u->batch->buf + last, more);
	return room_from(u, u->out->p + u->out->n, row + 1);
}

/* A row that is a lead and has all its cells, at `to`; returns where it ends. The batch is the run's. */
static inline __attribute__((always_inline)) char *put_lead(const struct run_out *u, const struct batch *b,
							    size_t row, char *to)
{
	const struct at_row a = row_at(b, u->first + row);
	const struct laid *end = u->laid + u->emitter->npieces;
	const char delimiter = u->emitter->out.delimiter;

	for (const struct laid *l = u->laid;; l++) {
		uint64_t word = LONG_VALUE; /* read once: bytes may be anything's */
		for (; l->word && (word = l->word[row]) < PLAIN_TEXT; l++) {
			word_store(to, word);
			if (l->rest)
				word_store(to + WORD, l->rest[row]);
			to += word >> 56;
		}
		if (l == end)
			break;
		*to = delimiter;
		to += l > u->laid;
		if (l->padded) {
			const struct str text = l->text[row];
			memcpy(to, text.p ? text.p : no_text, SPAN);
			to += text.n;
		} else if (!l->word && !l->slow) {
			struct str cells = cells_of(a, l);
			to = copy_span(to, cells.p, cells.n);
		} else if (l->text && word == PLAIN_TEXT) {
			to = copy_text(to, l->text[row]);
		} else {
			to = put_slowly(u, row, l, to);
		}
	}
	const uint32_t last = a.sep[b->columns - 1];
	if (last >= b->len || a.buf[last] != '\n')
		return put_end(u, row, last, to);
	*to = '\n';
	return to + 1;
}

/* The same in JSON. */
static inline __attribute__((always_inline)) char *put_object(const struct run_out *u, const struct batch *b,
							      size_t row, char *to)
{
	const struct emitter *e = u->emitter;
	const struct at_row a = row_at(b, u->first + row);
	const struct laid *end = u->laid + e->npieces;
	const struct str *key = e->keys;

	for (const struct laid *l = u->laid; l < end; l++, key++) {
		to = copy_span(to, key->p, key->n);
		if (l->word && l->word[row] != LONG_VALUE) {
			word_store(to, l->word[row]);
			if (l->rest)
				word_store(to + WORD, l->rest[row]);
			to += l->word[row] >> 56;
			continue;
		}
		struct str cell = cells_of(a, l);
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
		to = put_slowly(u, row, l, to);
	}
	memcpy(to, e->row_end.p, e->row_end.n);
	return to + e->row_end.n;
}

typedef char *put_fn(const struct run_out *u, const struct batch *b, size_t row, char *to);

static inline __attribute__((always_inline)) void put_rows(const struct run_out *u, put_fn *put)
{
	const struct batch b = *u->batch; /* here, where no byte that is stored can change it */
	const struct rows *r = &u->worker->lane[0];
	const unsigned char *fate = u->worker->fate;
	const size_t first = u->first, n = u->rows;
	const bool regular = r->regular;
	char *to = room_from(u, u->out->p + u->out->n, 0);

	for (size_t i = 0; i < n; i++) {
		if (!fate[i] && (regular || batch_cells(&b, first + i) == b.columns)) {
			to = put(u, &b, i, to);
		} else if (!(fate[i] & FATE_LEFT_OUT)) {
			u->out->n = (size_t)(to - u->out->p);
			worker_take(u->worker, i);
			emit_row(u->emitter, u->worker, &r->record, u->out);
			to = room_from(u, u->out->p + u->out->n, i + 1);
		}
	}
	u->out->n = (size_t)(to - u->out->p);
}

void emit_run(struct emitter *e, struct worker *w, struct buf *out)
{
	struct rows *r = &w->lane[0];
	const struct marks *m = &r->batch->marks;
	struct laid laid[FEW_PIECES + 1];

	if (!w->small && r->n > FEW_ROWS)
		w->small = learn_small(e);
	size_t rooms = lay_out(e, w, laid);
	struct run_out u = { .emitter = e,
			     .worker = w,
			     .laid = laid,
			     .batch = r->batch,
			     .first = r->first,
			     .rows = r->n,
			     .end = m->sep[m->row[r->first + r->n] - 1],
			     .each = 2 * 8 * e->npieces + e->fixed,
			     .out = out };

	for (size_t k = 0; k < e->npieces; k++) {
		u.texts += laid[k].bytes;
		u.each += laid[k].padded ? PADDED_TEXT : 0;
	}
	if (e->keys)
		put_rows(&u, put_object);
	else
		put_rows(&u, put_lead);
	while (rooms--)
		rows_room_back(r);
}
