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

static bool run_offered_flag(const struct code *c, struct frame *f)
{
	return run_offered(c, f) > 0;
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
	if (fn->result == TYPE_FLAG)
		c->run.flag = run_offered_flag;
	else
		c->run.time = run_offered;
	c->k.function = fn;
	c->name = fn->name.p;
	return bind_fixed(e, c);
}
