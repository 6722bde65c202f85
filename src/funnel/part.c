/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The funnel as a counter that can be taken apart and put together again: see part.h and counter.h. */
#include "funnel/part.h"

#include "funnel/funnel_internal.h"

/* The parts are one thing, the caller's: their rows come in order, to one thread. */
static void *parts_new(const void *plan)
{
	return *(struct parts *const *)plan;
}

static void parts_free(void *self)
{
	(void)self;
}

static void parts_count(void *self, struct rows *lane, struct asked rows)
{
	struct parts *p = self;

	for (size_t i = 0; i < rows.n && !lane->frame->error.n; i++) {
		struct frame *f = rows_at(lane, rows.row[i]);
		if (!part_read_row(&p->in, f->record))
			buf_str(&f->error, buf_view(&p->in.error));
	}
}

const struct counter_kind parts_counter = {
	.name = "partials of a funnel",
	.in_order = true,
	.once = true,
	.new = parts_new,
	.free = parts_free,
	.count = parts_count,
};

const struct counter_kind funnel_counter = {
	.name = "funnel",
	.new = funnel_new,
	.free = funnel_free,
	.count = funnel_count,
	.merge = funnel_merge,
	.settle = funnel_settle,
	.report = funnel_say,
	.write = part_write,
	.parts = &parts_counter,
};
