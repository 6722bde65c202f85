/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What becomes of one row: see merge.h. The row is laid out as it will be written and read by the agreement,
 * once as it came, and once more whenever something has been written into it.
 */
#include <stdlib.h>

#include "base/mem.h"
#include "review/merge_internal.h"
#include "table/batch.h"
#include "table/looks.h"

struct settling {
	struct merge *merge;
	const struct handing *handing; /* of the output's columns */
	struct names *names;
	struct frame frame;
	struct tally tally;
	uint16_t *place_of; /* of each column of the output; NO_PLACE: none */
	size_t columns;
	struct batch came, batch; /* one row each: as it came, and as it is now */
	struct record row;
	struct buf text, scratch;
	int64_t now;
	const struct zone *zone;

	/* Of the row at hand: */
	const struct merge_row *at;
	struct str *cell;
	struct hand_over was, is; /* as it came; as it is now */
	struct sign *sign;	  /* as it came */
};

/* ---- the row as the agreement reads it ---- */

static void lay_out(struct batch *b, struct str row, struct dialect dialect, size_t columns)
{
	b->len = row.n;
	memcpy(batch_room(b, 0, row.n), row.p, row.n);
	batch_scan(b, dialect, columns);
	look_at_batch(NULL, b);
}

/* The row with what has been written into it. */
static void read_row(struct settling *s)
{
	struct record came = batch_record(&s->came, 0);
	struct dialect dialect = s->merge->plan.dialect;

	buf_clear(&s->text);
	for (size_t c = 0; c < s->columns; c++) {
		uint16_t place = s->place_of[c];
		if (c)
			buf_char(&s->text, dialect.delimiter);
		if (place != NO_PLACE && s->cell[place].p)
			cell_write_safe(&s->text, dialect, s->cell[place]);
		else
			buf_str(&s->text, record_raw(&came, c));
	}
	buf_char(&s->text, '\n');
	lay_out(&s->batch, buf_view(&s->text), dialect, s->columns);
	s->row = batch_record(&s->batch, 0);
	frame_record(&s->frame, &s->row);
	bool nameless;
	if (!handing_of(s->handing, &s->frame, &s->is, &nameless))
		s->is = (struct hand_over){ .answer = SIZE_MAX, .exit = SIZE_MAX };
}

static size_t column_of(const struct settling *s, uint16_t place)
{
	size_t c = 0;

	while (s->place_of[c] != place)
		c++;
	return c;
}

static bool is_missing(struct settling *s, uint16_t place)
{
	size_t column = column_of(s, place);
	struct record came = batch_record(&s->came, 0);

	return missing_is(names_missing(s->names, column), record_value(&came, column, &s->scratch),
			  &s->text);
}

/* ---- times ---- */

/* The moment of a decision, not before the hand-over. */
static int64_t moment_of(const struct settling *s, const struct entry *e)
{
	int64_t handed = s->at->handed_over;

	return handed != INSTANT_NONE && instant_compare(e->at, handed, s->zone) < 0 ? handed : e->at;
}

static bool is_early(const struct settling *s, int64_t t)
{
	int64_t handed = s->at->handed_over;

	return handed != INSTANT_NONE && instant_compare(t, handed, s->zone) < 0;
}

/* In the form of the column. Where that has no seconds and the hand-over is later in the same minute, the
 * next minute. */
static bool put_in_form(struct settling *s, const struct place *p, int64_t t, int64_t *reads)
{
	const struct time_style *style = names_times(s->names, p->column);

	if (!p->formed)
		return false;
	if (time_form_write(&p->form, t, style, &s->text, reads) && !is_early(s, *reads))
		return true;
	buf_clear(&s->text);
	return time_form_write(&p->form, instant_of(instant_us(t) + p->form.unit), style, &s->text, reads) &&
	       !is_early(s, *reads) && *reads <= s->now;
}

/* Few CRMs read parts of a second. */
static int64_t whole_second(const struct settling *s, int64_t t)
{
	int64_t us = instant_us(t), whole = instant_of(us - (us % SECOND_US + SECOND_US) % SECOND_US);

	return is_early(s, whole) ? t : whole;
}

/* What is written for a time in a place, and what it reads as; valid until the text is used again. */
static struct str time_text(struct settling *s, uint16_t place, int64_t t, int64_t *reads, bool *formed)
{
	const struct place *p = &s->merge->places.at[place];

	buf_clear(&s->text);
	*formed = put_in_form(s, p, t, reads);
	if (*formed)
		return buf_view(&s->text);
	buf_clear(&s->text);
	*reads = whole_second(s, t);
	instant_write(&s->text, *reads, s->zone);
	return buf_view(&s->text);
}

static bool is_time_of(struct settling *s, uint16_t place, struct sign sign, int64_t t)
{
	int64_t reads;
	bool formed;

	if (!sign_dated(sign))
		return false;
	time_text(s, place, t, &reads, &formed);
	return sign.at == reads || sign.at == t ||
	       (instant_is_date(sign.at) && instant_compare(sign.at, t, s->zone) == 0);
}

/* ---- what the export says ---- */

static struct outcome *outcome_of(struct settling *s, size_t exit)
{
	struct places *p = &s->merge->places;

	return exit == SIZE_MAX ? &p->accepted : &p->returned[exit];
}

/* The sign of being accepted (exit SIZE_MAX), or of an exit. */
static struct sign sign_of(const struct settling *s, size_t exit)
{
	const struct handing *h = s->handing;

	return s->sign[exit == SIZE_MAX ? h->to : h->pipeline.nstages + exit];
}

/* Has it happened, and not before the hand-over? */
static bool answers(const struct settling *s, struct sign sign)
{
	if (sign_dated(sign))
		return sign.at <= s->now && !is_early(s, sign.at);
	return sign.at == SIGN_UNDATED;
}

static bool got_on(const struct settling *s, size_t from)
{
	for (size_t i = from; i < s->handing->pipeline.nstages; i++)
		if (answers(s, s->sign[i]))
			return true;
	return false;
}

static bool went_out(const struct settling *s)
{
	return s->was.exit != SIZE_MAX && answers(s, sign_of(s, s->was.exit));
}

/* Is what the export says of an outcome an earlier decision about this hand-over? */
static bool is_ours(struct settling *s, size_t exit)
{
	const struct ruling *r = s->at->ruling;
	const struct agreement *a = s->handing->agreement;
	struct outcome *o = outcome_of(s, exit);
	struct sign sign = sign_of(s, exit);

	for (size_t i = 0; i < r->n; i++) {
		const struct entry *e = r->entry[i];
		bool it = exit == SIZE_MAX
				  ? e->decision == DECISION_ACCEPT
				  : e->decision == DECISION_RETURN && agreement_exit(a, e->exit) == exit;
		if (it && (sign.at == SIGN_UNDATED ||
			   (o->time != NO_PLACE && is_time_of(s, o->time, sign, moment_of(s, e)))))
			return true;
	}
	return false;
}

/* Does it say what was decided, or what comes to the same? Not yet where an earlier return is still in force.
 */
static bool is_known(struct settling *s, size_t exit, const struct entry *e)
{
	struct outcome *o = outcome_of(s, exit);

	bool is_time = o->time != NO_PLACE && is_time_of(s, o->time, sign_of(s, exit), moment_of(s, e));
	bool undone = exit == SIZE_MAX && went_out(s) && is_ours(s, s->was.exit);

	if (is_time)
		return !undone;
	if (exit == SIZE_MAX)
		return got_on(s, s->handing->to);
	return s->was.exit == exit && went_out(s);
}

static bool says_otherwise(struct settling *s, size_t exit)
{
	bool on = exit != SIZE_MAX && got_on(s, s->handing->to);

	if (on && (got_on(s, s->handing->to + 1) || !is_ours(s, SIZE_MAX)))
		return true;
	return went_out(s) && !is_ours(s, s->was.exit);
}

/* ---- what is written ---- */

static void put(struct settling *s, uint16_t place, struct str text)
{
	if (place != NO_PLACE)
		s->cell[place] = arena_copy(&s->merge->arena, text);
}

static void fill(struct settling *s, uint16_t place, struct str text)
{
	if (place != NO_PLACE && text.n && is_missing(s, place))
		put(s, place, text);
}

static void put_answers(struct settling *s, bool over)
{
	struct merge *m = s->merge;
	struct str rest = s->at->ruling->answers, name, value;
	struct buf b = { 0 };

	while (answer_next(&rest, &name, &value, &b)) {
		uint16_t place = places_answer(&m->places, name);
		if (place == NO_PLACE && !m->answers_left++)
			m->answers_name = arena_copy(&m->arena, name);
		if (over)
			put(s, place, value);
		else
			fill(s, place, value);
	}
	buf_release(&b);
}

static void put_time(struct settling *s, uint16_t at, const struct entry *e)
{
	struct place *p = &s->merge->places.at[at];
	int64_t reads;
	bool formed;

	put(s, at, time_text(s, at, moment_of(s, e), &reads, &formed));
	p->otherwise += !formed;
	if (!formed && !p->first.n)
		p->first = s->cell[at];
}

static void put_outcome(struct settling *s, size_t exit, const struct entry *e)
{
	struct outcome *o = outcome_of(s, exit);

	put_answers(s, true);
	if (o->time != NO_PLACE)
		put_time(s, o->time, e);
	if (exit != SIZE_MAX && e->reason.n)
		put(s, o->reason, e->reason);
	if (exit == SIZE_MAX && e->owner.n)
		put(s, s->merge->places.owner, e->owner);
	for (size_t i = 0; i < o->nsets; i++)
		put(s, o->set[i], o->sets[i].value.text);
}

/* Is it now as it was decided? */
static bool is_seen(struct settling *s, size_t exit)
{
	const struct handing *h = s->handing;

	read_row(s);
	if (!s->is.id.n || s->is.at != s->at->handed_over || s->is.exit != exit)
		return false;
	if (exit == SIZE_MAX)
		return pipeline_read(&h->pipeline, &s->frame)[h->to].at != SIGN_NONE;
	return true;
}

/* Empties what the agreement sees instead; false: nothing that may be. */
static bool empty(struct settling *s, size_t exit)
{
	size_t other = s->is.exit != exit ? s->is.exit : SIZE_MAX;
	struct outcome *o = outcome_of(s, other);

	if (s->is.at != s->at->handed_over || other == exit || o->time == NO_PLACE ||
	    !(s->merge->plan.prefer || is_ours(s, other)))
		return false;
	if (s->cell[o->time].p)
		return false;
	put(s, o->time, STR(""));
	if (o->reason != NO_PLACE && !s->cell[o->reason].p)
		put(s, o->reason, STR(""));
	return true;
}

static bool write_outcome(struct settling *s, size_t exit, const struct entry *e)
{
	bool emptied = false;

	put_outcome(s, exit, e);
	while (!is_seen(s, exit)) {
		if (!empty(s, exit)) {
			memset(s->cell, 0, s->merge->places.n * sizeof *s->cell);
			return false;
		}
		emptied = true;
	}
	s->merge->emptied += emptied;
	return true;
}

/* ---- one row ---- */

static void list(struct settling *s, const struct entry *e)
{
	struct merge *m = s->merge;
	uint64_t n = m->counts[MERGED_OTHERWISE]++;
	size_t exit = s->was.exit, stage = s->was.answer;

	put_answers(s, false);
	if (n >= LISTED_MOST)
		return;
	struct sign sign = exit != SIZE_MAX ? sign_of(s, exit) : s->sign[stage];
	m->listed[n] = (struct listed){ .id = arena_copy(&m->arena, s->was.id),
					.exit = exit,
					.stage = stage,
					.at = sign_any_time(sign),
					.decided = e };
}

static void leave_known(struct settling *s, size_t exit, const struct entry *e)
{
	s->merge->counts[MERGED_KNOWN]++;
	put_answers(s, false);
	if (exit == SIZE_MAX)
		fill(s, s->merge->places.owner, e->owner);
	else
		fill(s, s->merge->places.returned[exit].reason, e->reason);
}

static void settle_outcome(struct settling *s, const struct entry *e)
{
	struct merge *m = s->merge;
	bool back = e->decision == DECISION_RETURN;
	size_t exit = back ? agreement_exit(s->handing->agreement, e->exit) : SIZE_MAX;

	if (back && exit == SIZE_MAX) {
		m->counts[MERGED_NO_EXIT]++;
		put_answers(s, false);
		return;
	}
	if (is_known(s, exit, e)) {
		leave_known(s, exit, e);
		return;
	}
	bool otherwise = says_otherwise(s, exit);
	bool stands = s->was.exit != SIZE_MAX || s->was.answer != SIZE_MAX;
	if (otherwise && !m->plan.prefer) {
		list(s, e);
	} else if (write_outcome(s, exit, e)) {
		m->counts[back ? MERGED_RETURNED : MERGED_ACCEPTED]++;
		m->counts[MERGED_OVERRULED] += otherwise;
		m->reasons_left += back && e->reason.n && m->places.returned[exit].reason == NO_PLACE;
	} else if (stands) {
		list(s, e);
	} else {
		struct unseen *u = &m->unseen[back ? exit + 1 : 0];
		if (!u->rows++)
			u->id = arena_copy(&m->arena, s->was.id);
	}
}

static void settle_row(struct settling *s, struct merge_row *r)
{
	struct merge *m = s->merge;
	const struct handing *h = s->handing;
	const struct entry *last = r->ruling->last;

	s->at = r;
	r->cell = s->cell = ARENA_ARRAY(&m->arena, m->places.n, struct str);
	lay_out(&s->came, r->bytes, m->plan.dialect, names_columns(m->plan.names));
	read_row(s);
	memcpy(s->sign, pipeline_read(&h->pipeline, &s->frame),
	       (h->pipeline.nstages + h->pipeline.nexits) * sizeof *s->sign);
	s->was = s->is;
	s->was.id = arena_copy(&m->arena, s->was.id);
	if (last && last->decision != DECISION_LATER && last->at > s->now) {
		m->counts[MERGED_LATER]++;
	} else if (last && last->decision != DECISION_LATER) {
		settle_outcome(s, last);
	} else {
		put_answers(s, s->was.waits);
		m->counts[MERGED_ANSWERED]++;
	}
	m->has_row[r->row / 64] |= UINT64_C(1) << r->row % 64;
}

/* ---- all of them ---- */

static void begin(struct settling *s)
{
	struct merge *m = s->merge;
	const struct program *p = names_program(s->names);
	const struct pipeline *r = &s->handing->pipeline;
	size_t input = names_columns(m->plan.names), added = input;

	frame_init(&s->frame, p);
	tally_init(&s->tally, s->handing->agreement);
	s->frame.user = &s->tally;
	s->now = p->now;
	s->zone = s->handing->zone;
	s->sign = mem_new((r->nstages + r->nexits + 1) * sizeof *s->sign);
	s->columns = names_columns(s->names);
	s->place_of = mem_new((s->columns + 1) * sizeof *s->place_of);
	for (size_t c = 0; c < s->columns; c++)
		s->place_of[c] = NO_PLACE;
	for (size_t i = 0; i < m->places.n; i++) {
		struct place *one = &m->places.at[i];
		if (one->column == SIZE_MAX)
			one->column = added++;
		s->place_of[one->column] = (uint16_t)i;
	}
	m->has_row = mem_new((m->n ? m->row[m->n - 1].row / 64 + 1 : 1) * sizeof *m->has_row);
}

bool merge_settle(struct merge *m, const struct handing *after, struct names *names)
{
	struct settling s = { .merge = m, .handing = after, .names = names };

	begin(&s);
	for (size_t i = 0; i < m->n; i++)
		settle_row(&s, &m->row[i]);
	frame_release(&s.frame);
	tally_release(&s.tally);
	batch_release(&s.came);
	batch_release(&s.batch);
	buf_release(&s.text);
	buf_release(&s.scratch);
	free(s.sign);
	free(s.place_of);
	return merge_tell(m);
}
