/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The functions: one table, by name. Most take arguments of one type and need
 * nothing but a function to run; the few whose type their arguments settle
 * bind themselves. A value that is missing makes a function's missing, but
 * for coalesce, min and max, which pass over it.
 */
#include "expr/builtin.h"

#include <stdlib.h>
#include <strings.h>

#include "base/number.h"
#include "expr/bind.h"
#include "expr/domain.h"
#include "expr/habits.h"
#include "expr/json.h"
#include "time/period.h"

/* ---- texts ---- */

static struct str lowered(const struct code *c, struct frame *f, struct str s)
{
	struct buf *b = &f->state->slot[c->slot];

	if (!s.p || str_is_lower(s))
		return s;
	buf_clear(b);
	lower_append(b, s);
	return buf_view(b);
}

static union value apply_domain(const struct code *c, struct frame *f, const union value *arg)
{
	struct str s = arg->text;

	return (union value){ .text = s.p ? lowered(c, f, domain_of(s)) : s };
}

static const struct deciding domain_by = { domain_part, domain_part_decides };

static union value apply_lower(const struct code *c, struct frame *f, const union value *arg)
{
	return (union value){ .text = lowered(c, f, arg->text) };
}

/* As a cell is: what is nothing but blanks is missing. */
static union value apply_trim(const struct code *c, struct frame *f, const union value *arg)
{
	(void)c, (void)f;
	return value_words(str_trim(arg->text));
}

static union value apply_length(const struct code *c, struct frame *f, const union value *arg)
{
	struct str s = arg->text;
	size_t n = 0;

	(void)c, (void)f;
	for (size_t i = 0; i < s.n; i++)
		n += ((unsigned char)s.p[i] & 0xC0) != 0x80;
	return (union value){ .number = s.p ? (double)n : (double)NAN };
}

/* Is the second text one of the parts of the first between ; , | ? */
static union value apply_has(const struct code *c, struct frame *f, const union value *arg)
{
	struct str s = arg[0].text, wanted = arg[1].text;
	bool found = false;

	(void)c;
	if (!s.p || !wanted.p)
		return (union value){ .flag = false };
	fold_into(&f->state->fold2, str_trim(wanted));
	for (size_t from = 0; from <= s.n && !found;) {
		size_t to = from;
		while (to < s.n && s.p[to] != ';' && s.p[to] != ',' && s.p[to] != '|')
			to++;
		struct str part = str_trim(str_slice(s, from, to));
		found = part.n && fold_equal(part, buf_view(&f->state->fold2), &f->state->fold);
		from = to + 1;
	}
	return (union value){ .flag = found };
}

/* As a cell's: what is nothing but blanks is missing. */
static union value apply_json(const struct code *c, struct frame *f, const union value *arg)
{
	struct str s = arg[0].text, name = arg[1].text;
	bool object;

	if (!s.p || !name.p)
		return value_none(TYPE_TEXT);
	struct str value = str_trim(json_member(s, name, &f->state->slot[c->slot], &object));
	if (!object && c->arg[0]->reader)
		cell_unreadable(c->arg[0]->reader, f, s);
	return value_words(value);
}

/* ---- periods ---- */

static union value apply_year(const struct code *c, struct frame *f, const union value *arg)
{
	(void)c;
	if (arg->time == INSTANT_NONE)
		return value_none(TYPE_NUMBER);
	return (union value){ .number = instant_civil(arg->time, zone_of(f->program)).year };
}

static union value apply_hour(const struct code *c, struct frame *f, const union value *arg)
{
	(void)c;
	if (arg->time == INSTANT_NONE)
		return value_none(TYPE_NUMBER);
	return (union value){ .number = instant_civil(arg->time, zone_of(f->program)).hour };
}

static union value period_name(const struct code *c, struct frame *f, int64_t t, enum period p)
{
	struct buf *b = &f->state->slot[c->slot];

	if (t == INSTANT_NONE)
		return value_none(TYPE_TEXT);
	buf_clear(b);
	p = period_beginning(p, f->program->year_begins);
	period_write(b, p, period_of(p, instant_day(t, zone_of(f->program))));
	return (union value){ .text = buf_view(b) };
}

static union value apply_named_year(const struct code *c, struct frame *f, const union value *arg)
{
	return period_name(c, f, arg->time, PERIOD_YEAR);
}

static union value apply_quarter(const struct code *c, struct frame *f, const union value *arg)
{
	return period_name(c, f, arg->time, PERIOD_QUARTER);
}

static union value apply_month(const struct code *c, struct frame *f, const union value *arg)
{
	return period_name(c, f, arg->time, PERIOD_MONTH);
}

static union value apply_week(const struct code *c, struct frame *f, const union value *arg)
{
	return period_name(c, f, arg->time, PERIOD_WEEK);
}

static const struct str weekdays[7] = { { "mon", 3 }, { "tue", 3 }, { "wed", 3 }, { "thu", 3 },
					{ "fri", 3 }, { "sat", 3 }, { "sun", 3 } };

static union value apply_weekday(const struct code *c, struct frame *f, const union value *arg)
{
	(void)c;
	if (arg->time == INSTANT_NONE)
		return value_none(TYPE_TEXT);
	return (union value){ .text = weekdays[instant_civil(arg->time, zone_of(f->program)).weekday] };
}

static union value apply_age(const struct code *c, struct frame *f, const union value *arg)
{
	int64_t now = instant_is_date(arg->time) ? f->now : instant_span_end(f->now);

	(void)c;
	if (arg->time == INSTANT_NONE || f->now == INSTANT_NONE)
		return value_none(TYPE_SPAN);
	return (union value){ .time = instant_minus(now, arg->time, zone_of(f->program)) };
}

/* ---- numbers ---- */

static union value apply_round(const struct code *c, struct frame *f, const union value *arg)
{
	double x = arg->number, unit = c->k.value.number;
	double scaled = x * unit;

	(void)f;
	if (!(fabs(scaled) < 4503599627370496.0)) /* no fraction left to round, or no number */
		return *arg;
	/* 1.005 is a little less as a double: what prints as a half is one */
	double away = round(scaled), half = trunc(scaled) + (scaled < 0 ? -0.5 : 0.5);
	if (fabs(scaled - half) <= fabs(scaled) * 4e-16)
		away = trunc(scaled) + (scaled < 0 ? -1 : 1);
	return (union value){ .number = away / unit };
}

struct bands {
	size_t n;
	double *cut;
	struct str *label; /* n + 1 */
};

static union value apply_band(const struct code *c, struct frame *f, const union value *arg)
{
	const struct bands *b = c->k.table;
	double x = arg->number;
	size_t i = 0;

	(void)f;
	if (isnan(x))
		return value_none(TYPE_TEXT);
	while (i < b->n && x >= b->cut[i])
		i++;
	return (union value){ .text = b->label[i] };
}

size_t builtin_places(const struct code *c, const struct str **text)
{
	while (c->reader && c->reader->source)
		c = c->reader->source;
	const struct bands *b = c->fn.apply == apply_band ? c->k.table : NULL;

	*text = b ? b->label : weekdays;
	return b ? b->n + 1 : c->fn.apply == apply_weekday ? 7 : 0;
}

/* ---- binding ---- */

static struct operand bind_number(struct program *p, const struct expr *e, struct operand *arg)
{
	return bind_fixed(e, bind_as(p, arg, TYPE_NUMBER));
}

static struct operand bind_date(struct program *p, const struct expr *e, struct operand *arg)
{
	return bind_fixed(e, bind_as(p, arg, TYPE_TIME));
}

static struct operand bind_at_least(struct program *p, const struct expr *e, struct operand *arg)
{
	struct code *c = bind_node(p, 0);

	if (arg->how != OPEN || arg->type == TYPE_TIME) {
		bind_mistake(p, arg->e, "at_least() reads a column of ranges, as 201-500 or 1000+");
		return POISONED(e);
	}
	c->reader = bind_reader(p, arg, TYPE_NUMBER, true);
	if (!c->reader)
		return bind_fixed(e, bind_none(p, TYPE_NUMBER));
	code_cell(c, TYPE_NUMBER);
	return bind_fixed(e, c);
}

static struct operand bind_round(struct program *p, const struct expr *e, struct operand *arg)
{
	struct code *c = bind_node(p, 1);
	const struct code *places = e->nargs == 2 ? bind_as(p, &arg[1], TYPE_NUMBER) : NULL;
	double n = places && arg[1].constant ? places->k.value.number : 0;

	if (e->nargs == 2 && (!arg[1].constant || n < 0 || n > 9 || n != floor(n))) {
		if (places)
			bind_mistake(p, arg[1].e, "decimal places are a number from 0 to 9");
		return POISONED(e);
	}
	if (!(c->arg[0] = bind_as(p, &arg[0], TYPE_NUMBER)))
		return POISONED(e);
	code_apply(c, TYPE_NUMBER, apply_round);
	c->k.value.number = pow(10, n);
	c->name = "round";
	return bind_fixed(e, c);
}

/* "under 50", "50–199", "200 and over"; "50 to under 62.5" where a cut point is no whole number of at least
 * 0. */
static struct str band_label(struct program *p, const double *cut, size_t n, size_t i)
{
	struct buf b = { 0 };

	if (i == 0) {
		buf_str(&b, STR("under "));
		number_write(&b, cut[0]);
	} else {
		number_write(&b, cut[i - 1]);
		double low = cut[i - 1], high = i < n ? cut[i] : 0;
		if (i == n)
			buf_str(&b, STR(" and over"));
		else if (low < 0 || low != floor(low) || high != floor(high)) {
			buf_str(&b, STR(" to under "));
			number_write(&b, high);
		} else if (high > low + 1) {
			buf_str(&b, STR("–"));
			number_write(&b, high - 1);
		}
	}
	struct str label = arena_copy(&p->arena, buf_view(&b));
	buf_release(&b);
	return label;
}

static struct operand bind_band(struct program *p, const struct expr *e, struct operand *arg)
{
	struct bands *b = ARENA_NEW(&p->arena, struct bands);
	struct code *c = bind_node(p, 1);

	b->n = e->nargs - 1;
	b->cut = ARENA_ARRAY(&p->arena, b->n, double);
	b->label = ARENA_ARRAY(&p->arena, b->n + 1, struct str);
	for (size_t i = 0; i < b->n; i++) {
		const struct operand *o = &arg[i + 1];
		b->cut[i] = o->constant && o->type == TYPE_NUMBER ? o->code->k.value.number : (double)NAN;
		if (isnan(b->cut[i]) || (i && b->cut[i] <= b->cut[i - 1])) {
			bind_mistake(p, o->e, "cut points are numbers, each above the one before");
			return POISONED(e);
		}
	}
	for (size_t i = 0; i <= b->n; i++)
		b->label[i] = band_label(p, b->cut, b->n, i);
	if (!(c->arg[0] = bind_as(p, &arg[0], TYPE_NUMBER)))
		return POISONED(e);
	code_apply(c, TYPE_TEXT, apply_band);
	c->k.table = b;
	c->name = "band";
	return bind_fixed(e, c);
}

/* A number; or, where years begin with another month than January, their name: FY2027. */
static struct operand bind_year(struct program *p, const struct expr *e, struct operand *arg)
{
	struct code *c = bind_node(p, 1);

	if (!(c->arg[0] = bind_as(p, &arg[0], TYPE_TIME)))
		return POISONED(e);
	c->name = "year";
	c->period = p->year_begins > 1;
	if (c->period) {
		code_apply(c, TYPE_TEXT, apply_named_year);
		c->slot = p->state->nslots++;
	} else {
		code_apply(c, TYPE_NUMBER, apply_year);
	}
	return bind_fixed(e, c);
}

/* ---- the table ---- */

enum { ANY = 100 };

const struct builtin builtins[] = {
	{ "age", "age(t)", 1, 1, TYPE_TIME, TYPE_SPAN, "now − t; by calendar day where t is a date",
	  .apply = apply_age, .words = "the time since %1" },
	{ "at_least", "at_least(x)", 1, 1, TYPE_TEXT, TYPE_NUMBER,
	  "the number a range begins with: 201 of 201-500", .bind = bind_at_least,
	  .words = "the lower end of %1" },
	{ "band", "band(x, 50, 200)", 2, ANY, TYPE_NONE, TYPE_TEXT, "under 50, 50–199, 200 and over",
	  .bind = bind_band, .words = "the band of %1, cut at %+" },
	{ "coalesce", "coalesce(a, b, …)", 1, ANY, TYPE_NONE, TYPE_NONE, "the first that is not missing",
	  .bind = bind_coalesce, .words = "the first that is known of %*" },
	{ "date", "date(x)", 1, 1, TYPE_TIME, TYPE_TIME, "x read as a time", .bind = bind_date,
	  .words = "%1, read as a time" },
	{ "domain", "domain(email)", 1, 1, TYPE_TEXT, TYPE_TEXT,
	  "what follows the @ of a mail address, or a web address's host", .apply = apply_domain,
	  .folded = true, .part = &domain_by, .words = "the domain of %1" },
	{ "has", "has(tags, \"x\")", 2, 2, TYPE_TEXT, TYPE_FLAG, "is x one of the parts between ; , |",
	  .apply = apply_has, .words = "%1 has %2 among its parts" },
	{ "hour", "hour(t)", 1, 1, TYPE_TIME, TYPE_NUMBER, "0 to 23", .apply = apply_hour,
	  .words = "the hour of %1" },
	{ "json", "json(x, \"name\")", 2, 2, TYPE_TEXT, TYPE_TEXT,
	  "the value of that name in x, a JSON object", .apply = apply_json, .words = "the value %2 in %1" },
	{ "length", "length(x)", 1, 1, TYPE_TEXT, TYPE_NUMBER, "characters", .apply = apply_length,
	  .words = "the length in characters of %1" },
	{ "lower", "lower(x)", 1, 1, TYPE_TEXT, TYPE_TEXT, "in lower case", .apply = apply_lower,
	  .folded = true, .words = "%1 in lower case" },
	{ "max", "max(a, b, …)", 2, ANY, TYPE_NONE, TYPE_NONE, "the greatest that is not missing",
	  .bind = bind_max, .words = "the greatest of %*" },
	{ "min", "min(a, b, …)", 2, ANY, TYPE_NONE, TYPE_NONE, "the least that is not missing",
	  .bind = bind_min, .words = "the least of %*" },
	{ "month", "month(t)", 1, 1, TYPE_TIME, TYPE_TEXT, "2026-03", .apply = apply_month,
	  .words = "the month of %1" },
	{ "number", "number(x)", 1, 1, TYPE_NUMBER, TYPE_NUMBER, "x read as a number", .bind = bind_number,
	  .words = "%1, read as a number" },
	{ "quarter", "quarter(t)", 1, 1, TYPE_TIME, TYPE_TEXT, "2026-Q1", .apply = apply_quarter,
	  .words = "the quarter of %1" },
	{ "round", "round(x, places)", 1, 2, TYPE_NUMBER, TYPE_NUMBER, "half away from zero",
	  .bind = bind_round, .words = "%1, rounded to a whole number",
	  .more_words = "%1, rounded to %2 decimal places" },
	{ "trim", "trim(x)", 1, 1, TYPE_TEXT, TYPE_TEXT, "without blanks around it", .apply = apply_trim,
	  .words = "%1 without blanks around it" },
	{ "week", "week(t)", 1, 1, TYPE_TIME, TYPE_TEXT, "2026-W05, by ISO 8601", .apply = apply_week,
	  .words = "the calendar week of %1" },
	{ "weekday", "weekday(t)", 1, 1, TYPE_TIME, TYPE_TEXT, "mon to sun", .apply = apply_weekday,
	  .words = "the weekday of %1" },
	{ "year", "year(t)", 1, 1, TYPE_TIME, TYPE_NUMBER, "2026", .bind = bind_year,
	  .words = "the year of %1" },
};
const size_t nbuiltins = sizeof builtins / sizeof *builtins;

static size_t find(struct program *p, const struct expr *e)
{
	struct span name = { e->span.at, (uint32_t)e->text.n };

	for (size_t i = 0; i < nbuiltins; i++)
		if (str_same(e->text, str_from(builtins[i].name)))
			return i;
	const char *habit = habit_function(e->text);
	if (habit) {
		diag_at(p->diags, e->where, name, "there is no %.*s() here; %s", STR_ARG(e->text), habit);
		return SIZE_MAX;
	}
	struct candidates all[] = { CANDIDATES(builtins, nbuiltins, name), bind_offered_names(p) };
	struct str near = nearest(p->diags, e->text, all, 2);
	diag_at(p->diags, e->where, name, "no function '%.*s'" DID_YOU_MEAN, STR_ARG(e->text),
		DID_YOU_MEAN_ARG(near));
	return SIZE_MAX;
}

bool bind_find_called(struct program *p, const struct expr *e, struct called *out)
{
	out->offered = bind_find_offered(p, e->text);
	out->builtin = out->offered ? 0 : find(p, e);
	return out->builtin != SIZE_MAX;
}

struct operand bind_call(struct program *p, const struct expr *e, struct called fn, struct operand *arg)
{
	const struct builtin *b = &builtins[fn.builtin];

	if (fn.offered)
		return bind_offered(p, e, fn.offered, arg);
	if (e->nargs < b->least || e->nargs > b->most) {
		bind_mistake(p, e, "%s() is written %s", b->name, b->shape);
		return POISONED(e);
	}
	if (b->bind)
		return b->bind(p, e, arg);
	struct code *c = bind_node(p, e->nargs);
	for (size_t k = 0; k < e->nargs; k++)
		if (!(c->arg[k] = bind_as(p, &arg[k], b->arg)))
			return POISONED(e);
	code_apply(c, b->result, b->apply);
	c->name = b->name;
	if (b->result == TYPE_TEXT)
		c->slot = p->state->nslots++;
	c->folded = b->folded;
	c->part = b->part;
	c->period = b->arg == TYPE_TIME && b->result == TYPE_TEXT;
	return bind_fixed(e, c);
}
