/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Why somebody gets a lead, in words: see route_internal.h. */
#include "base/number.h"
#include "route/route_internal.h"

static const char *const reason_of_share[] = { [SHARE_WEIGHT] = "whose turn it is",
					       [SHARE_EQUALLY] = "whose turn it is",
					       [SHARE_LOAD] = "who has the fewest open leads",
					       [SHARE_HASH] = "drawn by the lead's id" };

enum { NAMES_MOST = 5 };

/* " (1 away, 2 without room)": why some eligible people could not have it. */
static void explain_rest(const struct routing *s, const struct bound_route *r, const struct choice *c,
			 size_t sharing, size_t except, struct buf *why)
{
	enum { AWAY, WITHOUT_ROOM, HAS_IT, LESS_PREFERRED, REASONS };
	static const struct str words[] = { STR("away"), STR("without room"), STR("who has it now"),
					    STR("less preferred") };
	size_t n[REASONS] = { 0 }, rest = c->n - sharing;
	struct str before = STR(" (");

	for (const struct candidate *one = c->one; one < c->one + c->n; one++)
		if (one->rep == except)
			n[HAS_IT]++;
		else if (!room_of(s, r->said, one))
			n[one->away ? AWAY : WITHOUT_ROOM]++;
	n[LESS_PREFERRED] = rest - n[AWAY] - n[WITHOUT_ROOM] - n[HAS_IT];
	for (int i = 0; i < REASONS; i++)
		if (n[i]) {
			buf_str(why, before);
			number_write_whole(why, (int64_t)n[i]);
			buf_char(why, ' ');
			buf_str(why, words[i]);
			before = STR(", ");
		}
	buf_str(why, rest ? STR(")") : STR(""));
}

/* "who has leads of this company"; the leads of a value go by what it says. */
static void explain_choice(const struct routing *s, const struct bound_route *r, size_t n, struct buf *why)
{
	static const char *const commons[] = {
		[TOGETHER_COMPANY] = "this company", [TOGETHER_DOMAIN] = "this domain"
	};
	const struct decision *x = &s->decision;
	bool drawn = n > 1 && x->company && r->said->share == SHARE_HASH;

	if (!x->together && !drawn)
		buf_str(why, str_from(n > 1 ? reason_of_share[r->said->share]
				      : n   ? "who alone can"
					    : "nobody can"));
	else
		buf_str(why, str_from(x->together ? "who has leads of " : "drawn by "));
	if ((x->together || drawn) && r->together->by == TOGETHER_VALUE)
		buf_str(why, str_trim(buf_view(&s->together.text)));
	else if (x->together || drawn)
		buf_str(why, str_from(commons[r->together->by]));
}

/* "Ann, whose turn it is for A1 among Ann, Bob and Cas"; without a pool nobody was picked. */
static void explain_pool(const struct routing *s, const struct bound_route *r, const struct crew *crew,
			 size_t picked, struct buf *why)
{
	const struct rep *reps = s->plan->roster->rep;
	size_t n = crew ? crew->weights.n : 0;
	bool turns = r->said->share == SHARE_WEIGHT || r->said->share == SHARE_EQUALLY;

	if (n) {
		buf_str(why, reps[crew->rep[picked]].name);
		buf_str(why, STR(", "));
	}
	explain_choice(s, r, n, why);
	if (n > 1 && turns && !s->decision.together && r->balance && s->balance.n) {
		buf_str(why, STR(" for "));
		buf_str(why, buf_view(&s->balance));
	}
	if (s->decision.together)
		return;
	for (size_t i = 0; n > 1 && i < n && i < NAMES_MOST; i++) {
		buf_str(why, str_from(!i ? " among " : i + 1 < n ? ", " : " and "));
		buf_str(why, reps[crew->rep[i]].name);
	}
	if (n > NAMES_MOST) {
		buf_str(why, STR(" and "));
		number_write_whole(why, (int64_t)(n - NAMES_MOST));
		buf_str(why, STR(" more"));
	}
}

void route_reason(const struct routing *s, const struct bound_route *r, const struct choice *c,
		  const struct crew *crew, size_t picked, size_t except, struct buf *why)
{
	explain_pool(s, r, crew, picked, why);
	explain_rest(s, r, c, crew ? crew->weights.n : 0, except, why);
}
