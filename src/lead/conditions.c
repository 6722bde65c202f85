/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Conditions of which any one is enough: see conditions.h. */
#include "lead/conditions.h"

bool conditions_bind(struct conditions *c, const struct condition *said, size_t n, struct program *p)
{
	bool good = true;

	*c = (struct conditions){ ARENA_ARRAY(&p->arena, n, const struct code *), n };
	for (size_t i = 0; i < n; i++)
		good = (c->when[i] = program_bind(p, said[i].when, TYPE_FLAG, NULL)) && good;
	return good;
}

struct asked conditions_none(const struct conditions *c, struct rows *r, struct asked ask, uint64_t *first,
			     uint16_t *list)
{
	bool *holds = rows_room(r).flag;

	for (size_t i = 0; i < c->n; i++) {
		code_run(c->when[i], r, ask, (union vector){ .flag = holds });
		struct asked rest = asked_where(ask, holds, false, list);
		if (first)
			first[i] += ask.n - rest.n;
		ask = rest;
	}
	rows_room_back(r);
	return ask;
}

void conditions_any(const struct conditions *c, struct rows *r, struct asked ask, bool *out)
{
	if (c->n == 1) {
		code_run(c->when[0], r, ask, (union vector){ .flag = out });
		return;
	}
	struct asked none = conditions_none(c, r, ask, NULL, rows_room(r).row);

	EACH_ROW(row, ask, out[row] = true);
	EACH_ROW(row, none, out[row] = false);
	rows_room_back(r);
}
