/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Functions that choose one of their arguments, of whatever type these settle on, and pass over what is
 * missing: coalesce, min and max. */
#include "expr/bind.h"

static bool is_none(enum type type, union vector v, size_t row)
{
	return type == TYPE_TEXT     ? !v.text[row].p
	       : type == TYPE_NUMBER ? isnan(v.number[row])
				     : v.time[row] == INSTANT_NONE;
}

/* Each argument is asked of the rows for which those before are missing. */
static void coalesce(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	uint16_t *list = rows_room(r).row;

	for (size_t i = 0; i < c->nargs && ask.n; i++) {
		size_t n = 0;
		code_run(c->arg[i], r, ask, out);
		for (size_t k = 0; k < ask.n; k++) {
			list[n] = ask.row[k];
			n += is_none(c->type, out, ask.row[k]);
		}
		ask = (struct asked){ list, n };
	}
	rows_room_back(r);
}

static void coalesce_flag(const struct code *c, struct rows *r, struct asked ask, union vector out)
{
	signed char *flag = (signed char *)rows_room(r).flag;
	uint16_t *list = rows_room(r).row;
	struct asked open = ask;

	for (size_t i = 0; i < c->nargs && open.n; i++) {
		size_t n = 0;
		code_tristates(c->arg[i], r, open, flag);
		for (size_t k = 0; k < open.n; k++) {
			list[n] = open.row[k];
			n += flag[open.row[k]] < 0;
		}
		open = (struct asked){ list, n };
	}
	EACH_ROW(row, ask, out.flag[row] = flag[row] == 1);
	rows_room_back(r);
	rows_room_back(r);
}

static inline bool number_beaten(double best, double x, bool most)
{
	return isnan(best) || (most ? x > best : x < best);
}

static inline bool time_beaten(int64_t best, int64_t t, bool most)
{
	return t != INSTANT_NONE && (best == INSTANT_NONE || (most ? t > best : t < best));
}

#define EXTREME(name, most)                                                                           \
	static void name(const struct code *c, struct rows *r, struct asked ask, union vector out)    \
	{                                                                                             \
		code_run(c->arg[0], r, ask, out);                                                     \
		for (size_t i = 1; i < c->nargs; i++) {                                               \
			union vector v = code_values(c->arg[i], r, ask, rows_room(r));                \
			EACH_ROW(row, ask,                                                            \
				 if (c->type == TYPE_NUMBER                                           \
					     ? number_beaten(out.number[row], v.number[row], most)    \
					     : time_beaten(out.time[row], v.time[row], most))         \
					 vector_put(c->type, out, row, vector_get(c->type, v, row))); \
			rows_room_back(r);                                                            \
		}                                                                                     \
	}

EXTREME(least, false)
EXTREME(greatest, true)

/* ---- binding ---- */

/* All arguments as one type, whatever they settle on. */
static struct operand bind_alike(struct program *p, const struct expr *e, struct operand *arg, enum type type,
				 const char *name, run_fn *run)
{
	struct code *c = bind_node(p, e->nargs);
	bool good = type != TYPE_NONE;

	for (size_t i = 0; i < e->nargs && good; i++)
		good = (c->arg[i] = bind_as(p, &arg[i], type)) != NULL;
	if (!good)
		return POISONED(e);
	c->type = type;
	c->run = run;
	c->name = name;
	return bind_fixed(e, c);
}

struct operand bind_coalesce(struct program *p, const struct expr *e, struct operand *arg)
{
	enum type type = bind_common(p, arg, e->nargs, "what coalesce() chooses from");

	return bind_alike(p, e, arg, type, "coalesce", type == TYPE_FLAG ? coalesce_flag : coalesce);
}

static struct operand bind_extreme(struct program *p, const struct expr *e, struct operand *arg, bool most)
{
	enum type type = bind_common(p, arg, e->nargs, "what min() and max() compare");

	if (type == TYPE_TEXT || type == TYPE_FLAG) {
		struct str s = expr_source(arg->e, &p->arena);
		bind_mistake(p, e, "is '%.*s' a number or a time? write number(%.*s) or date(%.*s)",
			     STR_ARG(s), STR_ARG(s), STR_ARG(s));
		type = TYPE_NONE;
	}
	return bind_alike(p, e, arg, type, most ? "max" : "min", most ? greatest : least);
}

struct operand bind_min(struct program *p, const struct expr *e, struct operand *arg)
{
	return bind_extreme(p, e, arg, false);
}

struct operand bind_max(struct program *p, const struct expr *e, struct operand *arg)
{
	return bind_extreme(p, e, arg, true);
}
