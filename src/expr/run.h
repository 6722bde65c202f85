/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs of rows: values are computed over them, and counters count them. A run is up to RUN_MOST neighboring
 * rows of one batch, whatever the batch holds. Whoever asks says which rows are wanted, and gets a vector
 * with a value for each of those, in its place in the run; what stands in other places is left as it was.
 *
 * A frame remembers what the cells of its run said and what was computed of them, column by column, for the
 * rows that were asked. What can't be done for many rows at once is asked of one after the other: rows_at()
 * makes one of them the current row, and functions that take a frame are about that. A record that comes
 * alone is a run of one, which must stay cheap: an interactive prompt asks so.
 */
#ifndef EXPR_RUN_H
#define EXPR_RUN_H

#include "expr/program.h"

/* Makes the run the frame's, and its first row the current one. It must outlive what is computed from it. */
static inline void rows_begin(struct rows *r)
{
	struct frame *f = r->frame;

	r->at = 0;
	r->record = batch_record(r->batch, r->first);
	r->regular = r->n > 1 && batch_regular(r->batch, r->first, r->n);
	frame_record(f, &r->record);
	f->run = r;
}

/* The current row, which the frame's own run of one row is made of. */
static inline struct frame *rows_at(struct rows *r, size_t row)
{
	if (r->at != row) {
		r->at = (uint16_t)row;
		r->record = batch_record(r->batch, r->first + row);
		r->frame->serial = r->frame->begun + row;
	}
	return r->frame;
}

/* Forgets what was computed of a row. */
void rows_forget(struct rows *r, size_t row);

/* Forgets what was computed of all rows, and what was read in that: it is computed again, from something else
 * beside the cells. */
void rows_compute_again(struct rows *r);

/* A text of the current row as it is after the next row: where it stands in the batch, or a copy that is
 * valid until the next run. */
struct str rows_keep_text(struct frame *f, struct str text);

/* Room for such a text of up to n bytes, of the frame's run; and where it ends, before the next one. */
char *rows_keep_room(struct frame *f, size_t n);
void rows_keep_end(struct frame *f, const char *end);

static inline union value rows_keep(struct frame *f, enum type type, union value v)
{
	if (type == TYPE_TEXT && f->run->n > 1)
		v.text = rows_keep_text(f, v.text);
	return v;
}

/* The values of the rows asked. */
void code_run(const struct code *c, struct rows *r, struct asked ask, union vector out);

/* Flags that may be missing: 1, 0, -1. */
void code_tristates(const struct code *c, struct rows *r, struct asked ask, signed char *out);

/* Numbers as code_millionths gives them, of those rows that have one, which it returns; `list` has room for
 * them all. */
struct asked code_millionths_run(const struct code *c, struct rows *r, struct asked ask, __int128 *out,
				 uint16_t *list);

/* The values in `room`, or where they are already: valid until the next run, and not to be changed. */
union vector code_values(const struct code *c, struct rows *r, struct asked ask, union vector room);
union vector computed_values(size_t computed, struct rows *r, struct asked ask);

/* The values of rows that will be shown; and one of them as code_show() shows the current row's. */
union vector code_shown_values(const struct code *c, struct rows *r, struct asked ask, union vector room);
bool code_shown(const struct code *c, const struct frame *f, union vector of, size_t row, struct buf *out);

/* For whoever remembers what it made of a text: a slot for each row asked, or SLOT_NONE. The same slot is the
 * same text, in all runs of the frame. NULL: they have none; only the cells of a column and what is computed
 * under a name have, while a dictionary of them is worth it. */
enum { SLOTS = 1024, SLOT_NONE = SLOTS };
const uint16_t *code_slots(const struct code *c, struct rows *r, struct asked ask);

/* What whoever computes a value keeps of each text in a slot, in the frame: 0 at first. */
double *computed_slots(size_t computed, struct frame *f);

/* The rows asked have looked for a row in a side table; NaN: in vain. */
void rows_looked_up(struct rows *r, size_t lookup, struct asked ask, const double *found);

/* Room for a value of each row of a run, or for a list of its rows; given back in reverse order. */
union vector rows_room(struct rows *r);
void rows_room_back(struct rows *r);

/* All rows of the run. */
static inline struct asked rows_all(const struct rows *r)
{
	return (struct asked){ r->frame->every, r->n };
}

/* Are they the first rows of the run, without a gap? */
static inline bool asked_dense(struct asked ask)
{
	return ask.n && ask.row[ask.n - 1] == ask.n - 1;
}

/* Are they the run's leads, all of them? */
static inline bool asked_leads(struct asked ask, const struct rows *r)
{
	return ask.row == r->leads.row && ask.n == r->leads.n;
}

/* Those of the rows whose flag is so; `list` has room for them all. */
static inline struct asked asked_where(struct asked ask, const bool *flag, bool is, uint16_t *list)
{
	size_t n = 0;

	for (size_t i = 0; i < ask.n; i++) { /* no branch: which it is can't be foreseen */
		list[n] = ask.row[i];
		n += flag[ask.row[i]] == is;
	}
	return (struct asked){ list, n };
}

/* Does a statement for each row asked; most often that is all of them, and the loop is a plain one. */
#define EACH_ROW(at, ask, ...)                                    \
	do {                                                      \
		if (asked_dense(ask)) {                           \
			for (size_t at = 0; at < (ask).n; at++) { \
				__VA_ARGS__;                      \
			}                                         \
		} else {                                          \
			for (size_t i_ = 0; i_ < (ask).n; i_++) { \
				size_t at = (ask).row[i_];        \
				__VA_ARGS__;                      \
			}                                         \
		}                                                 \
	} while (0)

/* A value that is computed for one row after the other: `work_sum` from `union value sum_of(const void *ctx,
 * struct frame *f)`. Mostly the current row is asked for alone: that way is the short one. */
#define COMPUTE_ROWS(work, member, one)                                                                      \
	static __attribute__((noinline)) void work##_many(const void *ctx, struct rows *r, struct asked ask, \
							  union vector out)                                  \
	{                                                                                                    \
		enum { KEPT = sizeof *out.member == sizeof(struct str) };                                    \
		for (size_t i = 0; i < ask.n; i++) {                                                         \
			union value v = one(ctx, rows_at(r, ask.row[i]));                                    \
			out.member[ask.row[i]] =                                                             \
				rows_keep(r->frame, KEPT ? TYPE_TEXT : TYPE_NONE, v).member;                 \
		}                                                                                            \
	}                                                                                                    \
	static void work(const void *ctx, struct rows *r, struct asked ask, union vector out)                \
	{                                                                                                    \
		if (r->n == 1)                                                                               \
			out.member[0] = one(ctx, r->frame).member;                                           \
		else                                                                                         \
			work##_many(ctx, r, ask, out);                                                       \
	}

/* Nothing, in the places of the rows asked. */
static inline void vector_none(enum type type, struct asked ask, union vector out)
{
	union value none = value_none(type);

	for (size_t i = 0; i < ask.n; i++)
		if (type == TYPE_FLAG)
			out.flag[ask.row[i]] = none.flag;
		else if (type == TYPE_NUMBER)
			out.number[ask.row[i]] = none.number;
		else if (type == TYPE_TEXT)
			out.text[ask.row[i]] = none.text;
		else
			out.time[ask.row[i]] = none.time;
}

#endif
