/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Functions that rooms above offer, such as one for each calendar of an
 * agreement. Expressions know that they take times and what they give; what
 * they mean, and what has to be read before they can be asked, is known above.
 */

#include "expr/bind.h"

void program_function(struct program *p, const struct function *fn)
{
	struct offered *o = ARENA_NEW(&p->arena, struct offered);
	struct offered **end = &p->state->offered;

	o->function = *fn;
	while (*end)
		end = &(*end)->next;
	*end = o;
}

const struct function *bind_find_offered(const struct program *p, struct str name)
{
	for (const struct offered *o = p->state->offered; o; o = o->next)
		if (str_same(o->function.name, name))
			return &o->function;
	return NULL;
}

struct candidates bind_offered_names(struct program *p)
{
	struct str *name;
	size_t n = 0;

	for (const struct offered *o = p->state->offered; o; o = o->next)
		n++;
	name = ARENA_ARRAY(&p->arena, n, struct str);
	n = 0;
	for (const struct offered *o = p->state->offered; o; o = o->next)
		name[n++] = o->function.name;
	return CANDIDATE_NAMES(name, n);
}

static int64_t run_offered(const struct code *c, struct frame *f)
{
	int64_t arg[FUNCTION_ARGS];

	for (size_t i = 0; i < c->nargs; i++) {
		arg[i] = c->arg[i]->run.time(c->arg[i], f);
		if (arg[i] == INSTANT_NONE)
			return INSTANT_NONE;
	}
	return c->k.function->call(c->k.function->ctx, f, arg);
}

struct operand bind_offered(struct program *p, const struct expr *e, const struct function *fn,
			    const struct operand *arg)
{
	struct code *c = bind_node(p, e->nargs);
	bool good = true;

	if (e->nargs != fn->nargs) {
		bind_mistake(p, e, "%.*s() is written %.*s", STR_ARG(fn->name), STR_ARG(fn->shape));
		return POISONED(e);
	}
	for (size_t i = 0; i < e->nargs; i++)
		good &= (c->arg[i] = bind_as(p, &arg[i], TYPE_TIME)) != NULL;
	if (!fn->bind(fn->ctx, e) || !good)
		return POISONED(e);
	c->type = fn->result;
	c->run.time = run_offered;
	c->k.function = fn;
	c->name = fn->name.p;
	return bind_fixed(e, c);
}
