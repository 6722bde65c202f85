/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What must hold between the statements of an agreement, whatever input it meets. */
#include "agreement/check.h"

#include "expr/builtin.h"

/* Tells every name that stands twice among n structs that begin with their struct word. */
static void check_twice(const void *first, size_t n, size_t each, const char *what, struct diags *diags)
{
	for (size_t i = 1; i < n; i++) {
		const struct word *w = (const void *)((const char *)first + i * each);
		for (size_t j = 0; j < i; j++) {
			const struct word *earlier = (const void *)((const char *)first + j * each);
			if (!str_same(w->text, earlier->text))
				continue;
			diag_at(diags, w->where, w->span, "%s '%.*s' stands in line %u already", what,
				STR_ARG(w->text), diag_place(earlier->where, earlier->span.at).line);
			break;
		}
	}
}

/* The stage a word names; SIZE_MAX and a message when there is none. */
static size_t check_stage(const struct agreement *a, const struct word *w, struct diags *diags)
{
	size_t stage = agreement_stage(a, w->text);
	struct nearest near = nearest_to(w->text);
	struct buf say = { 0 };

	if (stage != SIZE_MAX)
		return stage;
	for (size_t i = 0; i < a->stages.n; i++)
		nearest_offer(&near, a->stages.at[i].name.text);
	nearest_say(&near, &say);
	diag_at(diags, w->where, w->span, "there is no stage '%.*s'%.*s", STR_ARG(w->text),
		STR_ARG(buf_view(&say)));
	buf_release(&say);
	return SIZE_MAX;
}

static void check_order(const struct agreement *a, const struct word *from, const struct word *to,
			const char *what, struct diags *diags)
{
	size_t first = check_stage(a, from, diags), second = check_stage(a, to, diags);

	if (first != SIZE_MAX && second != SIZE_MAX && first >= second)
		diag_at(diags, to->where, to->span, "%s goes forward: '%.*s' does not come after '%.*s'",
			what, STR_ARG(to->text), STR_ARG(from->text));
}

/* A calendar's name is asked like a function, and stands where units do: `within 2 office hours`. */
static void check_calendar_name(const struct word *w, struct diags *diags)
{
	for (size_t i = 0; i < nbuiltins; i++)
		if (str_same(w->text, str_from(builtins[i].name)))
			diag_at(diags, w->where, w->span,
				"'%s' is a function already: %s; call the calendar otherwise",
				builtins[i].name, builtins[i].shape);
	if (span_unit(w->text))
		diag_at(diags, w->where, w->span, "'%.*s' is a unit of time; call the calendar otherwise",
			STR_ARG(w->text));
}

/* Of the calendars of one name the one without `when` comes last. */
static void check_calendars(const struct agreement *a, struct diags *diags)
{
	for (size_t i = 0; i < a->calendars.n; i++) {
		const struct office *o = &a->calendars.at[i], *before = NULL;
		for (size_t j = 0; j < i; j++)
			if (str_same(a->calendars.at[j].name.text, o->name.text) && !a->calendars.at[j].when)
				before = &a->calendars.at[j];
		if (before)
			diag_at(diags, o->name.where, o->name.span,
				"no lead is ever on this calendar: '%.*s' in line %u has no 'when' and takes "
				"them all; that one comes last",
				STR_ARG(o->name.text),
				diag_place(before->name.where, before->name.span.at).line);
		check_calendar_name(&o->name, diags);
	}
}

void agreement_check(const struct agreement *a, struct diags *diags)
{
	check_calendars(a, diags);
	check_twice(a->fields.at, a->fields.n, sizeof *a->fields.at, "field", diags);
	check_twice(a->tables.at, a->tables.n, sizeof *a->tables.at, "table", diags);
	check_twice(a->stages.at, a->stages.n, sizeof *a->stages.at, "stage", diags);
	check_twice(a->exits.at, a->exits.n, sizeof *a->exits.at, "exit", diags);
	check_twice(a->scores.at, a->scores.n, sizeof *a->scores.at, "score", diags);
	check_twice(a->criteria.at, a->criteria.n, sizeof *a->criteria.at, "criterion", diags);
	if (a->handover_to.text.p)
		check_order(a, &a->handover_from, &a->handover_to, "a handover", diags);
	for (size_t i = 0; i < a->benchmarks.n; i++)
		if (a->benchmarks.at[i].what == BENCHMARK_STEP)
			check_order(a, &a->benchmarks.at[i].from, &a->benchmarks.at[i].to, "a benchmark",
				    diags);
}
