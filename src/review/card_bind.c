/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What this input has for a card. A fact is a column, or a field that is worked out; one that the input can't
 * have is not bound and is no mistake: a meeting goes on with what there is.
 */
#include "review/card_internal.h"

#include "agreement/asks.h"
#include "base/mem.h"
#include "lead/bant.h"

/* What is one field on a card. */
const struct card_field card_fields[FACTS] = {
	{ "title", offsetof(struct card, title) },     { "company", offsetof(struct card, company) },
	{ "employees", offsetof(struct card, size) },  { "industry", offsetof(struct card, industry) },
	{ "country", offsetof(struct card, country) }, { "lead_source", offsetof(struct card, source) },
	{ "owner", offsetof(struct card, owner) },     { "team", offsetof(struct card, team) },
};

/* A first name and a last one, or else the first of the others that there is. */
static const char *const whole_names[NAMES] = { "first_name", "last_name", "name", "full_name", "lead_name" };

/* What a lead is reached by, if the agreement doesn't say; of several columns for one of them the first. */
static const char *const reached_by[][4] = {
	{ "email" },
	{ "phone", "phone_number", "telephone", "business_phone" },
	{ "mobile", "mobile_phone", "mobile_phone_number", "mobile_number" },
};

static struct expr *name_expr(struct names *n, const char *name)
{
	struct expr *e = ARENA_NEW(&names_program(n)->arena, struct expr);

	*e = (struct expr){ .op = EXPR_NAME, .text = str_from(name), .where = names_agreement(n)->text };
	return e;
}

/* The field of the agreement that works a name out; NULL: none does. */
static const struct field *worked_out(struct names *n, struct str name)
{
	const struct agreement *a = names_agreement(n);
	size_t i = agreement_find(a, NAMED_FIELD, name);

	return i != SIZE_MAX && a->fields.at[i].ncases ? &a->fields.at[i] : NULL;
}

/* Binds it where it can be read. */
static struct origin origin_of(struct names *n, const struct expr *name)
{
	struct origin o = { .column = names_column(n, name) };

	if (o.column != SIZE_MAX)
		o.code = names_bind_column(n, o.column, TYPE_TEXT);
	else if (worked_out(n, name->text) && names_know(n, name))
		o.code = program_bind(names_program(n), name, TYPE_NONE, NULL);
	return o;
}

/* The same; or a value that is computed without asking for it here. */
static struct origin origin_named(struct names *n, const char *name)
{
	struct origin o = origin_of(n, name_expr(n, name));

	if (!o.code && names_computed(n, str_from(name)) != SIZE_MAX)
		o.code = names_code(n, name, TYPE_NONE);
	return o;
}

/* Is it a field, so that it may have a column one day? */
static bool is_field(struct names *n, const struct expr *name)
{
	return names_absent(n, name, false) || worked_out(n, name->text);
}

static struct str head_of(struct names *n, const struct expr *name, const struct origin *o)
{
	return o->column != SIZE_MAX ? names_head(n, o->column) : name->text;
}

/* Adds it to a list that has room for it, but not twice. */
static void add_named(struct names *n, const struct expr *name, struct named_origin *list, size_t *count)
{
	struct origin o = origin_of(n, name);
	struct str head = head_of(n, name, &o);

	for (size_t i = 0; i < *count; i++)
		if (str_eq(list[i].head, head))
			return;
	list[(*count)++] = (struct named_origin){ head, o };
}

static void note_lacking(struct names *n, const char *statement, const struct expr *name)
{
	if (names_columns(n))
		diag_note_at(names_diags(n), name->where, name->span,
			     "%s: this input has no column '%.*s', so it is left out", statement,
			     STR_ARG(name->text));
}

static void bind_contact(struct cards *c, struct names *n)
{
	const struct agreement *a = names_agreement(n);
	size_t all = a->contact.n + sizeof reached_by / sizeof *reached_by;

	c->contact = ARENA_ARRAY(&names_program(n)->arena, all, struct named_origin);
	c->contact_fact = ARENA_ARRAY(&names_program(n)->arena, all, struct fact);
	for (size_t i = 0; i < a->contact.n; i++)
		if (names_column(n, a->contact.at[i]) != SIZE_MAX || worked_out(n, a->contact.at[i]->text))
			add_named(n, a->contact.at[i], c->contact, &c->ncontact);
		else if (!is_field(n, a->contact.at[i]))
			note_lacking(n, "contact", a->contact.at[i]);
	for (size_t i = 0; !a->contact.n && i < sizeof reached_by / sizeof *reached_by; i++)
		for (size_t k = 0; k < 4 && reached_by[i][k]; k++) {
			const struct expr *e = name_expr(n, reached_by[i][k]);
			if (names_column(n, e) == SIZE_MAX)
				continue;
			add_named(n, e, c->contact, &c->ncontact);
			break;
		}
}

/* ---- what may be asked ---- */

/* Does the card show the column as what it says about the lead? */
static bool is_shown(const struct cards *c, size_t column)
{
	for (size_t i = 0; i < FACTS; i++)
		if (c->fact[i].column == column)
			return true;
	for (size_t i = 0; i < NAMES; i++)
		if (c->name[i].column == column)
			return true;
	for (size_t i = 0; i < c->ncontact; i++)
		if (c->contact[i].origin.column == column)
			return true;
	return false;
}

/* Is it a fact of a card for which this input has no column? */
static bool is_fact(const struct expr *name)
{
	for (size_t i = 0; i < FACTS; i++)
		if (str_same(name->text, str_from(card_fields[i].name)))
			return true;
	return str_same(name->text, STR("email"));
}

/* May a person fill it in, though the agreement doesn't say so? */
static bool is_answer(const struct cards *c, struct names *n, const struct expr *name)
{
	size_t column = names_column(n, name);

	return column != SIZE_MAX ? !is_shown(c, column) : names_absent(n, name, false) && !is_fact(name);
}

static void bind_asks(struct cards *c, struct names *n)
{
	const struct agreement *a = names_agreement(n);
	struct arena *arena = &names_program(n)->arena;
	const struct expr **read;
	size_t reads = asks_read(a, NULL, arena, &read);

	c->ask = ARENA_ARRAY(arena, a->asks.n + reads, struct named_origin);
	for (size_t i = 0; i < a->asks.n; i++)
		if (names_column(n, a->asks.at[i]) != SIZE_MAX || names_absent(n, a->asks.at[i], false))
			add_named(n, a->asks.at[i], c->ask, &c->nasks);
		else
			note_lacking(n, "ask", a->asks.at[i]);
	for (size_t i = 0; !a->asks.n && i < reads; i++)
		if (is_answer(c, n, read[i]))
			add_named(n, read[i], c->ask, &c->nasks);
	c->ask_fact = ARENA_ARRAY(arena, c->nasks, struct fact);
	c->ask_head = ARENA_ARRAY(arena, c->nasks, struct str);
	for (size_t i = 0; i < c->nasks; i++)
		c->ask_head[i] = c->ask_fact[i].name = c->ask[i].head;
}

size_t cards_lacking(struct names *n, struct arena *arena, struct str **head)
{
	const struct agreement *a = names_agreement(n);
	const struct expr **read;
	size_t reads = asks_read(a, NULL, arena, &read), found = 0;

	*head = ARENA_ARRAY(arena, a->asks.n + reads, struct str);
	for (size_t i = 0; i < (a->asks.n ? a->asks.n : reads); i++) {
		const struct expr *name = a->asks.n ? a->asks.at[i] : read[i];
		if (names_column(n, name) == SIZE_MAX && names_absent(n, name, false) &&
		    (a->asks.n || !is_fact(name)))
			(*head)[found++] = name->text;
	}
	return found;
}

/* ---- scores and criteria ---- */

/* Names that rules read: can they all be bound, and is there a column for any? */
struct names_seen {
	struct names *names;
	bool all, any;
};

static void see_name(void *ctx, const struct expr *name)
{
	struct names_seen *s = ctx;

	names_column(s->names, name); /* which looks for it */
	s->any |= !names_absent(s->names, name, false);
}

static void see(struct names_seen *s, const struct expr *e)
{
	if (!e)
		return;
	s->all &= names_know(s->names, e);
	expr_names(e, see_name, s);
}

/* Does this input say anything that the scores go by? */
static bool scores_see(struct names *n)
{
	const struct agreement *a = names_agreement(n);
	struct names_seen s = { .names = n, .all = true };

	for (size_t i = 0; i < a->scores.n; i++) {
		const struct score *score = &a->scores.at[i];
		s.all &= !score->since || names_know(n, score->since);
		for (size_t r = 0; r < score->nrules; r++) {
			see(&s, score->rules[r].when);
			see(&s, score->rules[r].per);
		}
	}
	return s.all && s.any && names_columns(n);
}

static bool conditions_known(struct names *n, const struct condition *said, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (!names_know(n, said[i].when))
			return false;
	return true;
}

/* A computed value, which an earlier tool may have written as a column. */
static struct origin computed(struct names *n, const char *name, enum type type, bool there)
{
	struct origin o = { .column = names_header(n, str_from(name)) };

	if (there || o.column != SIZE_MAX)
		o.code = names_code(n, name, type);
	return o;
}

static void bind_scores(struct cards *c, struct names *n, struct scoring *s)
{
	const struct agreement *a = names_agreement(n);
	size_t most = a->scores.n, column = names_header(n, STR("reasons")); /* a cap or a floor each */

	if (a->scores.n && scores_see(n) && scoring_bind(s, n))
		c->scoring = s;
	c->score = computed(n, "score", TYPE_NUMBER, c->scoring);
	c->foreign_score = c->score.column != SIZE_MAX;
	if (a->grades.n)
		c->grade = computed(n, "grade", TYPE_TEXT, c->scoring);
	if (a->mql.n)
		c->mql = computed(n, "mql", TYPE_FLAG,
				  (c->scoring || !a->scores.n) && conditions_known(n, a->mql.at, a->mql.n))
				 .code;
	if (column != SIZE_MAX)
		c->reasons = names_bind_column(n, column, TYPE_TEXT);
	for (size_t i = 0; i < a->scores.n; i++) {
		most += a->scores.at[i].nrules;
		c->label_room += a->scores.at[i].name.text.n + sizeof " floor";
	}
	c->reason = ARENA_ARRAY(&names_program(n)->arena, most, struct reason);
	if (names_columns(n) && a->scores.n && !c->scoring && !c->score.code)
		diag_note(
			names_diags(n),
			"scores and their reasons are not shown, as this input lacks columns that they read");
}

/* The one column that a criterion reads itself; SIZE_MAX: none, or several. */
static size_t column_read(struct names *n, const struct criterion *said)
{
	const struct expr **read;
	size_t reads = asks_read(names_agreement(n), said, &names_program(n)->arena, &read), found = SIZE_MAX;

	for (size_t i = 0; i < reads; i++) {
		size_t column = names_column(n, read[i]);
		if (column == SIZE_MAX && names_absent(n, read[i], false))
			continue;
		if (column == SIZE_MAX || (found != SIZE_MAX && found != column))
			return SIZE_MAX;
		found = column;
	}
	return found;
}

static bool criterion_known(struct names *n, const struct criterion *said)
{
	return (!said->yes || names_know(n, said->yes)) && (!said->no || names_know(n, said->no));
}

static void work_condition(const void *when, struct rows *r, struct asked ask, union vector out)
{
	code_run(when, r, ask, out);
}

static size_t bind_condition(struct names *n, const struct expr *said)
{
	struct program *p = names_program(n);
	const struct code *when = said ? program_bind(p, said, TYPE_FLAG, NULL) : NULL;

	return when ? program_compute(p, TYPE_FLAG, STR(""), work_condition, when) : SIZE_MAX;
}

static void bind_criterion(struct bound_criterion_card *b, struct names *n, const struct criterion *said,
			   struct str name)
{
	size_t column = names_header(n, name);

	b->yes = b->no = SIZE_MAX;
	if (!criterion_known(n, said)) {
		if (column != SIZE_MAX)
			b->answer = names_bind_column(n, column, TYPE_TEXT);
		return;
	}
	b->yes = bind_condition(n, said->yes);
	b->no = bind_condition(n, said->no);
}

static void bind_criteria(struct cards *c, struct names *n)
{
	const struct agreement *a = names_agreement(n);
	struct arena *arena = &names_program(n)->arena;

	c->criterion = ARENA_ARRAY(arena, a->criteria.n, struct bound_criterion_card);
	c->criterion_card = ARENA_ARRAY(arena, a->criteria.n, struct criterion_card);
	for (size_t i = 0; i < a->criteria.n; i++) {
		struct bound_criterion_card *b = &c->criterion[i];
		struct str name = bant_column(n, i);
		c->criterion_card[i].name = a->criteria.at[i].name.text;
		bind_criterion(b, n, &a->criteria.at[i], name);
		b->shown.column = column_read(n, &a->criteria.at[i]);
		if (b->shown.column != SIZE_MAX && !is_shown(c, b->shown.column))
			b->shown.code = names_bind_column(n, b->shown.column, TYPE_TEXT);
	}
	c->card.ncriteria = a->criteria.n;
	c->card.criterion = c->criterion_card;
}

struct cards *cards_bind(struct names *n, const struct handing *h, struct scoring *s)
{
	struct cards *c = mem_new(sizeof *c);

	c->handing = h;
	for (size_t i = 0; i < FACTS; i++)
		c->fact[i] = origin_named(n, card_fields[i].name);
	for (size_t i = 0; i < NAMES; i++)
		c->name[i] = origin_named(n, whole_names[i]);
	bind_contact(c, n);
	bind_asks(c, n);
	bind_scores(c, n, s);
	bind_criteria(c, n);
	return c;
}
