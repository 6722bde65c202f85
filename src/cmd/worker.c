/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See worker.h. What decides whether rows are leads and are kept is asked of all rows of a run, column by
 * column.
 */
#include "cmd/command.h"

#include <stdlib.h>

#include "base/mem.h"

static const uint16_t first_row[1];
const struct asked worker_row_alone = { first_row, 1 };

void worker_init(struct worker *w, struct filter *f)
{
	*w = (struct worker){ .filter = f, .where = f->mode->sees_all ? NULL : f->where, .lanes = f->lanes };
	w->fate = mem_resize(NULL, RUN_MOST);
	w->leads = mem_resize(NULL, (LANES + 1) * sizeof *w->leads);
	for (size_t l = 0; l < f->lanes; l++) {
		frame_init(&w->frame[l], &f->lane[l].program);
		tally_init(&w->tally[l], &f->lane[l].agreement);
		w->frame[l].user = &w->tally[l];
		w->lane[l] = (struct rows){ .n = 1, .frame = &w->frame[l] };
	}
	const struct missing *missing = f->source.header.n ? names_missing(f->lane[0].names, 0) : NULL;
	for (int c = 0; c < 256; c++) {
		bool hollow = c == (unsigned char)f->source.dialect.delimiter || c == '\\' ||
			      !missing_never(missing, (unsigned char)c);
		w->may_begin[c] = hollow || f->head_again.begins[c];
	}
	look_total_starts(w->may_total);
}

void worker_release(struct worker *w)
{
	const struct mode *m = w->filter->mode;

	for (size_t i = 0; i < COUNTERS && m->counter[i]; i++)
		if (w->counter[i])
			m->counter[i]->free(w->counter[i]);
	free(w->fate);
	free(w->leads);
	ids_release(&w->ids);
	for (size_t l = 0; l < w->filter->lanes; l++) {
		frame_release(&w->frame[l]);
		tally_release(&w->tally[l]);
	}
	buf_release(&w->cell);
	buf_release(&w->text);
	buf_release(&w->spare);
	buf_release(&w->words);
	free(w->small);
	ids_release(&w->changes.ids);
	head_room_release(&w->head);
}

static bool is_empty(const struct filter *f, struct worker *w, const struct record *r)
{
	for (size_t c = 0; c < f->source.header.n; c++)
		if (!missing_is(names_missing(f->lane[0].names, c), record_value(r, c, &w->text), &w->cell))
			return false;
	return true;
}

static void fail_head(struct worker *w, const struct batch *b, size_t row)
{
	struct buf *error = &w->frame[0].error;

	if (!error->n)
		buf_print(error,
			  "%s:%llu: this row is the header, and --header-from says that the input has none; "
			  "leave out the one or the other",
			  b->file, (unsigned long long)batch_line(b, row));
}

/* The header once more, a line of totals, or nothing but missing cells? These are counted in *empty. */
static __attribute__((noinline)) unsigned char look_at_row(struct worker *w, const struct batch *b,
							   size_t row, size_t *empty)
{
	const unsigned char none = (FATE_NO_LEAD << LANES) - FATE_NO_LEAD;
	const struct filter *f = w->filter;
	struct record r = batch_record(b, row);

	if (head_again(&f->head_again, &r, &w->head)) {
		look_found(&w->looks.header, b, row);
		if (f->common.header_from)
			fail_head(w, b, row);
		return FATE_HEAD;
	}
	if (look_total(&r, w->may_total, &w->text)) {
		look_found(&w->looks.total, b, row);
		return none;
	}
	bool is = is_empty(f, w, &r);
	*empty += is;
	return is ? none : 0;
}

static void look_at_rows(struct worker *w, const struct batch *b, size_t first, size_t n)
{
	const unsigned char none = (FATE_NO_LEAD << LANES) - FATE_NO_LEAD;
	size_t empty = 0;

	memset(w->fate, 0, n);
	if (w->filter->mode->reads != READS_LEADS)
		return;
	for (size_t i = 0; i < n; i++) {
		const char *row = b->buf + b->marks.start[first + i];
		if (!w->may_begin[(unsigned char)*row] && !total_may_start(w->may_total, word_load(row)))
			continue; /* nearly always */
		unsigned char fate = look_at_row(w, b, first + i, &empty);
		w->fate[i] = fate ? fate | none : 0;
	}
	for (size_t l = 0; l < w->lanes; l++)
		w->tally[l].empty += empty;
}

/* What the conditions asked of a lead, a row that is ignored is not: it is forgotten. */
static void ignore(struct worker *w, size_t lane, struct asked leads)
{
	struct rows *r = &w->lane[lane];
	struct tally *t = &w->tally[lane];
	uint16_t *list = rows_room(r).row;
	struct asked rest = conditions_none(&w->filter->lane[lane].ignores, r, leads, t->ignored, list);
	unsigned char bit = (unsigned char)(FATE_NO_LEAD << lane);

	for (size_t i = 0; i < leads.n; i++)
		w->fate[leads.row[i]] |= bit;
	for (size_t i = 0; i < rest.n; i++)
		w->fate[rest.row[i]] &= (unsigned char)~bit;
	if (rest.n < leads.n && r->n == 1) {
		pipeline_leave_out(r->frame);
		rows_begin(r);
	} else if (rest.n < leads.n) {
		for (size_t i = 0; i < leads.n; i++)
			if (w->fate[leads.row[i]] & bit) {
				pipeline_leave_out(rows_at(r, leads.row[i]));
				rows_forget(r, leads.row[i]);
			}
	}
	rows_room_back(r);
}

void worker_run(struct worker *w, const struct batch *b, size_t first, size_t n)
{
	look_at_rows(w, b, first, n);
	for (size_t l = 0; l < w->lanes; l++) {
		struct rows *r = &w->lane[l];
		r->batch = b;
		r->first = first;
		r->n = n;
		rows_begin(r);
		w->tally[l].no_lead = false;
		if (!w->filter->lane[l].ignores.n)
			continue;
		ignore(w, l, worker_leads(w, l));
	}
}

struct asked worker_leads(struct worker *w, size_t lane)
{
	const unsigned char out = (unsigned char)(FATE_NO_LEAD << lane | FATE_LEFT_OUT);
	struct rows *r = &w->lane[lane];
	uint16_t *list = w->leads[lane];
	size_t n = 0;

	w->tally[lane].no_lead = false; /* what is asked now is asked of leads */
	r->set++;
	if (r->n && !w->fate[0] && memcmp(w->fate, w->fate + 1, r->n - 1) == 0)
		return r->leads = rows_all(r);
	for (size_t i = 0; i < r->n; i++) {
		list[n] = (uint16_t)i;
		n += !(w->fate[i] & out);
	}
	return r->leads = (struct asked){ list, n };
}

struct asked worker_all_leads(struct worker *w)
{
	const unsigned char none = (FATE_NO_LEAD << w->lanes) - FATE_NO_LEAD;
	uint16_t *list = w->leads[LANES];
	struct asked leads = { list, 0 };

	for (size_t l = 0; l < w->lanes; l++)
		leads = worker_leads(w, l);
	if (w->lanes == 1)
		return leads;
	leads = (struct asked){ list, 0 };
	for (size_t i = 0; i < w->lane[0].n; i++) {
		list[leads.n] = (uint16_t)i;
		leads.n += (w->fate[i] & none) != none && !(w->fate[i] & FATE_LEFT_OUT);
	}
	return leads;
}

struct asked worker_any_leads(struct worker *w)
{
	const unsigned char none = (FATE_NO_LEAD << w->lanes) - FATE_NO_LEAD;
	uint16_t *list = w->leads[LANES];
	size_t n = 0;

	for (size_t i = 0; i < w->lane[0].n; i++) {
		list[n] = (uint16_t)i;
		n += (w->fate[i] & none) != none;
	}
	if (w->lane[0].n == 1)
		worker_take(w, 0);
	return (struct asked){ list, n };
}

/* What was noted of where leads stand that -w leaves out is taken back. */
static void leave_out(struct worker *w, struct asked leads)
{
	for (size_t l = 0; l < w->lanes; l++)
		for (size_t i = 0; w->tally[l].pipeline && i < leads.n; i++)
			if (w->fate[leads.row[i]] & FATE_LEFT_OUT)
				pipeline_leave_out(rows_at(&w->lane[l], leads.row[i]));
}

void worker_choose(struct worker *w)
{
	struct rows *r = &w->lane[0];

	if (!w->where)
		return;
	struct asked leads = worker_leads(w, 0);
	bool *keeps = rows_room(r).flag;
	code_run(w->where, r, leads, (union vector){ .flag = keeps });
	for (size_t i = 0; i < leads.n; i++)
		w->fate[leads.row[i]] |= keeps[leads.row[i]] ? 0 : FATE_LEFT_OUT;
	for (size_t i = 0; leads.n < r->n && i < r->n; i++)
		if (w->fate[i] & FATE_NO_LEAD) {
			worker_take(w, i);
			if (w->head_again || !code_flag(w->where, r->frame))
				w->fate[i] |= FATE_LEFT_OUT;
		}
	w->tally[0].no_lead = false;
	leave_out(w, leads);
	rows_room_back(r);
}

void worker_take(struct worker *w, size_t row)
{
	w->head_again = w->fate[row] & FATE_HEAD;
	for (size_t l = 0; l < w->lanes; l++) {
		rows_at(&w->lane[l], row);
		w->tally[l].no_lead = w->fate[row] >> l & FATE_NO_LEAD;
	}
}

const struct buf *worker_fault(const struct worker *w)
{
	for (size_t l = 0; l < w->lanes; l++)
		if (w->frame[l].error.n)
			return &w->frame[l].error;
	return NULL;
}

void worker_undo(struct worker *w)
{
	for (size_t l = 0; l < w->lanes; l++)
		frame_undo(&w->frame[l]);
}

struct str worker_text(struct worker *w, const struct code *code, size_t lane)
{
	buf_clear(&w->cell);
	if (!w->tally[lane].no_lead)
		code_show(code, &w->frame[lane], &w->cell);
	return buf_view(&w->cell);
}

void worker_count_from_now(struct worker *w)
{
	const struct filter *f = w->filter;

	for (size_t i = 0; i < COUNTERS && f->mode->counter[i]; i++)
		w->counter[i] = f->mode->counter[i]->new (f->plan[i]);
	if (f->mode->makes == MAKES_ROWS || f->mode->makes == MAKES_OWN_ROWS ||
	    f->mode->reads != READS_LEADS || f->mode->every_row || f->mode->repeats)
		return;
	ids_init(&w->ids, f->lane[0].names, f->source.header.name, f->command->exact_ids);
	w->counts_ids = w->ids.column != SIZE_MAX && !f->common.quiet; /* they are for a note alone */
}

/* Does the map call the current row's id old? */
static bool has_old_id(struct worker *w)
{
	const struct filter *f = w->filter;

	return f->old_id_column != SIZE_MAX &&
	       id_map_is_old(f->map, record_value(&w->lane[0].record, f->old_id_column, &w->text));
}

/* What is asked now is asked of leads. */
static void ask_leads(struct worker *w)
{
	for (size_t l = 0; l < w->lanes; l++)
		w->tally[l].no_lead = false;
}

void worker_count(struct worker *w, struct asked leads, bool once)
{
	const struct mode *m = w->filter->mode;
	struct rows *r = &w->lane[0];

	for (size_t i = 0; leads.n && i < COUNTERS && m->counter[i]; i++) {
		const struct counter_kind *kind = m->counter[i];
		if (kind->once == once)
			kind->count(w->counter[i], r, leads);
		else if (!once && kind->foresee && r->n > 1)
			kind->foresee(w->counter[i], r, leads);
		ask_leads(w);
	}
	if (w->counts_ids && !once)
		ids_count_rows(&w->ids, r, leads);
	for (size_t i = 0; i < leads.n && !once && (w->filter->map || w->filter->common.partial); i++) {
		rows_at(r, leads.row[i]);
		if (w->filter->common.partial)
			part_rows_add(&w->rows, (struct str){ r->record.p, r->record.n });
		if (w->filter->map)
			w->old_ids += has_old_id(w);
	}
}
