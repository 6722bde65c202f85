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

size_t conditions_first(const struct conditions *c, struct frame *f)
{
	for (size_t i = 0; i < c->n; i++)
		if (code_flag(c->when[i], f))
			return i;
	return SIZE_MAX;
}
