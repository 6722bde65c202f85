/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The same statement, into the model: which rows are one lead, and what its row says.
 *
 *   same lead by email ignoring dots tags, phone any name, domain with name, lower(external_id)
 *       at most 3 names
 *       apart when `Salesforce Id`, region differ
 *       keep email, phone last present by updated_at
 *       keep * first present
 *
 * A key has parts with `with` between them, all of which must agree. Five words are parts of their own, each
 * with its own way to compare: email, phone, name, domain and company. Anything else is an expression, and so
 * is one of these words in backquotes or with more behind it, as in domain(website).
 */
#include "agreement/clauses.h"
#include "agreement/statement.h"
#include "base/cell.h"

enum { NAMES_MOST = 1000 };

static const struct kind {
	const char *word;
	enum same_of of;
	const char
		*alone; /* what joins too many where it is the whole key, and what to write; NULL: nothing */
} kinds[] = {
	{ "email", SAME_EMAIL, NULL },
	{ "phone", SAME_PHONE, NULL },
	{ "name", SAME_NAME, NULL },
	{ "domain", SAME_DOMAIN, "domain with name" },
	{ "company", SAME_COMPANY, "company with name" },
};
enum { KINDS = sizeof kinds / sizeof *kinds };

static bool mistake(struct parser *p, struct span span, const char *words)
{
	diag_at(p->diags, p->text, span, "%s", words);
	return false;
}

/* ---- the parts of a key ---- */

/* The token behind the next one. */
static struct parser ahead_of(const struct parser *p, struct diags *silent)
{
	struct parser ahead = *p;

	ahead.diags = silent;
	parser_next(&ahead);
	return ahead;
}

static bool part_ends(const struct parser *p)
{
	return at_line_end(p) || parser_at(p, ",") || parser_at(p, "with") || parser_at(p, "any") ||
	       parser_at(p, "ignoring");
}

/* One of the five words, if it stands alone here; NULL: it doesn't. */
static const struct kind *take_kind(struct parser *p)
{
	struct diags silent = { 0 };
	const struct kind *k = NULL;

	for (size_t i = 0; i < KINDS && !k; i++)
		k = parser_at(p, kinds[i].word) ? &kinds[i] : NULL;
	struct parser ahead = ahead_of(p, &silent);
	bool alone = k && part_ends(&ahead);
	diags_release(&silent);
	if (!alone)
		return NULL;
	parser_next(p);
	return k;
}

/* `dots tags`, behind `ignoring`: one of them or both. */
static bool take_ignored(struct parser *p, struct same_part *part)
{
	while (parser_at(p, "dots") || parser_at(p, "tags")) {
		bool *to = parser_at(p, "dots") ? &part->dots : &part->tags;
		if (*to)
			return mistake(p, p->token.span, "this is ignored already");
		*to = true;
		parser_next(p);
	}
	if (!part->dots && !part->tags) {
		parser_error(p, "'dots' or 'tags' is expected after 'ignoring', or both: ignoring dots tags");
		return false;
	}
	struct diags silent = { 0 };
	struct parser ahead = ahead_of(p, &silent);
	bool more = (parser_at(p, ",") || parser_at(p, "and") || parser_at(p, "ignoring")) &&
		    (parser_at(&ahead, "dots") || parser_at(&ahead, "tags"));
	diags_release(&silent);
	if (more)
		parser_error(p, "nothing stands between the two: ignoring dots tags");
	return !more;
}

static void meet_name(void *ctx, const struct expr *name)
{
	(void)name;
	*(bool *)ctx = true;
}

/* Is it a value of the row, by which rows can differ? */
static bool value_stands(struct parser *p, const struct expr *e)
{
	bool named = false;

	if (e->mended) /* which is reported */
		return true;
	if (e->op >= EXPR_NOT && e->op <= EXPR_MISSING)
		return mistake(
			p, e->span,
			"a key is a value, and this is yes or no; parts of a key have 'with' between them");
	expr_names(e, meet_name, &named);
	return named ||
	       mistake(p, e->span,
		       e->op == EXPR_TEXT ? "a column is expected here; a header stands in backquotes"
					  : "this names no column, so it would be the same in all rows");
}

static bool take_part(struct parser *p, struct same_part *part)
{
	const struct kind *k = take_kind(p);

	*part = (struct same_part){ .of = k ? k->of : SAME_VALUE };
	if (!k && part_ends(p)) {
		parser_error(p, "a key is expected here: email, phone, name, domain with name, company with "
				"name, or a column");
		return false;
	}
	if (!k && (!(part->value = expr_parse(p)) || !value_stands(p, part->value)))
		return false;
	if (!parser_at(p, "ignoring"))
		return true;
	if (part->of != SAME_EMAIL) {
		parser_error(p, "'ignoring' is about the dots and tags of an 'email'");
		return false;
	}
	parser_next(p);
	return take_ignored(p, part);
}

/* ---- a key ---- */

static struct str source(struct agreement *a, const struct expr *e)
{
	return e ? expr_source(e, &a->arena) : STR("");
}

static bool parts_alike(struct agreement *a, const struct same_part *one, const struct same_part *other)
{
	return one->of == other->of && one->dots == other->dots && one->tags == other->tags &&
	       str_same(source(a, one->value), source(a, other->value));
}

static bool has_part(struct agreement *a, const struct same_key *key, const struct same_part *part)
{
	for (size_t i = 0; i < key->parts.n; i++)
		if (parts_alike(a, &key->parts.at[i], part))
			return true;
	return false;
}

static bool is_part(const struct same_key *key, enum same_of of)
{
	size_t i = 0;

	while (i < key->parts.n && key->parts.at[i].of != of)
		i++;
	return i < key->parts.n;
}

/* With the same parts, in whatever order? No part is in a key twice. */
static bool keys_alike(struct agreement *a, const struct same_key *one, const struct same_key *other)
{
	size_t i = 0;

	while (i < one->parts.n && has_part(a, other, &one->parts.at[i]))
		i++;
	return i == one->parts.n && i == other->parts.n && one->any_name == other->any_name;
}

/* What a key can't be, once it is read. */
static bool key_stands(struct agreement *a, struct parser *p, const struct same_lead *s,
		       const struct same_key *key)
{
	bool person = false;
	const char *instead = NULL;

	if (key->any_name && is_part(key, SAME_NAME))
		return mistake(p, key->words.span,
			       "'name' says that the names agree, 'any name' that they need not");
	for (size_t i = 0; i < key->parts.n; i++)
		for (size_t k = 0; k < KINDS; k++)
			if (kinds[k].of == key->parts.at[i].of && kinds[k].alone)
				instead = instead ? instead : kinds[k].alone;
	for (size_t i = 0; i < key->parts.n; i++)
		person |= key->parts.at[i].of != SAME_DOMAIN && key->parts.at[i].of != SAME_COMPANY;
	if (!person) {
		diag_at(p->diags, p->text, key->words.span,
			"this would make all people of a company one lead; write '%s'", instead);
		return false;
	}
	for (size_t i = 0; i < s->keys.n; i++)
		if (keys_alike(a, &s->keys.at[i], key))
			return mistake(p, key->words.span, "this key is there already");
	return true;
}

/* The words from a place to where reading has come, as they were written. */
static struct word words_from(struct agreement *a, const struct parser *p, uint32_t from)
{
	struct span span = { from, p->last.at + p->last.n - from };
	struct expr words = { .where = p->text, .span = span };

	return (struct word){ expr_source(&words, &a->arena), p->text, span };
}

static bool take_key(struct agreement *a, struct parser *p, const struct same_lead *s, struct same_key *key)
{
	uint32_t from = p->token.span.at;

	*key = (struct same_key){ 0 };
	do {
		struct span span = p->token.span;
		struct same_part part;
		if (!take_part(p, &part))
			return false;
		if (has_part(a, key, &part))
			return mistake(p, span, "this is a part of the key already");
		*ADD(a, key->parts) = part;
	} while (parser_take(p, "with"));
	if (parser_take(p, "any")) {
		if (!expect(p, "name", "'any'"))
			return false;
		key->any_name = true;
	}
	key->words = words_from(a, p, from);
	return key_stands(a, p, s, key);
}

/* Why no key goes on like this. */
static bool keys_end(struct parser *p)
{
	static const char *const below[] = { "at", "apart", "keep" };
	static const char *const on[] = { "with", "any", "ignoring" };

	if (at_line_end(p))
		return true;
	if (parser_at(p, "with")) {
		parser_error(p, "'any name' comes last in a key: phone with company any name");
		return false;
	}
	for (size_t i = 0; i < sizeof below / sizeof *below; i++)
		if (parser_at(p, below[i])) {
			parser_error(p, "'%s' stands on an indented line of its own", below[i]);
			return false;
		}
	struct str near = p->token.kind == TOKEN_NAME
				  ? nearest(p->diags, p->token.text, &CANDIDATE_NAMES(on, 3), 1)
				  : STR_NONE;
	parser_error(p, "a comma, 'with', 'any name' or the line's end is expected here%s" DID_YOU_MEAN,
		     parser_two_names(p) && !near.n ? "; names with spaces stand in backquotes" : "",
		     DID_YOU_MEAN_ARG(near));
	return false;
}

/* `lead by KEY, …`, to the line's end. */
static bool take_keys(struct agreement *a, struct parser *p, struct same_lead *s)
{
	if (!expect(p, "lead", "'same'") || !expect(p, "by", "'same lead'"))
		return false;
	uint32_t from = p->token.span.at;
	do {
		struct same_key key;
		if (!take_key(a, p, s, &key))
			return false;
		*ADD(a, s->keys) = key;
	} while (parser_take(p, ","));
	s->words = words_from(a, p, from);
	return keys_end(p);
}

/* ---- the clauses below ---- */

/* `at most 3 names` */
static bool read_names(struct agreement *a, struct parser *p, void *into)
{
	struct same_lead *s = into;
	struct span span = p->last;
	int64_t most;

	(void)a;
	if (!expect(p, "most", "'at'"))
		return false;
	struct span number = p->token.span;
	if (!take_whole(p, &most, "how many names, as in 'at most 3 names',") ||
	    !(parser_take(p, "name") || expect(p, "names", "the number")))
		return false;
	if (most < 1 || most > NAMES_MOST) {
		diag_at(p->diags, p->text, number, "a value may be under 1 to %d names", NAMES_MOST);
		return false;
	}
	if (s->most_names)
		return mistake(p, span, "'at most' is said a second time");
	s->most_names = most;
	return true;
}

/* Is it the same name, with the spelling that columns are found by? */
static bool same_column(struct agreement *a, const struct expr *one, const struct expr *other)
{
	if (!one || !other || one->op != other->op)
		return one == other;
	return one->op == EXPR_COLUMN
		       ? str_eq(one->text, other->text)
		       : str_eq(loose_name(&a->arena, one->text), loose_name(&a->arena, other->text));
}

/* `when COLUMN, … differ` */
static bool take_apart(struct agreement *a, struct parser *p, struct same_lead *s)
{
	if (!expect(p, "when", "'apart'"))
		return false;
	do {
		struct expr *e = take_column(p);
		if (!e)
			return false;
		for (size_t i = 0; i < s->apart.n; i++)
			if (same_column(a, s->apart.at[i], e))
				return mistake(p, e->span, "this column is there already");
		*ADD(a, s->apart) = e;
	} while (parser_take(p, ","));
	if (parser_take(p, "differ") || parser_take(p, "differs"))
		return true;
	parser_error(p, "a comma or 'differ' is expected here%s",
		     parser_two_names(p) && !parser_at(p, "and") ? "; names with spaces stand in backquotes"
								 : "");
	return false;
}

static bool read_apart(struct agreement *a, struct parser *p, void *into)
{
	struct same_lead *s = into;

	if (s->apart.n)
		return mistake(
			p, p->last,
			"'apart when' is said a second time; the columns stand on one line, with commas "
			"between them");
	if (take_apart(a, p, s))
		return true;
	s->apart.n = 0;
	return false;
}

static const struct rule_words {
	const char *first, *second, *after; /* second NULL: one word */
	enum keep_rule rule;
	bool by; /* a time may follow */
} rules[] = {
	{ "first", "present", "'first'", KEEP_FIRST, true },
	{ "last", "present", "'last'", KEEP_LAST, true },
	{ "min", NULL, NULL, KEEP_MIN, false },
	{ "max", NULL, NULL, KEEP_MAX, false },
	{ "any", "yes", "'any'", KEEP_ANY_YES, false },
	{ "list", NULL, NULL, KEEP_LIST, false },
};
enum { RULES = sizeof rules / sizeof *rules };

/* `last present by updated_at` */
static bool take_rule(struct parser *p, struct same_keep *keep)
{
	const struct rule_words *r = rules;

	while (r < rules + RULES && !parser_take(p, r->first))
		r++;
	if (r == rules + RULES && (parser_at(p, "present") || parser_at(p, "yes"))) {
		parser_error(p, "what is kept of which column? write: keep * first present");
		return false;
	}
	if (r == rules + RULES) {
		struct str near = p->token.kind == TOKEN_NAME ? nearest(p->diags, p->token.text,
									&CANDIDATES(rules, RULES, first), 1)
							      : STR_NONE;
		parser_error(p,
			     "'first present', 'last present', 'min', 'max', 'any yes' or 'list' is expected "
			     "here%s" DID_YOU_MEAN,
			     parser_two_names(p) && !near.n ? "; names with spaces stand in backquotes" : "",
			     DID_YOU_MEAN_ARG(near));
		return false;
	}
	keep->rule = r->rule;
	if (r->second && !expect(p, r->second, r->after))
		return false;
	if (!parser_at(p, "by"))
		return true;
	if (!r->by) {
		parser_error(p,
			     "'by' and a time say which cell is the first or the last; they go with 'first "
			     "present' and 'last present'");
		return false;
	}
	parser_next(p);
	return (keep->by = expr_parse(p));
}

/* The columns before the rule; `*` is all others, and stands alone. */
static bool take_kept(struct agreement *a, struct parser *p, struct same_lead *s)
{
	do {
		struct span span = p->token.span;
		struct same_keep keep = { .column = parser_take(p, "*") ? NULL : take_column(p) };
		if (!keep.column && !str_eq(str_slice(p->text->body, span.at, span.at + span.n), STR("*")))
			return false;
		for (size_t i = 0; i < s->keeps.n; i++)
			if (same_column(a, s->keeps.at[i].column, keep.column))
				return mistake(p, span,
					       keep.column ? "what is kept of this column is said already"
							   : "'keep *' is said a second time");
		*ADD(a, s->keeps) = keep;
	} while (parser_take(p, ","));
	return true;
}

/* `email, phone last present by updated_at`; each of the columns is kept by the rule. */
static bool take_keep(struct agreement *a, struct parser *p, struct same_lead *s, size_t first)
{
	struct same_keep said = { 0 };
	struct span span = p->token.span;

	if (!take_kept(a, p, s) || !take_rule(p, &said))
		return false;
	for (size_t i = first; i < s->keeps.n; i++) {
		struct same_keep *keep = &s->keeps.at[i];
		bool rest = !keep->column;
		if (rest && s->keeps.n > first + 1)
			return mistake(p, span,
				       "'*' is every column that no other line names; it stands alone");
		if (rest && said.rule == KEEP_ANY_YES)
			return mistake(p, span, "'any yes' is for columns of yes and no; name them");
		keep->rule = said.rule;
		keep->by = said.by;
	}
	return true;
}

static bool read_keep(struct agreement *a, struct parser *p, void *into)
{
	struct same_lead *s = into;
	size_t first = s->keeps.n;

	if (take_keep(a, p, s, first))
		return true;
	s->keeps.n = first;
	return false;
}

bool read_same(struct agreement *a, struct parser *p)
{
	static const struct clause clauses[] = { { "at", read_names },
						 { "apart", read_apart },
						 { "keep", read_keep } };
	unsigned before = p->diags->errors;
	struct same_lead s = { 0 };

	if (!take_keys(a, p, &s))
		parser_skip_line(p);
	take_clauses(a, p, clauses, sizeof clauses / sizeof *clauses,
		     "'at most', 'apart when' or 'keep' is expected here", &s);
	if (p->diags->errors != before)
		return false;
	if (!s.most_names)
		s.most_names = SAME_NAMES_MOST;
	*ADD(a, a->sames) = s;
	return true;
}

/* What leads are given back as is what was read: nothing that is worked out. */
void check_same(const struct statement *st, const struct agreement *a, struct diags *diags)
{
	(void)st;
	for (size_t i = 0; i < a->sames.n; i++)
		for (size_t k = 0; k < a->sames.at[i].keeps.n; k++) {
			const struct expr *e = a->sames.at[i].keeps.at[k].column;
			if (e && agreement_works_out(a, e))
				diag_at(diags, e->where, e->span,
					"'%.*s' is worked out, and no column of the input that could be kept",
					STR_ARG(e->text));
		}
}
