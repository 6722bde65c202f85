/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The document, top to bottom. Each section has parts, and a part tells the statements of one keyword: a new
 * statement needs one row here and a function that tells it. A section that none of whose statements is there
 * is left out, unless something applies without them.
 */
#include "paper/paper.h"

#include <string.h> /* the basename that changes nothing */

#include "agreement/edition.h"
#include "expr/builtin.h"
#include "paper/telling.h"

/* ---- the sections ---- */

enum { PARTS = 7 };

static const struct section {
	const char *title;
	bool always; /* also where the agreement has none of the statements */
	struct telling {
		const char *keyword;
		tell_fn *tell;
	} part[PARTS];
} sections[] = {
	{ "How the CRM's export is read",
	  true,
	  { { "timezone", tell_zone },
	    { "year", tell_year },
	    { "dates", tell_dates },
	    { "decimal", tell_decimal },
	    { "missing", tell_missing } } },
	{ "How a history becomes leads", false, { { "fold", tell_folds } } },
	{ "Which rows are one lead", false, { { "same", tell_same } } },
	{ "What is no lead", false, { { "ignore", tell_ignored } } },
	{ "What is worked out and looked up",
	  false,
	  { { "field", tell_worked_out }, { "table", tell_tables } } },
	{ "From the first contact to the customer",
	  false,
	  { { "stage", tell_stages }, { "exit", tell_exits }, { "handover", tell_handover } } },
	{ "Points", false, { { "score", tell_scores } } },
	{ "Grades", false, { { "grade", tell_grades } } },
	{ "What marketing hands over", false, { { "mql", tell_mql }, { "priority", tell_priority } } },
	{ "What sales wants to know", false, { { "bant", tell_bant }, { "sql", tell_sql } } },
	{ "Opening hours", false, { { "calendar", tell_calendars } } },
	{ "What sales promises", false, { { "sla", tell_clocks } } },
	{ "The hand-over meeting",
	  false,
	  { { "accept", tell_accept },
	    { "return", tell_return },
	    { "contact", tell_contact },
	    { "ask", tell_ask } } },
	{ "What marketing promises", false, { { "promise", tell_pledges } } },
	{ "Who gets a lead",
	  false,
	  { { "roster", tell_roster },
	    { "route", tell_routes },
	    { "assign", tell_order },
	    { "otherwise", tell_otherwise } } },
	{ "Goals", false, { { "benchmark", tell_benchmarks } } },
	{ "Where each word is read", true, { { "field", tell_fields } } },
};

/* Their words are in the head of the document. */
static const char *const elsewhere[] = { "agreement" };

bool paper_tells(const char *keyword)
{
	for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
		if (strcmp(elsewhere[i], keyword) == 0)
			return true;
	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++)
		for (const struct telling *t = sections[i].part; t < sections[i].part + PARTS && t->keyword;
		     t++)
			if (strcmp(t->keyword, keyword) == 0)
				return true;
	return false;
}

/* Is there something to tell, that -e has not left out? Of a field only what is worked out, unless its
 * section is always there. */
static bool is_said(const struct agreement *a, const struct telling *t)
{
	const struct statement *s = statement_row(t->keyword);
	bool any = t->tell != tell_worked_out && (!s->each || statement_count(s, a));

	for (size_t i = 0; i < a->fields.n; i++)
		any |= a->fields.at[i].ncases > 0;
	return any && a->said & UINT64_C(1) << (s - statements);
}

static void tell_sections(struct paper *p)
{
	int number_of_section = 0;

	for (size_t i = 0; i < sizeof sections / sizeof *sections; i++) {
		const struct section *s = &sections[i];
		bool there = s->always;
		for (const struct telling *t = s->part; t < s->part + PARTS && t->keyword; t++)
			there |= is_said(p->agreement, t);
		if (!there)
			continue;
		prose_heading(&p->prose, arena_print(&p->arena, "%d. %s", ++number_of_section, s->title));
		for (const struct telling *t = s->part; t < s->part + PARTS && t->keyword; t++)
			t->tell(p);
	}
}

/* ---- around them ---- */

static struct str title_of(const struct agreement *a)
{
	return a->title.n ? a->title : STR("Agreement on leads");
}

static void tell_about(struct paper *p)
{
	const struct agreement *a = p->agreement;

	say(p,
	    "This document says what “%s”%s says. Every figure on leads that marketing or sales brings along "
	    "is "
	    "made from it.",
	    basename(a->text->name), a->layers.n ? ", with the changes that were given along with it," : "");
	prose_heading(&p->prose, STR("How to read it"));
	item(p, "Words in " TERM "italics" TERM_END " are terms of this agreement. It says what each of them "
		"means, and its section “Where each word is read” which column of the export that is.");
	item(p,
	     "Texts in “quotes” are compared with what the export has. Capital or small letters, and blanks "
	     "before, behind or between the words, make no difference.");
	item(p, "Where something is not known, because its cell is empty or can't be read, a condition on it "
		"does "
		"not hold. One that says that something is not so does hold: where the country is not known, "
		"“country is not DE” holds.");
}

static void tell_end(struct paper *p, struct str edition)
{
	static const char *const parties[] = { "Marketing", "Sales" };
	static const char *const lines[] = { "Name", "Position", "Place and date", "Signature" };

	if (p->wording.patterns)
		say(p, "A pattern is a regular expression in the syntax of Perl; it may fit anywhere in the "
		       "text.");
	struct str agreed = arena_print(&p->arena,
					"Marketing and sales agree on “%.*s” as it is written above, and on "
					"the files that belong to it. "
					"Whoever wants to see whether a report was made from it compares the "
					"fingerprint in the report's "
					"head with the first digits of this one: %.*s",
					STR_ARG(title_of(p->agreement)), STR_ARG(edition));
	prose_signatures(&p->prose, STR("Signatures"), agreed, parties, 2, lines, 4);
}

/* ---- mistakes ---- */

/* Which functions there are is known without an export, and a call of another has no words. */
static void check_call(struct paper *p, const struct expr *e)
{
	bool known = e->op != EXPR_CALL || names_is_reached(e) ||
		     agreement_find(p->agreement, NAMED_CALENDAR, e->text) != SIZE_MAX;

	if (names_is_reached(e) && agreement_stage(p->agreement, e->arg[0]->text) == SIZE_MAX)
		diag_at(p->diags, e->where, e->arg[0]->span, "there is no stage '%.*s'",
			STR_ARG(e->arg[0]->text));
	for (size_t i = 0; i < nbuiltins && !known; i++)
		known = str_same(e->text, str_from(builtins[i].name));
	if (!known)
		diag_at(p->diags, e->where, (struct span){ e->span.at, (uint32_t)e->text.n },
			"no function '%.*s'", STR_ARG(e->text));
	for (size_t i = 0; i < e->nargs; i++)
		check_call(p, e->arg[i]);
}

static bool check_place(void *ctx, const struct place *place)
{
	if (place->expr)
		check_call(ctx, place->expr);
	return true;
}

bool paper_write(const struct agreement *a, enum format format, struct buf *out, struct diags *diags)
{
	struct paper p = { .agreement = a, .diags = diags };
	struct digest edition = agreement_edition(a);
	struct buf hex = { 0 };
	struct named_file *file;
	size_t n = agreement_files(a, &p.arena, &file);

	names_word(&p);
	digest_write(&hex, &edition, DIGEST_BYTES);
	agreement_walk(a, check_place, &p);
	for (size_t i = 0; i < n; i++)
		if (!file[i].known)
			diag_error(diags, "%s: can't be read, and what it says belongs to the agreement",
				   file[i].path);
	if (!diags->errors) {
		prose_open(&p.prose, out, format, title_of(a),
			   arena_print(&p.arena, "An agreement between marketing and sales · %.*s",
				       STR_ARG(str_slice(buf_view(&hex), 0, 6))));
		tell_about(&p);
		tell_sections(&p);
		tell_files(&p);
		tell_end(&p, buf_view(&hex));
		prose_close(&p.prose);
	}
	buf_release(&hex);
	arena_release(&p.arena);
	return !diags->errors;
}
