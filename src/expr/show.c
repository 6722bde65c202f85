/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A value as a cell would show it, and the bound tree in words. */
#include "base/number.h"
#include "expr/code.h"

enum type code_type(const struct code *c)
{
	return c->type;
}

union vector code_shown_values(const struct code *c, struct rows *r, struct asked ask, union vector room)
{
	if (c->type != TYPE_FLAG)
		return code_values(c, r, ask, room);
	code_tristates(c, r, ask, (signed char *)room.flag);
	return room;
}

bool code_shown(const struct code *c, const struct frame *f, union vector of, size_t row, struct buf *out)
{
	signed char flag;

	switch (c->type) {
	case TYPE_NUMBER:
		if (!isnan(of.number[row]))
			number_write(out, of.number[row]);
		return !isnan(of.number[row]);
	case TYPE_TIME:
	case TYPE_SPAN:
		if (of.time[row] != INSTANT_NONE && c->type == TYPE_TIME)
			instant_write(out, of.time[row], zone_of(f->program));
		else if (of.time[row] != INSTANT_NONE)
			span_write(out, of.time[row]);
		return of.time[row] != INSTANT_NONE;
	case TYPE_FLAG:
		flag = ((signed char *)of.flag)[row];
		if (flag >= 0)
			buf_str(out, flag ? STR("yes") : STR("no"));
		return flag >= 0;
	default:
		buf_str(out, of.text[row]);
		return of.text[row].p;
	}
}

bool code_show(const struct code *c, struct frame *f, struct buf *out)
{
	struct rows *r = f->run;
	const uint16_t row = r->at;

	nodes_alone(true);
	union vector of = code_shown_values(c, r, (struct asked){ &row, 1 }, rows_room(r));
	nodes_alone(false);
	bool shown = code_shown(c, f, of, row, out);
	rows_room_back(r);
	return shown;
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
