/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading an agreement whole: its text, the statements of -e before it, and what must hold between
 * statements. */
#include "agreement/model.h"

#include <errno.h>

#include "agreement/builtin.h"
#include "agreement/statement.h"
#include "base/file.h"
#include "expr/builtin.h"

size_t agreement_stage(const struct agreement *a, struct str name)
{
	for (size_t i = 0; i < a->stages.n; i++)
		if (str_same(a->stages.at[i].name.text, name))
			return i;
	return SIZE_MAX;
}

size_t agreement_score(const struct agreement *a, struct str name)
{
	for (size_t i = 0; i < a->scores.n; i++)
		if (str_same(a->scores.at[i].name.text, name))
			return i;
	return SIZE_MAX;
}

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

/* ---- what -e leaves without ground ---- */

static bool is_gone(const struct agreement *a, const char *keyword, struct str name)
{
	for (size_t i = 0; i < a->gone.n; i++)
		if (strcmp(a->gone.at[i].keyword, keyword) == 0 && str_same(a->gone.at[i].name, name))
			return true;
	return false;
}

/* Looks among an expression's names for one that is gone. */
struct search {
	const struct agreement *agreement;
	const struct expr *found;
};

static void search_name(void *ctx, const struct expr *name)
{
	struct search *s = ctx;
	const struct agreement *a = s->agreement;
	struct str bant = STR("bant_"), criterion = name->text;

	if (criterion.n > bant.n && str_same(str_slice(criterion, 0, bant.n), bant))
		criterion = str_slice(criterion, bant.n, criterion.n);
	bool score = is_gone(a, "score", name->text) && agreement_score(a, name->text) == SIZE_MAX;
	bool answer = criterion.n < name->text.n && is_gone(a, "bant", criterion);
	for (size_t i = 0; i < a->criteria.n; i++)
		answer = answer && !str_same(a->criteria.at[i].name.text, criterion);
	if ((score || answer) && name->op == EXPR_NAME && !s->found)
		s->found = name;
}

/* Does the statement stand on a name that is gone? Then that is told, and it is left out. */
static bool baseless(const struct agreement *a, const struct expr *e, const char *keyword,
		     struct diags *diags)
{
	struct search s = { .agreement = a };

	expr_names(e, search_name, &s);
	if (s.found)
		diag_note(diags, "%s:%u: '%s' is left out: it names '%.*s', which -e has replaced",
			  s.found->where->name, diag_place(s.found->where, s.found->span.at).line, keyword,
			  STR_ARG(s.found->text));
	return s.found;
}

static bool stage_gone(const struct agreement *a, const struct word *w, const char *keyword,
		       struct diags *diags)
{
	if (agreement_stage(a, w->text) != SIZE_MAX || !is_gone(a, "stage", w->text))
		return false;
	diag_note(diags, "%s:%u: '%s' is left out: it names the stage '%.*s', which -e has replaced",
		  w->where->name, diag_place(w->where, w->span.at).line, keyword, STR_ARG(w->text));
	return true;
}

/* Keeps the elements of a list for which `expression` is none that stands on what is gone. */
#define KEEP_GROUNDED(list, expression, keyword)                                   \
	do {                                                                       \
		size_t stay = 0;                                                   \
		for (size_t i = 0; i < (list).n; i++)                              \
			if (!baseless(a, (list).at[i] expression, keyword, diags)) \
				(list).at[stay++] = (list).at[i];                  \
		(list).n = stay;                                                   \
	} while (0)

/* Statements of a lower layer that name what a layer above took away say nothing any more. */
static void leave_out(struct agreement *a, struct diags *diags)
{
	size_t kept = 0;

	KEEP_GROUNDED(a->grades, .of, "grade");
	KEEP_GROUNDED(a->mql, .when, "mql");
	KEEP_GROUNDED(a->sql, .when, "sql");
	KEEP_GROUNDED(a->priority, , "priority");
	for (size_t i = 0; i < a->benchmarks.n; i++) {
		const struct benchmark *b = &a->benchmarks.at[i];
		bool step = b->what == BENCHMARK_STEP;
		if (!step || !(stage_gone(a, &b->from, "benchmark", diags) ||
			       stage_gone(a, &b->to, "benchmark", diags)))
			a->benchmarks.at[kept++] = *b;
	}
	a->benchmarks.n = kept;
	if (a->handover_to.text.p && (stage_gone(a, &a->handover_from, "handover", diags) ||
				      stage_gone(a, &a->handover_to, "handover", diags)))
		a->handover_from = a->handover_to = (struct word){ 0 };
}

static void check(const struct agreement *a, struct diags *diags)
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
	leave_out(a, diags);
	check(a, diags);
}

void agreement_release(struct agreement *a)
{
	zone_free(a->zone);
	for (size_t i = 0; i < a->calendars.n; i++)
		zone_free(a->calendars.at[i].zone);
	arena_release(&a->arena);
}
