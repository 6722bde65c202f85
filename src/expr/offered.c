/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functions that rooms above offer, such as one for each calendar of an
 * agreement. Expressions know that they take times, or words in quotes, and
 * what they give; what they mean, and what has to be read before they can be
 * asked, is known above.
 */

#include "base/mem.h"
#include "expr/bind.h"

void program_function(struct program *p, const struct function *fn)
{
	struct program_state *s = p->state;
	struct function *offered = ARENA_NEW(&p->arena, struct function);
	struct buf name = { 0 };

	*offered = *fn;
	fold_name(&name, fn->name);
	map_put(&s->functions, arena_copy(&p->arena, buf_view(&name)), (uint32_t)s->noffered);
	MEM_ROOM(s->offered, s->noffered, s->offered_cap);
	s->offered[s->noffered++] = (struct offered){ fn->name, offered };
	buf_release(&name);
}

const struct function *bind_find_offered(const struct program *p, struct str name)
{
	struct buf folded = { 0 };

	fold_name(&folded, name);
	const uint32_t *place = map_find(&p->state->functions, buf_view(&folded));
	buf_release(&folded);
	return place ? p->state->offered[*place].function : NULL;
}

struct candidates bind_offered_names(const struct program *p)
{
	return CANDIDATES(p->state->offered, p->state->noffered, name);
}

/* A row is asked for an argument only while those before are present. */
static void run_offered(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	uint16_t *list = rows_room(r).row;
	union vector arg[FUNCTION_ARGS];
	struct asked there = ask;

	vector_none(c->type, ask, out);
	for (size_t i = 0; i < c->nargs; i++) {
		size_t n = 0;
		arg[i] = code_values(c->arg[i], r, there, rows_room(r));
		for (size_t k = 0; k < there.n; k++) {
			list[n] = there.row[k];
			n += arg[i].time[there.row[k]] != INSTANT_NONE;
		}
		there = (struct asked){ list, n };
	}
	for (size_t k = 0; k < there.n; k++) {
		size_t row = there.row[k];
		int64_t value[FUNCTION_ARGS];
		for (size_t i = 0; i < c->nargs; i++)
			value[i] = arg[i].time[row];
		int64_t x = c->k.function->call(c->k.function->ctx, rows_at(r, row), value);
		if (c->type == TYPE_FLAG)
			out.flag[row] = x > 0;
		else
			out.time[row] = x;
	}
	for (size_t i = 0; i <= c->nargs; i++)
		rows_room_back(r);
}

/* A word is known by its number, which is the argument. */
static const struct code *bind_word(struct program *p, int64_t number)
{
	struct code *c = bind_node(p, 0);

	c->k.value.time = number;
	code_constant(c, TYPE_SPAN);
	return c;
}

/* Are all arguments texts in quotes, as they have to be? */
static bool are_words(struct program *p, const struct expr *e, const struct function *fn)
{
	for (size_t i = 0; i < e->nargs; i++)
		if (e->arg[i]->op != EXPR_TEXT) {
			bind_mistake(p, e->arg[i], "%.*s() is written %.*s, with a text in quotes",
				     STR_ARG(fn->name), STR_ARG(fn->shape));
			return false;
		}
	return true;
}

struct operand bind_offered(struct program *p, const struct expr *e, const struct function *fn,
			    const struct operand *arg)
{
	struct code *c = bind_node(p, e->nargs);
	int64_t word[FUNCTION_ARGS] = { 0 };
	bool good = true;

	if (e->nargs != fn->nargs) {
		bind_mistake(p, e, "%.*s() is written %.*s", STR_ARG(fn->name), STR_ARG(fn->shape));
		return POISONED(e);
	}
	for (size_t i = 0; i < e->nargs && !fn->words; i++)
		good &= (c->arg[i] = bind_as(p, &arg[i], TYPE_TIME)) != NULL;
	if ((fn->words && !are_words(p, e, fn)) || !fn->bind(fn->ctx, e, word) || !good)
		return POISONED(e);
	for (size_t i = 0; i < e->nargs && fn->words; i++)
		c->arg[i] = bind_word(p, word[i]);
	c->type = fn->result;
	c->run = run_offered;
	c->k.function = fn;
	c->name = fn->name.p;
	return bind_fixed(e, c);
}
