/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value as a cell would show it, and the bound tree in words. */
#include "base/number.h"
#include "expr/code.h"

enum type code_type(const struct code *c)
{
	return c->type;
}

bool code_show(const struct code *c, struct frame *f, struct buf *out)
{
	const union value v = c->type == TYPE_FLAG ? value_none(TYPE_NONE) : code_value(c, f);
	int flag;

	switch (c->type) {
	case TYPE_NUMBER:
		if (!isnan(v.number))
			number_write(out, v.number);
		return !isnan(v.number);
	case TYPE_TIME:
	case TYPE_SPAN:
		if (v.time != INSTANT_NONE && c->type == TYPE_TIME)
			instant_write(out, v.time, zone_of(f->program));
		else if (v.time != INSTANT_NONE)
			span_write(out, v.time);
		return v.time != INSTANT_NONE;
	case TYPE_FLAG:
		flag = code_tristate(c, f);
		if (flag >= 0)
			buf_str(out, flag ? STR("yes") : STR("no"));
		return flag >= 0;
	default:
		buf_str(out, v.text);
		return v.text.p;
	}
}

/* ---- dumps ---- */

static void dump_value(const struct program *p, enum type type, union value v, struct buf *out)
{
	switch (type) {
	case TYPE_NUMBER:
		if (isnan(v.number))
			buf_str(out, STR("none"));
		else
			number_write(out, v.number);
		return;
	case TYPE_TIME:
	case TYPE_SPAN:
		if (v.time == INSTANT_NONE)
			buf_str(out, STR("none"));
		else if (type == TYPE_TIME)
			instant_write(out, v.time, zone_of(p));
		else
			buf_print(out, "%lldus", (long long)v.time);
		return;
	case TYPE_FLAG:
		buf_str(out, v.flag ? STR("yes") : STR("no"));
		return;
	default:
		if (v.text.p)
			buf_print(out, "\"%.*s\"", STR_ARG(v.text));
		else
			buf_str(out, STR("none"));
	}
}

static void dump_end(const struct program *p, int64_t t, bool span, struct buf *out)
{
	if (t == INT64_MAX || t == INSTANT_NONE + 1)
		buf_str(out, STR("*"));
	else
		dump_value(p, span ? TYPE_SPAN : TYPE_TIME, (union value){ .time = t }, out);
}

/* What a node compares with is of the kind of what it reads. */
static enum type compared_type(const struct code *c)
{
	return c->reader ? c->reader->kind : c->nargs ? c->arg[0]->type : c->type;
}

static void dump_constant(const struct program *p, const struct code *c, struct buf *out)
{
	bool span = compared_type(c) == TYPE_SPAN;
	size_t i = 0;

	switch (c->constant) {
	case NO_CONSTANT:
		return;
	case WHOLE_CONSTANT:
		buf_char(out, ' ');
		dump_value(p, compared_type(c), c->k.value, out);
		return;
	case CONSTANT_RANGE:
		buf_char(out, ' ');
		dump_end(p, c->k.range.low, span, out);
		buf_str(out, STR(".."));
		dump_end(p, c->k.range.high, span, out);
		return;
	case CONSTANT_REGEX:
		while (p->state->regex[i] != c->k.regex)
			i++;
		buf_print(out, " #%zu", i);
		return;
	case CONSTANT_SET:
		buf_print(out, " %s%zu", c->k.set->map.n ? "hash:" : "of:", c->k.set->n);
		return;
	case CONSTANT_SLOT:
		return;
	}
}

static void dump_reader(const struct program *p, const struct reader *r, struct buf *out)
{
	static const char *const kinds[] = { "text", "text", "number", "time", "span", "flag" };
	bool plain = r->kind == TYPE_TEXT;

	if (!plain)
		buf_print(out, "(%s%s ", kinds[r->kind], r->start ? "-start" : "");
	if (r->source)
		program_dump(p, r->source, out);
	else
		buf_str(out, r->label);
	if (!plain)
		buf_char(out, ')');
}

void program_dump(const struct program *p, const struct code *c, struct buf *out)
{
	static const char *const types[] = { "none", "text", "number", "time", "span", "flag" };

	if (c->constant == WHOLE_CONSTANT && !c->reader && !c->nargs) {
		dump_value(p, c->type, c->k.value, out);
		return;
	}
	if (c->reader && c->reader->kind == c->type && !c->nargs && strcmp(c->name, types[c->type]) == 0) {
		dump_reader(p, c->reader, out);
		return;
	}
	if (c->negated)
		buf_str(out, STR("(not "));
	buf_print(out, "(%s", c->name);
	if (strcmp(c->name, "worked") == 0)
		buf_print(out, " %.*s", STR_ARG(p->state->work[c->k.computed].label));
	if (c->reader) {
		buf_char(out, ' ');
		dump_reader(p, c->reader, out);
	}
	for (size_t i = 0; i < c->nargs; i++) {
		buf_char(out, ' ');
		program_dump(p, c->arg[i], out);
	}
	dump_constant(p, c, out);
	buf_str(out, c->negated ? STR("))") : STR(")"));
}
