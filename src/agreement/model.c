/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading an agreement whole: its text, and the statements of -e before it. */
#include "agreement/model.h"

#include <errno.h>

#include "agreement/builtin.h"
#include "agreement/check.h"
#include "agreement/statement.h"
#include "base/casefold.h"
#include "base/file.h"

/* ---- what has a name ---- */

enum kind { FIELD, TABLE, STAGE, EXIT, SCORE, CRITERION, SLA, CALENDAR, COMPLIANCE, BACKLOG };

static struct str key_of(struct buf *key, enum kind kind, struct str name)
{
	buf_clear(key);
	buf_char(key, (char)kind);
	fold_name(key, name);
	return buf_view(key);
}

static size_t find(const struct agreement *a, enum kind kind, struct str name)
{
	struct buf key = { 0 };
	const uint32_t *place = map_find(&a->called, key_of(&key, kind, name));

	buf_release(&key);
	return place ? *place : SIZE_MAX;
}

/* The first of a name is found. */
static void add_name(struct agreement *a, enum kind kind, struct str name, size_t place)
{
	struct buf key = { 0 };

	if (!map_find(&a->called, key_of(&key, kind, name)))
		map_put(&a->called, arena_copy(&a->arena, buf_view(&key)), (uint32_t)place);
	buf_release(&key);
}

/* The names of n structs that begin with their struct word. */
static void add_names(struct agreement *a, enum kind kind, const void *first, size_t n, size_t each)
{
	for (size_t i = 0; i < n; i++)
		add_name(a, kind, ((const struct word *)(const void *)((const char *)first + i * each))->text,
			 i);
}

#define ADD_NAMES(a, kind, list) add_names(a, kind, (list).at, (list).n, sizeof *(list).at)

void agreement_call(struct agreement *a)
{
	map_release(&a->called);
	ADD_NAMES(a, FIELD, a->fields);
	ADD_NAMES(a, TABLE, a->tables);
	ADD_NAMES(a, STAGE, a->stages);
	ADD_NAMES(a, EXIT, a->exits);
	ADD_NAMES(a, SCORE, a->scores);
	ADD_NAMES(a, CRITERION, a->criteria);
	ADD_NAMES(a, SLA, a->slas);
	ADD_NAMES(a, CALENDAR, a->calendars);
	for (size_t i = 0; i < a->benchmarks.n; i++)
		if (a->benchmarks.at[i].what == BENCHMARK_COMPLIANCE)
			add_name(a, COMPLIANCE, a->benchmarks.at[i].from.text, i);
		else if (a->benchmarks.at[i].what == BENCHMARK_BACKLOG)
			add_name(a, BACKLOG, STR(""), i);
}

size_t agreement_field(const struct agreement *a, struct str name)
{
	return find(a, FIELD, name);
}

size_t agreement_table(const struct agreement *a, struct str name)
{
	return find(a, TABLE, name);
}

size_t agreement_criterion(const struct agreement *a, struct str name)
{
	return find(a, CRITERION, name);
}

size_t agreement_stage(const struct agreement *a, struct str name)
{
	return find(a, STAGE, name);
}

size_t agreement_stage_asked(const struct agreement *a, const char *option, const char *name,
			     struct diags *diags)
{
	size_t stage = agreement_stage(a, str_from(name));
	struct nearest near = nearest_to(str_from(name));
	struct buf say = { 0 };

	if (stage != SIZE_MAX)
		return stage;
	for (size_t i = 0; i < a->stages.n; i++)
		nearest_offer(&near, a->stages.at[i].name.text);
	nearest_say(&near, &say);
	diag_error(diags, "%s: there is no stage '%s'%.*s", option, name, STR_ARG(buf_view(&say)));
	buf_release(&say);
	return SIZE_MAX;
}

size_t agreement_exit(const struct agreement *a, struct str name)
{
	return find(a, EXIT, name);
}

size_t agreement_score(const struct agreement *a, struct str name)
{
	return find(a, SCORE, name);
}

size_t agreement_sla(const struct agreement *a, struct str name)
{
	return find(a, SLA, name);
}

size_t agreement_calendar(const struct agreement *a, struct str name)
{
	return find(a, CALENDAR, name);
}

static const struct benchmark *benchmark(const struct agreement *a, enum kind kind, struct str name)
{
	size_t i = find(a, kind, name);

	return i != SIZE_MAX ? &a->benchmarks.at[i] : NULL;
}

const struct benchmark *agreement_compliance(const struct agreement *a, struct str sla)
{
	return benchmark(a, COMPLIANCE, sla);
}

const struct benchmark *agreement_backlog(const struct agreement *a)
{
	return benchmark(a, BACKLOG, STR(""));
}

const struct step *agreement_step(const struct agreement *a, const struct expr *name)
{
	size_t stage = SIZE_MAX, exit = SIZE_MAX;

	if (name->op == EXPR_NAME && (stage = agreement_stage(a, name->text)) == SIZE_MAX)
		exit = agreement_exit(a, name->text);
	return stage != SIZE_MAX ? &a->stages.at[stage] : exit != SIZE_MAX ? &a->exits.at[exit] : NULL;
}

/* A text of the arena; its folder is what the path has before its last slash. */
static struct text *text_new(struct agreement *a, const char *name, struct str body)
{
	struct text *t = ARENA_NEW(&a->arena, struct text);
	const char *slash = strrchr(name, '/');

	t->name = arena_copy(&a->arena, str_from(name)).p;
	t->folder = slash == name ? "/"
		    : slash	  ? arena_copy(&a->arena, (struct str){ name, (size_t)(slash - name) }).p
				  : "";
	t->body = body;
	text_lines(t, &a->arena);
	return t;
}

void agreement_read(struct agreement *a, const char *file, const struct str *layers, size_t nlayers,
		    struct diags *diags)
{
	struct buf body = { 0 };

	*a = (struct agreement){ .decimal = '.' };
	for (size_t i = 0; i < nlayers; i++)
		statements_read(a, text_new(a, "-e", arena_copy(&a->arena, layers[i])), a->said, diags);
	if (!file)
		a->text = text_new(a, "built-in agreement", agreement_builtin());
	else if (file_read(file, &body))
		a->text = text_new(a, file, arena_copy(&a->arena, buf_view(&body)));
	else
		diag_error(diags, "%s: the agreement can't be read: %s", file, file_why(errno));
	buf_release(&body);
	if (!a->text)
		return;
	struct str s = a->text->body;
	bool utf16 = str_starts(s, STR("\xFF\xFE")) ||
		     str_starts(s, STR("\xFE\xFF")); /* the parser has a word for it */
	const char *zero = file && s.n && !utf16 ? memchr(s.p, 0, s.n) : NULL;
	if (zero) {
		diag_error(diags, "%s: this is no agreement: there is a byte 0x00 in line %u", file,
			   diag_place(a->text, (uint32_t)(zero - s.p)).line);
		return;
	}
	statements_read(a, a->text, a->said, diags);
	if (diags->errors)
		return;
	agreement_call(a);
	agreement_leave_out(a, diags);
	agreement_call(a);
	agreement_check(a, diags);
}

void agreement_release(struct agreement *a)
{
	zone_free(a->zone);
	for (size_t i = 0; i < a->calendars.n; i++)
		zone_free(a->calendars.at[i].zone);
	map_release(&a->called);
	map_release(&a->gone);
	arena_release(&a->arena);
}
