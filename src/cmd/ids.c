/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See ids.h. */
#include "cmd/ids.h"

#include <math.h>

#include "base/casefold.h"
#include "base/hash.h"
#include "base/number.h"
#include "base/word.h"

enum { EXACTLY_MOST = 1000000 };

size_t ids_column(struct names *n, bool *email)
{
	struct expr by_id = { .op = EXPR_NAME, .text = STR("id") },
		    by_email = { .op = EXPR_NAME, .text = STR("email") };
	size_t column = names_column(n, &by_id);

	*email = column == SIZE_MAX;
	return *email ? names_column(n, &by_email) : column;
}

void ids_init(struct ids *s, struct names *n, const struct str *header, bool exactly)
{
	*s = (struct ids){ 0 };
	s->column = ids_column(n, &s->email);
	distinct_init(&s->distinct, exactly ? UINT64_MAX : EXACTLY_MOST);
	if (s->column == SIZE_MAX)
		return;
	s->missing = names_missing(n, s->column);
	s->header = header[s->column];
	for (int c = 0; c < 256; c++)
		s->is_one[c] = missing_never(s->missing, (unsigned char)c);
}

void ids_release(struct ids *s)
{
	distinct_release(&s->distinct);
	buf_release(&s->doubt.word);
	buf_release(&s->value);
	buf_release(&s->folded);
}

/* Most ids are a word, which is mixed as by splitmix64 (G. Steele et al., 2014); 8 bytes can be read. */
static inline uint64_t hash_id(struct str id)
{
	uint64_t x;

	if (id.n > 8)
		return id_hash(id, 0);
	x = (word_load(id.p) & word_mask(id.n)) + id.n * UINT64_C(0x9E3779B97F4A7C15);
	x = (x ^ x >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ x >> 27) * UINT64_C(0x94D049BB133111EB);
	return x ^ x >> 31;
}

/* What is none, but no empty cell; of the words the least is kept, however the rows are shared out. */
static __attribute__((noinline)) void count_none(struct id_doubt *d, struct str word, uint64_t rows)
{
	if (rows && (!d->none || str_compare(word, buf_view(&d->word)) < 0)) {
		buf_clear(&d->word);
		buf_str(&d->word, word);
	}
	d->none += rows;
}

/* 1.2E+11, 12345.0, 0: nearly every other id is told by its last bytes. */
static inline void doubt_id(struct ids *s, struct str id)
{
	if (id.n == 1)
		s->doubt.zeros += *id.p == '0';
	if (!number_may_spoil(id))
		return;
	s->doubt.pointed += number_is_pointed(id);
	s->doubt.rounded += number_is_rounded(id);
}

/* Of a cell, as it stands in its batch. */
static inline void count_cell(struct ids *s, const struct batch *b, struct str id)
{
	if (!id.n)
		return;
	if (!value_may_stand(id) || !batch_plain(b, id))
		id = record_value_slow(id, b, &s->value);
	if (!id.n)
		return;
	if (!s->is_one[(unsigned char)*id.p] && missing_is(s->missing, id, &s->folded)) {
		count_none(&s->doubt, id, 1);
		return;
	}
	if (!s->email) {
		doubt_id(s, id);
	} else {
		buf_clear(&s->folded);
		fold_append(&s->folded, id);
		id = buf_view(&s->folded);
		buf_room(&s->folded, sizeof(uint64_t));
		id.p = s->folded.p;
	}
	s->rows++;
	distinct_add(&s->distinct, hash_id(id));
}

void ids_count(struct ids *s, const struct record *r)
{
	count_cell(s, r->batch, record_raw(r, s->column));
}

void ids_count_rows(struct ids *s, const struct rows *r, struct asked ask)
{
	for (size_t i = 0; i < ask.n; i++)
		count_cell(s, r->batch, batch_raw(r->batch, r->first + ask.row[i], s->column));
}

void ids_merge(struct ids *into, struct ids *from)
{
	count_none(&into->doubt, buf_view(&from->doubt.word), from->doubt.none);
	into->doubt.rounded += from->doubt.rounded;
	into->doubt.pointed += from->doubt.pointed;
	into->doubt.zeros += from->doubt.zeros;
	into->rows += from->rows;
	distinct_merge(&into->distinct, &from->distinct);
}

static void tell_doubt(const struct ids *s, struct diags *diags, uint64_t n, const char *what,
		       const char *remedy)
{
	struct buf rows = { 0 };

	number_write_grouped(&rows, (int64_t)n);
	if (n)
		diag_note(diags, "%.*s %s %s, in '%.*s': %s", STR_ARG(buf_view(&rows)),
			  n == 1 ? "row has" : "rows have", what, STR_ARG(s->header), remedy);
	buf_release(&rows);
}

static void tell_doubts(const struct ids *s, struct diags *diags)
{
	const struct id_doubt *d = &s->doubt;
	struct buf none = { 0 };

	buf_print(&none, "no id but '%.*s' or the like", STR_ARG(buf_view(&d->word)));
	buf_char(&none, '\0');
	tell_doubt(s, diags, s->email ? 0 : d->none, none.p, "none of them is taken for another");
	tell_doubt(s, diags, d->rounded, "an id that a spreadsheet has rounded",
		   "several leads may share one; export the ids anew, and keep them text");
	tell_doubt(s, diags, d->pointed, "an id that ends in .0",
		   "12345.0 is not 12345, as another file may call the lead");
	tell_doubt(s, diags, d->zeros > 1 ? d->zeros : 0, "the id 0", "if that is none: missing \"0\" in id");
	buf_release(&none);
}

/* Some repeat by chance or by hand, and an estimate has an error of its own: both are let pass. */
void ids_tell(struct ids *s, struct diags *diags)
{
	struct buf repeated = { 0 }, rows = { 0 };
	bool exact;
	uint64_t distinct = distinct_count(&s->distinct, &exact);
	double n = (double)s->rows, r = n - (double)distinct;

	tell_doubts(s, diags);
	if (!(r > 0.02 * n + 3 * sqrt(0.0196 * n)))
		return;
	number_write_grouped(&repeated, exact ? (int64_t)r : 1000 * llround(r / 1000));
	number_write_grouped(&rows, (int64_t)s->rows);
	diag_note(
		diags,
		"%s%.*s of %.*s rows repeat an %s, in '%.*s': a lead on several rows may count several times",
		exact ? "" : "about ", STR_ARG(buf_view(&repeated)), STR_ARG(buf_view(&rows)),
		s->email ? "email" : "id", STR_ARG(s->header));
	buf_release(&repeated);
	buf_release(&rows);
}
