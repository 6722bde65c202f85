/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See newest.h. */
#include "route/newest.h"

#include <stdlib.h>

#include "base/mem.h"

enum { HANDOVER, CREATED, TIMES };

struct newest {
	const struct agreement *agreement;
	const struct program *program;
	const struct pipeline *pipeline;
	size_t stage; /* SIZE_MAX: no hand-over */
	const struct code *created;
	/* A frame apart: what can't be read here is nobody's mistake. */
	struct frame frame;
	struct tally tally;
	bool begun;
	uint64_t rows;
	struct sequence {
		int64_t last;
		uint64_t times, falls, rises;
	} of[TIMES];
};

struct newest *newest_new(struct names *n, const struct pipeline *pipeline)
{
	const struct agreement *a = names_agreement(n);
	struct str stage = a->handovers.n ? a->handovers.at[0].from.text : STR("mql");
	struct expr created = { .op = EXPR_NAME, .text = STR("created_at") };
	struct newest *s = mem_new(sizeof *s);

	*s = (struct newest){ .agreement = a,
			      .program = names_program(n),
			      .pipeline = pipeline,
			      .stage = agreement_stage(a, stage),
			      .of = { { .last = INSTANT_NONE }, { .last = INSTANT_NONE } } };
	if (names_column(n, &created) != SIZE_MAX)
		s->created = names_code(n, "created_at", TYPE_TIME);
	return s;
}

void newest_free(struct newest *s)
{
	if (s && s->begun) {
		frame_release(&s->frame);
		tally_release(&s->tally);
	}
	free(s);
}

static void add(struct sequence *q, int64_t t)
{
	if (t == INSTANT_NONE)
		return;
	q->falls += q->times && t < q->last;
	q->rises += q->times && t > q->last;
	q->times++;
	q->last = t;
}

void newest_turned_away(struct newest *s, const struct record *r)
{
	if (!s->begun) { /* everything is bound by now */
		s->begun = true;
		frame_init(&s->frame, s->program);
		tally_init(&s->tally, s->agreement);
		s->frame.user = &s->tally;
	}
	s->rows++;
	frame_record(&s->frame, r);
	if (s->stage != SIZE_MAX) {
		struct sign sign = pipeline_read(s->pipeline, &s->frame)[s->stage];
		add(&s->of[HANDOVER], sign_any_time(sign));
	}
	if (s->created)
		add(&s->of[CREATED], code_time(s->created, &s->frame));
	buf_clear(&s->frame.error);
}

void newest_tell(const struct newest *s, struct diags *diags)
{
	bool handed = s->of[HANDOVER].times;
	const struct sequence *q = &s->of[handed ? HANDOVER : CREATED];
	const struct expr *at = handed ? s->agreement->stages.at[s->stage].at : NULL;
	struct str name =
		at ? str_slice(at->where->body, at->span.at, at->span.at + at->span.n) : STR("created_at");

	if (q->falls > 9 * q->rises) /* an odd row or two of another order do not matter */
		diag_note(diags,
			  "the input is newest first, and a limit turned %s away, so the oldest wait "
			  "longest; to "
			  "begin with the oldest, add to the agreement: assign in order of %.*s",
			  s->rows == 1 ? "a lead" : "leads", STR_ARG(name));
}
