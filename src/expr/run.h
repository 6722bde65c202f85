/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs of rows: values are computed over them, and counters count them. A run is up to RUN_MOST neighboring
 * rows of one batch, whatever the batch holds. Whoever asks says which rows are wanted, and gets a vector
 * with a value for each of those, in its place in the run; what stands in other places is left as it was.
 *
 * Underneath, expressions still run a row at a time: a frame has one row at hand, and remembers what the
 * cells of that row said. rows_at() brings a row to hand; going through a run in order reads every cell once.
 * That is also why a run of one row is what streams today, and must stay cheap.
 */
#ifndef EXPR_RUN_H
#define EXPR_RUN_H

#include "expr/program.h"

/* A value for each row of a run, by the type of what is asked; a span is a time. */
union vector {
	bool *flag;
	double *number;
	int64_t *time;
	struct str *text; /* valid until the next run */
};

/* The current row, which the frame's own run of one row is made of. */
static inline struct frame *rows_at(struct rows *r, size_t row)
{
	if (r->at != row) {
		r->at = (uint16_t)row;
		r->record = batch_record(r->batch, r->first + row);
		frame_record(r->frame, &r->record);
	}
	return r->frame;
}

/* The values of the rows asked. */
void code_run(const struct code *c, struct rows *r, struct asked ask, union vector out);

/* A value that is computed for one row after the other: `work_sum` from `union value sum_of(const void *ctx,
 * struct frame *f)`. Mostly the current row is asked for alone: that way is the short one. */
#define COMPUTE_ROWS(work, member, one)                                                                      \
	static __attribute__((noinline)) void work##_many(const void *ctx, struct rows *r, struct asked ask, \
							  union vector out)                                  \
	{                                                                                                    \
		for (size_t i = 0; i < ask.n; i++)                                                           \
			out.member[ask.row[i]] = one(ctx, rows_at(r, ask.row[i])).member;                    \
	}                                                                                                    \
	static void work(const void *ctx, struct rows *r, struct asked ask, union vector out)                \
	{                                                                                                    \
		if (ask.n == 1 && *ask.row == r->at)                                                         \
			out.member[r->at] = one(ctx, r->frame).member;                                       \
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
