/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What names are called in the document. What the agreement computes has words of its own; a built-in field
 * is called by its noun; any other name is a term, with spaces for its underscores, and the document's list
 * of words says where it is read.
 */
#include "agreement/builtin.h"
#include "base/casefold.h"
#include "paper/telling.h"

struct str term(struct paper *p, struct str words)
{
	return arena_print(&p->arena, TERM "%.*s" TERM_END, STR_ARG(words));
}

static struct str spaced(struct paper *p, struct str name)
{
	char *s = arena_alloc(&p->arena, name.n + 1);

	for (size_t i = 0; i < name.n; i++)
		s[i] = name.p[i] == '_' ? ' ' : name.p[i];
	return (struct str){ s, name.n };
}

struct str term_of(struct paper *p, struct str name)
{
	static const char *const capitals[] = { "MQL", "SAL", "SQL" };

	for (size_t i = 0; i < 3; i++)
		if (str_same(name, str_from(capitals[i])))
			return term(p, str_from(capitals[i]));
	return term(p, spaced(p, name));
}

bool names_is_reached(const struct expr *call)
{
	return call->op == EXPR_CALL && str_same(call->text, STR("reached")) && call->nargs == 1 &&
	       call->arg[0]->op == EXPR_TEXT;
}

const struct builtin_field *names_builtin(struct str name)
{
	const struct builtin_field *b = builtin_fields;

	while (b->name && !str_same(name, str_from(b->name)))
		b++;
	return b->name ? b : NULL;
}

/* ---- what the agreement computes ---- */

/* The words for what all statements of a keyword say together, and for its yes and its no. */
static const struct verdict {
	const char *name, *noun, *yes, *no;
	enum type kind; /* TYPE_NONE: it makes no difference to the words */
} verdicts[] = {
	{ "score", "the total " TERM "score" TERM_END, NULL, NULL, TYPE_NONE },
	{ "grade", "the " TERM "grade" TERM_END, NULL, NULL, TYPE_NONE },
	{ "mql", "whether the lead is " TERM "marketing qualified" TERM_END,
	  "the lead is " TERM "marketing qualified" TERM_END,
	  "the lead is not " TERM "marketing qualified" TERM_END, TYPE_NONE },
	{ "sql", "whether the lead is " TERM "sales qualified" TERM_END,
	  "the lead is " TERM "sales qualified" TERM_END, "the lead is not " TERM "sales qualified" TERM_END,
	  TYPE_NONE },
	{ "bant", "the " TERM "number of answers that are yes" TERM_END, NULL, NULL, TYPE_NONE },
};

/* And for where a lead stands. A field of the agreement that has one of these names keeps it. */
static const struct verdict standings[] = {
	{ .name = "funnel_stage", .noun = "the last stage that the lead has reached" },
	{ .name = "funnel_at",
	  .noun = "the time of the last stage that the lead has reached",
	  .kind = TYPE_TIME },
	{ .name = "funnel_days",
	  .noun = "the number of days since the last stage that the lead has reached" },
	{ .name = "funnel_exit", .noun = "the exit by which the lead has left" },
	{ .name = "funnel_exit_at", .noun = "the time at which the lead has left", .kind = TYPE_TIME },
	{ .name = "came_back",
	  .noun = "whether the lead came back after an exit",
	  .yes = "the lead came back after an exit",
	  .no = "the lead did not come back after an exit" },
};

/* What is known of a clock: its name, `_` and the ending. */
static const struct clock_fact {
	const char *ending, *noun;
	enum type kind;
} clock_facts[] = {
	{ "status", "the status of the promise", TYPE_NONE },
	{ "due", "the due time of the promise", TYPE_TIME },
	{ "hours", "the number of hours elapsed of the promise", TYPE_NONE },
	{ "answer", "the answer to the promise", TYPE_NONE },
	{ "answered_at", "the time of the answer to the promise", TYPE_TIME },
};

static const struct clock_fact *clock_fact_of(struct paper *p, struct str name, struct str *clock)
{
	const struct agreement *a = p->agreement;

	for (size_t i = 0; i < a->slas.n; i++)
		for (size_t j = 0; j < sizeof clock_facts / sizeof *clock_facts; j++) {
			*clock = a->slas.at[i].name.text;
			if (str_same(name, arena_print(&p->arena, "%.*s_%s", STR_ARG(*clock),
						       clock_facts[j].ending)))
				return &clock_facts[j];
		}
	return NULL;
}

static const struct verdict *verdict_of(const struct paper *p, struct str name)
{
	bool field = agreement_find(p->agreement, NAMED_FIELD, name) != SIZE_MAX;

	for (size_t i = 0; !field && i < sizeof standings / sizeof *standings; i++)
		if (str_same(name, str_from(standings[i].name)))
			return &standings[i];
	for (const struct statement *s = statements; s->keyword; s++)
		for (size_t i = 0; s->verdict && i < sizeof verdicts / sizeof *verdicts; i++)
			if (strcmp(s->verdict, verdicts[i].name) == 0 &&
			    str_same(name, str_from(s->verdict)) && statement_count(s, p->agreement))
				return &verdicts[i];
	return NULL;
}

static struct str answer_name(const struct paper *p, struct str name)
{
	struct str bant = STR("bant_");
	bool begins = name.n > bant.n && str_same(str_slice(name, 0, bant.n), bant);
	struct str rest = begins ? str_slice(name, bant.n, name.n) : STR("");

	return begins && agreement_find(p->agreement, NAMED_CRITERION, rest) != SIZE_MAX ? rest : STR("");
}

/* The place of the point of table.column, or of rep.column; 0: it is none. */
static size_t cell_point(const struct paper *p, const struct expr *name)
{
	const char *point = name->text.n ? memchr(name->text.p, '.', name->text.n) : NULL;
	size_t at = point ? (size_t)(point - name->text.p) : 0;

	return at && (is_rep_column(name) ||
		      agreement_find(p->agreement, NAMED_TABLE, str_slice(name->text, 0, at)) != SIZE_MAX)
		       ? at
		       : 0;
}

static struct str name_noun(void *ctx, const struct expr *name)
{
	struct paper *p = ctx;
	const struct agreement *a = p->agreement;
	const struct verdict *v = name->op == EXPR_NAME ? verdict_of(p, name->text) : NULL;
	size_t point = name->op == EXPR_NAME ? cell_point(p, name) : 0;
	struct str clock;
	const struct clock_fact *fact = name->op == EXPR_NAME ? clock_fact_of(p, name->text, &clock) : NULL;

	if (name->op == EXPR_COLUMN)
		return arena_print(&p->arena, "the column " TERM "“%.*s”" TERM_END, STR_ARG(name->text));
	if (name->op == EXPR_CALL) /* of a calendar */
		return term_of(p, name->text);
	if (agreement_find(a, NAMED_SCORE, name->text) != SIZE_MAX)
		return arena_print(&p->arena, "the score %.*s", STR_ARG(term_of(p, name->text)));
	if (v)
		return str_from(v->noun);
	if (fact)
		return arena_print(&p->arena, "%s %.*s", fact->noun, STR_ARG(term_of(p, clock)));
	if (answer_name(p, name->text).n)
		return arena_print(&p->arena, "the answer on %.*s",
				   STR_ARG(term_of(p, answer_name(p, name->text))));
	if (point) {
		struct str column = term(p, spaced(p, str_slice(name->text, point + 1, name->text.n)));
		struct str table = term(p, spaced(p, str_slice(name->text, 0, point)));
		bool rep = is_rep_column(name) && agreement_find(a, NAMED_TABLE, STR("rep")) == SIZE_MAX;
		return rep ? arena_print(&p->arena, "the rep's %.*s", STR_ARG(column))
			   : arena_print(&p->arena, "the %.*s in the table %.*s", STR_ARG(column),
					 STR_ARG(table));
	}
	const struct builtin_field *b = names_builtin(name->text);
	if (b)
		return arena_print(&p->arena, "the " TERM "%s" TERM_END, b->noun);
	return term(p, spaced(p, name->text));
}

static struct str name_holds(void *ctx, const struct expr *name, bool no)
{
	struct paper *p = ctx;
	const struct verdict *v = name->op == EXPR_NAME ? verdict_of(p, name->text) : NULL;

	if (names_is_reached(name))
		return arena_print(&p->arena,
				   no ? "the lead has not reached %.*s" : "the lead has reached %.*s",
				   STR_ARG(term_of(p, name->arg[0]->text)));
	return v && v->yes ? str_from(no ? v->no : v->yes) : STR("");
}

bool names_is_computed(struct paper *p, const struct expr *name)
{
	struct str clock;

	return verdict_of(p, name->text) || clock_fact_of(p, name->text, &clock) ||
	       answer_name(p, name->text).n || cell_point(p, name) ||
	       agreement_find(p->agreement, NAMED_SCORE, name->text) != SIZE_MAX;
}

/* ---- kinds ---- */

struct kinds {
	const struct expr *name;
	enum type type;
};

/* A name that stands alone where a time or a number is expected has that kind everywhere. */
static bool see_kind(void *ctx, const struct place *place)
{
	struct kinds *k = ctx;
	const struct expr *e = place->expr;

	if (e && e->op == EXPR_NAME && place->part->hints && str_same(e->text, k->name->text))
		k->type = place->part->role == ROLE_TIME ? TYPE_TIME : TYPE_NUMBER;
	return true;
}

static enum type name_kind(void *ctx, const struct expr *name)
{
	struct paper *p = ctx;
	const struct builtin_field *b = names_builtin(name->text);
	struct kinds k = { .name = name, .type = b ? b->kind : TYPE_NONE };
	const struct verdict *v = verdict_of(p, name->text);
	struct str clock;
	const struct clock_fact *fact = clock_fact_of(p, name->text, &clock);

	if (v || fact)
		return v ? v->kind : fact->kind;
	if (!b)
		agreement_walk(p->agreement, see_kind, &k);
	return k.type;
}

void names_word(struct paper *p)
{
	p->wording = (struct wording){
		.ctx = p, .noun = name_noun, .holds = name_holds, .kind = name_kind, .arena = &p->arena
	};
}

struct str moment(struct paper *p, const struct expr *e)
{
	const struct step *s = agreement_step(p->agreement, e);

	return s ? term_of(p, s->name.text) : name_noun(p, e);
}

/* ---- what is read from the export ---- */

struct reading {
	struct paper *paper;
	const struct expr **at;
	size_t n, cap;
};

static void meet(void *ctx, const struct expr *name)
{
	struct reading *r = ctx;
	struct paper *p = r->paper;
	struct arena *arena = &p->arena;
	bool computed =
		name->op == EXPR_NAME && (names_is_computed(p, name) ||
					  agreement_find(p->agreement, NAMED_FIELD, name->text) != SIZE_MAX);

	for (size_t i = 0; i < r->n; i++)
		computed |= r->at[i]->op == name->op && str_same(r->at[i]->text, name->text);
	if (computed)
		return;
	if (r->n == r->cap) {
		r->cap = r->cap ? 2 * r->cap : 32;
		const struct expr **more = ARENA_ARRAY(arena, r->cap, const struct expr *);
		if (r->n)
			memcpy(more, r->at, r->n * sizeof *more);
		r->at = more;
	}
	r->at[r->n++] = name;
}

static bool meet_all(void *ctx, const struct place *place)
{
	struct reading *r = ctx;
	bool step = place->expr && place->part->role == ROLE_MOMENT &&
		    agreement_step(r->paper->agreement, place->expr);

	if (place->expr && place->part->whose != OF_FILE && place->part->whose != OF_EVENT && !step)
		expr_names(place->expr, meet, r);
	return true;
}

static const struct expr *name_of(struct arena *arena, const char *field)
{
	struct expr *e = ARENA_NEW(arena, struct expr);

	*e = (struct expr){ .op = EXPR_NAME, .text = str_from(field) };
	return e;
}

/* The fields that decide whether rows are one lead, and which id it has, are read without being named. */
static void meet_same(struct reading *r, const struct same_lead *s)
{
	static const char *const every[] = { "first_name", "last_name", "name", "id", "created_at" };
	static const struct {
		enum same_of of;
		const char *name;
	} reads[] = { { SAME_EMAIL, "email" },
		      { SAME_DOMAIN, "email" },
		      { SAME_PHONE, "phone" },
		      { SAME_PHONE, "country" },
		      { SAME_COMPANY, "company" } };
	struct arena *arena = &r->paper->arena;

	for (size_t i = 0; i < sizeof every / sizeof *every; i++)
		meet(r, name_of(arena, every[i]));
	for (size_t i = 0; i < s->keys.n; i++)
		for (size_t k = 0; k < s->keys.at[i].parts.n; k++)
			for (size_t j = 0; j < sizeof reads / sizeof *reads; j++)
				if (reads[j].of == s->keys.at[i].parts.at[k].of)
					meet(r, name_of(arena, reads[j].name));
}

size_t names_read(struct paper *p, const struct expr ***out)
{
	struct reading r = { .paper = p };

	agreement_walk(p->agreement, meet_all, &r);
	for (size_t i = 0; i < p->agreement->sames.n; i++)
		meet_same(&r, &p->agreement->sames.at[i]);
	*out = r.at;
	return r.n;
}
