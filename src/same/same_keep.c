/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The keep rules of `same lead`: see same_keep.h. */
#include "same/same_keep.h"

#include <math.h>
#include <stdlib.h>

#include "base/casefold.h"
#include "base/mem.h"
#include "base/number.h"
#include "table/batch.h"
#include "table/looks.h"

/* ---- binding ---- */

/* A field that this input has no column for has nothing to keep; what is no column is a mistake. */
static bool find_column(struct names *n, const struct same_keep *k, size_t *column)
{
	*column = names_column(n, k->column);
	if (*column != SIZE_MAX || names_absent(n, k->column, false))
		return true;
	if (program_bind(names_program(n), k->column, TYPE_NONE, NULL))
		diag_at(names_diags(n), k->column->where, k->column->span,
			"'%.*s' is worked out, so there is nothing to keep; name a column of the input",
			STR_ARG(k->column->text));
	return false;
}

static bool bind_rule(struct same_output *o, const struct same_keep *k, struct keep *out)
{
	*out = (struct keep){ .rule = k->rule, .said = k->by };
	if (!k->by)
		return true;
	out->by = program_bind(o->program, k->by, TYPE_TIME, NULL);
	return out->by;
}

/* How the agreement reads a column of which the least or the greatest is kept. */
static bool bind_kind(struct same_output *o, const struct expr *name, struct keep_column *c)
{
	enum type kind = TYPE_NONE;

	if (c->keep->rule != KEEP_MIN && c->keep->rule != KEEP_MAX)
		return true;
	if (!program_bind(o->program, name, TYPE_NONE, &kind))
		return false;
	if (kind != TYPE_NUMBER && kind != TYPE_TIME)
		return true;
	c->kind = kind;
	c->code = program_bind(o->program, name, kind, NULL);
	return c->code;
}

static bool bind_all(struct same_output *o, const struct same_lead *same)
{
	bool good = true;

	for (size_t i = 0; i < same->keeps.n; i++) {
		const struct same_keep *k = &same->keeps.at[i];
		struct keep *rule = &o->keep[o->keeps++];
		size_t column = SIZE_MAX;
		if (!bind_rule(o, k, rule) || (k->column && !find_column(o->names, k, &column))) {
			good = false;
			continue;
		}
		for (size_t c = 0; c < o->columns; c++) {
			bool meant = k->column ? c == column : !o->column[c].keep;
			if (meant)
				o->column[c].keep = rule;
		}
		if (column != SIZE_MAX)
			good &= bind_kind(o, k->column, &o->column[column]);
	}
	return good;
}

/* The agreement's lines that name a column come before the one of all others, and the ids' own rule before
 * that. */
static bool bind_in_order(struct same_output *o, const struct same_lead *same, const size_t *id, size_t ids)
{
	struct same_lead named = { 0 }, others = { 0 };
	struct keep *rule;
	struct expr created = { .op = EXPR_NAME, .text = STR("created_at") };
	bool good = true;

	named.keeps.at = ARENA_ARRAY(&o->arena, same->keeps.n, struct same_keep);
	others.keeps.at = ARENA_ARRAY(&o->arena, same->keeps.n, struct same_keep);
	for (size_t i = 0; i < same->keeps.n; i++) {
		struct same_lead *to = same->keeps.at[i].column ? &named : &others;
		to->keeps.at[to->keeps.n++] = same->keeps.at[i];
	}
	good &= bind_all(o, &named);
	rule = &o->keep[o->keeps++];
	*rule = (struct keep){ .rule = KEEP_FIRST, .id = true };
	size_t column = names_column(o->names, &created);
	if (column != SIZE_MAX)
		rule->by = names_bind_column(o->names, column, TYPE_TIME);
	for (size_t i = 0; i < ids; i++)
		if (!o->column[id[i]].keep)
			o->column[id[i]].keep = rule;
	good &= bind_all(o, &others);
	rule = &o->keep[o->keeps++];
	*rule = (struct keep){ .rule = KEEP_FIRST };
	for (size_t c = 0; c < o->columns; c++)
		if (!o->column[c].keep)
			o->column[c].keep = rule;
	return good;
}

struct same_output *same_output_bind(const struct same_lead *same, struct names *n, const size_t *id,
				     size_t ids)
{
	struct same_output *o = mem_new(sizeof *o);

	o->names = n;
	o->program = names_program(n);
	o->columns = names_columns(n);
	o->column = mem_new((o->columns + 1) * sizeof *o->column);
	o->keep = mem_new((same->keeps.n + 2) * sizeof *o->keep);
	for (size_t c = 0; c < o->columns; c++) {
		o->column[c].missing = names_missing(n, c);
		o->column[c].times = names_times(n, c);
	}
	if (bind_in_order(o, same, id, ids))
		return o;
	same_output_free(o);
	return NULL;
}

void same_output_free(struct same_output *o)
{
	if (!o)
		return;
	for (size_t i = 0; i < o->keeps; i++) {
		free(o->keep[i].time);
		free(o->keep[i].noted);
	}
	if (o->begun) {
		frame_release(&o->frame);
		tally_release(&o->tally);
	}
	batch_release(&o->rows.batch);
	free(o->rows.record);
	free(o->rows.kept);
	free(o->rows.present);
	buf_release(&o->value);
	buf_release(&o->folded);
	buf_release(&o->scratch);
	buf_release(&o->list);
	arena_release(&o->arena);
	free(o->column);
	free(o->keep);
	free(o);
}

/* ---- the rows of a lead ---- */

static void make_room(struct lead_rows *r, size_t n)
{
	if (n <= r->cap)
		return;
	mem_grown(&r->cap, n);
	r->record = mem_resize_array(r->record, r->cap, sizeof *r->record);
	r->kept = mem_resize_array(r->kept, r->cap, sizeof *r->kept);
	r->present = mem_resize_array(r->present, r->cap, sizeof *r->present);
}

static void begin(struct same_output *o)
{
	if (o->begun)
		return;
	frame_init(&o->frame, o->program);
	tally_init(&o->tally, names_agreement(o->names));
	o->frame.user = &o->tally;
	o->begun = true;
}

/* The times that rules go by. A row's line is that of its file, for messages. */
static void read_times(struct same_output *o)
{
	struct lead_rows *r = &o->rows;
	uint64_t lines = 0;

	for (size_t i = 0; r->times_cap < r->cap && i < o->keeps; i++) {
		struct keep *rule = &o->keep[i];
		rule->time = mem_resize_array(rule->time, r->cap, sizeof *rule->time);
		rule->noted = mem_resize_array(rule->noted, r->cap, sizeof *rule->noted);
	}
	r->times_cap = r->cap;
	for (size_t k = 0; k < r->n; k++) {
		r->batch.file = r->kept[k].file;
		r->batch.first_line = r->kept[k].line - lines;
		lines += count_newlines(r->kept[k].bytes.p, r->kept[k].bytes.n) + 1;
		frame_record(&o->frame, &r->record[k]);
		for (size_t i = 0; i < o->keeps; i++) {
			struct keep *rule = &o->keep[i];
			if (!rule->by)
				continue;
			rule->time[k] = code_time(rule->by, &o->frame);
			rule->noted[k] = rule->time[k] != INSTANT_NONE;
		}
	}
}

void keep_load(struct same_output *o, const struct sameness *s, const struct source *source, uint32_t lead)
{
	struct lead_rows *r = &o->rows;
	struct batch *b = &r->batch;

	begin(o);
	make_room(r, s->size[lead]);
	r->n = 0;
	b->len = 0;
	for (uint32_t row = s->first[lead]; row != UINT32_MAX; row = s->row[row].next) {
		struct kept_row kept = same_kept(s, row);
		memcpy(batch_room(b, b->len, kept.bytes.n + 1), kept.bytes.p, kept.bytes.n);
		b->len += kept.bytes.n;
		b->buf[b->len++] = '\n';
		r->kept[r->n++] = kept;
	}
	batch_scan(b, source->dialect, source->header.n);
	look_at_batch(NULL, b);
	for (size_t k = 0; k < r->n; k++)
		r->record[k] = batch_record(b, k);
	read_times(o);
	o->several += r->n > 1;
}

/* ---- choosing ---- */

static struct str value_of(struct same_output *o, size_t column, size_t row)
{
	return record_value(&o->rows.record[row], column, &o->value);
}

/* Which rows say something, and whether they say different things. Returns the first; SIZE_MAX: none does. */
static size_t look(struct same_output *o, size_t column, bool *differ)
{
	const struct keep_column *c = &o->column[column];
	struct lead_rows *r = &o->rows;
	size_t first = SIZE_MAX;

	*differ = false;
	for (size_t k = 0; k < r->n; k++) {
		struct str value = value_of(o, column, k);
		r->present[k] = !missing_is(c->missing, value, &o->scratch);
		if (!r->present[k])
			continue;
		if (first != SIZE_MAX) {
			*differ |= !fold_equal(value, buf_view(&o->folded), &o->scratch);
			continue;
		}
		first = k;
		buf_clear(&o->folded);
		fold_append(&o->folded, value);
	}
	return first;
}

/* Is row k before row `best`, by their times? Rows without one are behind. 0: neither is. */
static int earlier(const struct same_output *o, const struct keep *rule, size_t k, size_t best)
{
	int64_t a = rule->by ? rule->time[k] : INSTANT_NONE, b = rule->by ? rule->time[best] : INSTANT_NONE;

	if (a == INSTANT_NONE || b == INSTANT_NONE)
		return (a == INSTANT_NONE) - (b == INSTANT_NONE);
	int order = instant_compare(a, b, o->program->times.zone);
	return rule->rule == KEEP_LAST ? -order : order;
}

/* The smaller of two ids is the shorter one, and of those the one with the smaller bytes. */
static bool smaller_id(struct same_output *o, size_t column, size_t k, size_t best)
{
	struct buf copy = { 0 };

	buf_str(&copy, value_of(o, column, best));
	struct str a = value_of(o, column, k), b = buf_view(&copy);
	bool smaller = a.n != b.n ? a.n < b.n : str_compare(a, b) < 0;
	buf_release(&copy);
	return smaller;
}

/* A row that has no time to go by counts once, whatever columns are kept by it. */
static void note_untimed(struct keep *rule, size_t k)
{
	if (!rule->by || rule->noted[k])
		return;
	rule->noted[k] = true;
	rule->untimed++;
}

static size_t choose_in_order(struct same_output *o, size_t column, size_t best)
{
	struct keep *rule = o->column[column].keep;

	for (size_t k = best; k < o->rows.n && o->rows.n > 1; k++) {
		if (!o->rows.present[k])
			continue;
		note_untimed(rule, k);
		int order = earlier(o, rule, k, best);
		if (order < 0 ||
		    (!order && (rule->id ? smaller_id(o, column, k, best) : rule->rule == KEEP_LAST)))
			best = k;
	}
	return best;
}

/* A cell in the order of its kind; false: it is not of that kind. */
struct ranked {
	double number;
	int64_t time;
};

static bool rank(struct same_output *o, size_t column, enum type kind, size_t k, struct ranked *out)
{
	const struct keep_column *c = &o->column[column];

	if (c->code)
		frame_record(&o->frame, &o->rows.record[k]);
	if (kind == TYPE_NUMBER) {
		if (!c->code)
			return number_read(value_of(o, column, k), o->program->decimal, &out->number);
		out->number = code_number(c->code, &o->frame);
		return !isnan(out->number);
	}
	if (!c->code)
		return instant_read(value_of(o, column, k), c->times, &out->time) == TIME_READ;
	out->time = code_time(c->code, &o->frame);
	return out->time != INSTANT_NONE;
}

/* The least or the greatest of the cells that are of a kind; SIZE_MAX: none is. `all`: each that says
 * something has to be. */
static size_t choose_ranked(struct same_output *o, size_t column, enum type kind, bool all)
{
	struct keep_column *c = &o->column[column];
	size_t best = SIZE_MAX;
	struct ranked x, most = { 0 };

	for (size_t k = 0; k < o->rows.n; k++) {
		if (!o->rows.present[k])
			continue;
		if (!rank(o, column, kind, k, &x)) {
			if (all)
				return SIZE_MAX;
			c->unread++;
			continue;
		}
		int order = best == SIZE_MAX ? -1
			    : kind == TYPE_NUMBER
				    ? (x.number > most.number) - (x.number < most.number)
				    : instant_compare(x.time, most.time, o->program->times.zone);
		if (best != SIZE_MAX && c->keep->rule == KEEP_MAX)
			order = -order;
		if (order < 0) {
			best = k;
			most = x;
		}
	}
	return best;
}

/* By the bytes of what they say, whatever their case. */
static size_t choose_text(struct same_output *o, size_t column)
{
	bool most = o->column[column].keep->rule == KEEP_MAX;
	size_t best = SIZE_MAX;

	for (size_t k = 0; k < o->rows.n; k++) {
		if (!o->rows.present[k])
			continue;
		buf_clear(&o->scratch);
		fold_append(&o->scratch, value_of(o, column, k));
		int order = best == SIZE_MAX ? -1 : str_compare(buf_view(&o->scratch), buf_view(&o->folded));
		if (best != SIZE_MAX && (most ? order <= 0 : order >= 0))
			continue;
		best = k;
		buf_clear(&o->folded);
		buf_str(&o->folded, buf_view(&o->scratch));
	}
	return best;
}

static size_t choose_extreme(struct same_output *o, size_t column, size_t first)
{
	enum type kind = o->column[column].kind;
	size_t best =
		kind ? choose_ranked(o, column, kind, false) : choose_ranked(o, column, TYPE_NUMBER, true);

	if (best == SIZE_MAX && !kind)
		best = choose_ranked(o, column, TYPE_TIME, true);
	if (best == SIZE_MAX && !kind)
		best = choose_text(o, column);
	return best == SIZE_MAX ? first : best;
}

/* The first that says yes, else the first that says no, else the first that says anything. */
static size_t choose_yes(struct same_output *o, size_t column, size_t first)
{
	size_t no = SIZE_MAX;

	for (size_t k = first; k < o->rows.n; k++) {
		if (!o->rows.present[k])
			continue;
		int flag = flag_read(value_of(o, column, k), &o->scratch);
		if (flag == 1)
			return k;
		o->column[column].unread += flag < 0;
		if (!flag && no == SIZE_MAX)
			no = k;
	}
	return no == SIZE_MAX ? first : no;
}

/* Each thing that a row lists, once. */
static void make_list(struct same_output *o, size_t column)
{
	struct arena arena = { 0 };
	struct map words = { 0 };

	buf_clear(&o->list);
	for (size_t k = 0; k < o->rows.n; k++) {
		struct str rest = o->rows.present[k] ? value_of(o, column, k) : STR("");
		while (rest.n) {
			const char *end = memchr(rest.p, ';', rest.n);
			size_t n = end ? (size_t)(end - rest.p) : rest.n, known = words.n;
			struct str word = str_trim(str_slice(rest, 0, n));
			rest = str_slice(rest, n + !!end, rest.n);
			if (!word.n)
				continue;
			fold_number(&words, &arena, word, &o->scratch);
			if (words.n == known)
				continue;
			if (o->list.n)
				buf_char(&o->list, ';');
			buf_str(&o->list, word);
		}
	}
	map_release(&words);
	arena_release(&arena);
}

size_t keep_choose(struct same_output *o, size_t column, bool *says)
{
	struct keep_column *c = &o->column[column];
	bool differ;
	size_t first = look(o, column, &differ);

	c->differ += differ;
	*says = first != SIZE_MAX;
	if (!*says)
		return 0;
	switch (c->keep->rule) {
	case KEEP_FIRST:
	case KEEP_LAST:
		return choose_in_order(o, column, first);
	case KEEP_ANY_YES:
		return choose_yes(o, column, first);
	case KEEP_LIST:
		if (!differ)
			return first;
		make_list(o, column);
		return SIZE_MAX;
	default:
		return differ ? choose_extreme(o, column, first) : first;
	}
}
