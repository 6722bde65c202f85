/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the names of an agreement stand for. */
#include "agreement/model.h"

#include "base/casefold.h"

enum { CONDITION_SHOWN = 80 }; /* bytes, in a message */

static struct str key_of(struct buf *key, enum name_kind kind, struct str name)
{
	buf_clear(key);
	buf_char(key, (char)kind);
	fold_name(key, name);
	return buf_view(key);
}

size_t agreement_find(const struct agreement *a, enum name_kind kind, struct str name)
{
	struct buf key = { 0 };
	const uint32_t *place = map_find(&a->called, key_of(&key, kind, name));

	buf_release(&key);
	return place ? *place : SIZE_MAX;
}

/* The first of a name is found. */
static void add_name(struct agreement *a, enum name_kind kind, struct str name, size_t place)
{
	struct buf key = { 0 };

	if (!map_find(&a->called, key_of(&key, kind, name)))
		map_put(&a->called, arena_copy(&a->arena, buf_view(&key)), (uint32_t)place);
	buf_release(&key);
}

/* The names of n structs that begin with their struct word. */
static void add_names(struct agreement *a, enum name_kind kind, const void *first, size_t n, size_t each)
{
	for (size_t i = 0; i < n; i++)
		add_name(a, kind, ((const struct word *)(const void *)((const char *)first + i * each))->text,
			 i);
}

#define ADD_NAMES(a, kind, list) add_names(a, kind, (list).at, (list).n, sizeof *(list).at)

void agreement_call(struct agreement *a)
{
	map_release(&a->called);
	ADD_NAMES(a, NAMED_FIELD, a->fields);
	ADD_NAMES(a, NAMED_TABLE, a->tables);
	ADD_NAMES(a, NAMED_STAGE, a->stages);
	ADD_NAMES(a, NAMED_EXIT, a->exits);
	ADD_NAMES(a, NAMED_SCORE, a->scores);
	ADD_NAMES(a, NAMED_CRITERION, a->criteria);
	ADD_NAMES(a, NAMED_SLA, a->slas);
	ADD_NAMES(a, NAMED_CALENDAR, a->calendars);
	ADD_NAMES(a, NAMED_ROUTE, a->routes);
	ADD_NAMES(a, NAMED_RETURN, a->returns);
	ADD_NAMES(a, NAMED_FOLD, a->folds);
	for (size_t i = 0; i < a->benchmarks.n; i++)
		if (a->benchmarks.at[i].what == BENCHMARK_COMPLIANCE)
			add_name(a, NAMED_COMPLIANCE, a->benchmarks.at[i].clock.text, i);
		else if (a->benchmarks.at[i].what == BENCHMARK_BACKLOG)
			add_name(a, NAMED_BACKLOG, STR(""), i);
		else if (a->benchmarks.at[i].what == BENCHMARK_LEFT_OVER)
			add_name(a, NAMED_LEFT_OVER, a->benchmarks.at[i].per.text, i);
}

size_t agreement_stage(const struct agreement *a, struct str name)
{
	return agreement_find(a, NAMED_STAGE, name);
}

size_t agreement_exit(const struct agreement *a, struct str name)
{
	return agreement_find(a, NAMED_EXIT, name);
}

size_t agreement_stage_asked(const struct agreement *a, const char *option, const char *name,
			     struct diags *diags)
{
	size_t stage = agreement_stage(a, str_from(name));

	if (stage == SIZE_MAX) {
		struct str near =
			nearest(diags, str_from(name), &CANDIDATES(a->stages.at, a->stages.n, name.text), 1);
		diag_error(diags, "%s: there is no stage '%s'" DID_YOU_MEAN, option, name,
			   DID_YOU_MEAN_ARG(near));
	}
	return stage;
}

static const struct benchmark *benchmark(const struct agreement *a, enum name_kind kind, struct str name)
{
	size_t i = agreement_find(a, kind, name);

	return i != SIZE_MAX ? &a->benchmarks.at[i] : NULL;
}

const struct benchmark *agreement_compliance(const struct agreement *a, struct str sla)
{
	return benchmark(a, NAMED_COMPLIANCE, sla);
}

const struct benchmark *agreement_backlog(const struct agreement *a)
{
	return benchmark(a, NAMED_BACKLOG, STR(""));
}

const struct benchmark *agreement_left_over(const struct agreement *a, enum period period)
{
	return benchmark(a, NAMED_LEFT_OVER, str_from(period_word(period)));
}

const struct step *agreement_step(const struct agreement *a, const struct expr *name)
{
	size_t stage = SIZE_MAX, exit = SIZE_MAX;

	if (name->op == EXPR_NAME && (stage = agreement_stage(a, name->text)) == SIZE_MAX)
		exit = agreement_exit(a, name->text);
	return stage != SIZE_MAX ? &a->stages.at[stage] : exit != SIZE_MAX ? &a->exits.at[exit] : NULL;
}

bool agreement_works_out(const struct agreement *a, const struct expr *name)
{
	size_t field = agreement_find(a, NAMED_FIELD, name->text);
	const char *point = memchr(name->text.p, '.', name->text.n);
	struct str table = { name->text.p, point ? (size_t)(point - name->text.p) : 0 };
	struct str bant = STR("bant_");
	bool answer = name->text.n > bant.n && str_same(str_slice(name->text, 0, bant.n), bant);
	struct str criterion = answer ? str_slice(name->text, bant.n, name->text.n) : STR("");

	return name->op == EXPR_NAME && ((field != SIZE_MAX && a->fields.at[field].ncases) ||
					 agreement_find(a, NAMED_TABLE, table) != SIZE_MAX ||
					 agreement_find(a, NAMED_SCORE, name->text) != SIZE_MAX ||
					 agreement_find(a, NAMED_CRITERION, criterion) != SIZE_MAX);
}

bool is_rep_column(const struct expr *name)
{
	struct str rep = STR("rep.");

	return name->op == EXPR_NAME && name->text.n > rep.n &&
	       str_same(str_slice(name->text, 0, rep.n), rep);
}

bool agreement_step_asked(const struct agreement *a, const struct expr *name, struct arena *arena,
			  struct diags *diags)
{
	const struct step *s = agreement_step(a, name);
	bool all = !s, exit = agreement_stage(a, name->text) == SIZE_MAX;

	if (name->op != EXPR_NAME)
		return false;
	if (all && a->stages.n && str_same(name->text, STR("stage")))
		s = &a->stages.at[a->stages.n - 1], exit = false;
	else if (all && a->exits.n && str_same(name->text, STR("exit")))
		s = a->exits.at;
	if (!s || (!s->at && !s->when))
		return false;
	struct str ask = expr_source(s->when ? s->when : s->at, arena);
	diag_at(diags, name->where, name->span,
		"no column '%.*s'; '%.*s' is %s %s of the agreement: ask for what it depends on, %.*s%s",
		STR_ARG(name->text), STR_ARG(s->name.text), exit ? "an" : "a", exit ? "exit" : "stage",
		STR_ARG(ask.n <= CONDITION_SHOWN ? ask
						 : STR("its condition in the agreement (--print-agreement "
						       "shows the built-in one)")),
		s->when ? "" : " is present");
	return true;
}
