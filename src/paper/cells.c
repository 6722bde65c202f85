/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How cells are read, which rows are no leads, and what the words of the agreement are read from. */
#include "agreement/builtin.h"
#include "paper/telling.h"

static struct str quotes(struct paper *p, const struct str *text, size_t n)
{
	struct str s = STR("");

	for (size_t i = 0; i < n; i++)
		s = arena_print(&p->arena, "%.*s%s“%.*s”", STR_ARG(s), i ? ", " : "", STR_ARG(text[i]));
	return s;
}

void tell_zone(struct paper *p)
{
	const struct agreement *a = p->agreement;

	item(p, "Times that name no time zone are times of %.*s, and so are days, weeks and months%s.",
	     STR_ARG(a->zone ? a->zone_name : STR("UTC")), a->zone ? "" : ": this agreement names no other");
}

void tell_dates(struct paper *p)
{
	static const char *const orders[] = {
		[DATES_DAY_FIRST] = "3 April: the day comes first",
		[DATES_MONTH_FIRST] = "March 4: the month comes first",
	};
	const struct agreement *a = p->agreement;

	if (a->dates)
		item(p, "A date such as 3/4/2026 is %s.", orders[a->dates]);
	else
		item(p, "A date such as 3/4/2026 could be two days and is an error%s.",
		     a->column_dates.n ? ", except as said below" : "");
	for (size_t i = 0; i < a->column_dates.n; i++) {
		const struct column_dates *d = &a->column_dates.at[i];
		if (d->whole_day)
			item(p, "%.*s: only the day counts, whatever time of day stands behind it.",
			     STR_ARG(nouns(p, d->in, d->nin)));
		else
			item(p, "%.*s: there, 3/4/2026 is %s.", STR_ARG(nouns(p, d->in, d->nin)),
			     orders[d->dates]);
	}
}

void tell_decimal(struct paper *p)
{
	const struct agreement *a = p->agreement;

	item(p, "The decimal sign of numbers is the %s; the %s separates thousands: %s%s.",
	     a->decimal == ',' ? "comma" : "point", a->decimal == ',' ? "point" : "comma",
	     a->decimal == ',' ? "1.200,50" : "1,200.50",
	     a->decimal_said ? "" : " (the agreement names no other)");
}

void tell_missing(struct paper *p)
{
	const struct agreement *a = p->agreement;

	item(p, "An empty cell says that something is not known.");
	for (size_t i = 0; i < a->missing.n; i++) {
		const struct missing_words *m = &a->missing.at[i];
		struct str words = quotes(p, m->words, m->nwords);
		if (m->nin)
			item(p, "So do these words, in %.*s: %.*s.", STR_ARG(nouns(p, m->in, m->nin)),
			     STR_ARG(words));
		else
			item(p, "So do these words, everywhere: %.*s.", STR_ARG(words));
	}
}

void tell_ignored(struct paper *p)
{
	const struct agreement *a = p->agreement;

	if (!a->ignores.n)
		return;
	say(p, "A row of the export is no lead, and is counted nowhere, if");
	for (size_t i = 0; i < a->ignores.n; i++) {
		const struct condition *c = &a->ignores.at[i];
		item(p, "%.*s%.*s", STR_ARG(clause(p, "", c->when)), STR_ARG(labeled(p, c->label, c->when)));
	}
}

/* ---- words ---- */

static const char *kind(const struct builtin_field *b)
{
	static const char *const kinds[] = {
		[TYPE_NONE] = "",     [TYPE_TEXT] = "text",	      [TYPE_NUMBER] = "number",
		[TYPE_TIME] = "time", [TYPE_SPAN] = "length of time", [TYPE_FLAG] = "yes or no",
	};

	return b ? kinds[b->kind] : "";
}

/* The headers of a built-in field, its own name before them, but for a title: “Title” beside “Job Title” is
 * Mr or Ms. */
static struct str usual_headers(struct paper *p, const struct builtin_field *b)
{
	struct buf s = { 0 };

	if (!str_eq(str_from(b->name), STR("title")))
		words_quote(&s, str_from(b->name));
	for (const char *h = b->headers, *end; *h; h = *end ? end + 1 : end) {
		end = strchrnul(h, '|');
		buf_str(&s, s.n ? STR(", ") : STR(""));
		words_quote(&s, (struct str){ h, (size_t)(end - h) });
	}
	return kept(p, &s);
}

static void row(struct paper *p, struct grid *g, struct str word, const struct builtin_field *b,
		struct str from)
{
	cell(p, g, word);
	cell(p, g, str_from(kind(b)));
	cell(p, g, from);
}

static struct expr named(const struct field *f)
{
	return (struct expr){ .op = EXPR_NAME, .text = f->name.text, .where = f->name.where };
}

static void field_row(struct paper *p, struct grid *g, const struct field *f)
{
	struct expr name = named(f);
	const struct builtin_field *b = names_builtin(f->name.text);
	struct str from = quotes(p, f->headers, f->nheaders);

	if (names_is_computed(p, &name))
		from = arena_print(&p->arena, "not read, but loaded into the CRM as %.*s", STR_ARG(from));
	else if (b)
		from = arena_print(&p->arena, "%.*s; else %.*s", STR_ARG(from), STR_ARG(usual_headers(p, b)));
	else
		from = arena_print(&p->arena, "%.*s; else “%.*s”", STR_ARG(from), STR_ARG(f->name.text));
	row(p, g, noun(p, &name), b, from);
}

static void worked_out(struct paper *p, const struct field *f)
{
	struct expr name = named(f);
	struct str word = noun(p, &name);

	const struct expr *value = f->ncases == 1 && !f->cases[0].when ? f->cases[0].value : NULL;

	if (value && words_is_condition(value)) {
		say(p, "%.*s is worked out: it is yes %.*s, and no otherwise.", STR_ARG(word),
		    STR_ARG(clause(p, "if ", value)));
		return;
	}
	if (value) {
		say(p, "%.*s is worked out: it is %.*s.", STR_ARG(word), STR_ARG(noun(p, value)));
		return;
	}
	say(p, "%.*s is worked out; the first line that fits counts:", STR_ARG(word));
	for (size_t i = 0; i < f->ncases; i++) {
		const struct field_case *c = &f->cases[i];
		step(p, i + 1, "%.*s%.*s", STR_ARG(noun(p, c->value)),
		     STR_ARG(c->when ? clause(p, " if ", c->when) : STR(" otherwise")));
	}
	if (f->cases[f->ncases - 1].when)
		step(p, f->ncases + 1, "not known otherwise");
}

void tell_fields(struct paper *p)
{
	const struct agreement *a = p->agreement;
	const struct expr **name;
	size_t n = names_read(p, &name);
	struct grid g = { 0 };

	say(p,
	    "Each word is read from the first of the columns beside it that the export has. Capital or small "
	    "letters, blanks, hyphens and underscores in a column's name make no difference. Where the "
	    "export "
	    "has none of the columns of a word, it is not known of any lead.");
	grid_column(&g, "word", ALIGN_LEFT, false);
	grid_column(&g, "kind", ALIGN_LEFT, false);
	grid_column(&g, "column of the export", ALIGN_LEFT, false);
	for (size_t i = 0; i < a->fields.n; i++)
		if (a->fields.at[i].nheaders)
			field_row(p, &g, &a->fields.at[i]);
	for (size_t i = 0; i < n; i++) {
		const struct builtin_field *b =
			name[i]->op == EXPR_NAME ? names_builtin(name[i]->text) : NULL;
		row(p, &g, noun(p, name[i]), b,
		    b				 ? usual_headers(p, b)
		    : name[i]->op == EXPR_COLUMN ? STR("exactly this one")
						 : quote(p, name[i]->text));
	}
	if (g.rows)
		prose_grid(&p->prose, &g);
	grid_release(&g);
}

void tell_worked_out(struct paper *p)
{
	const struct agreement *a = p->agreement;

	for (size_t i = 0; i < a->fields.n; i++)
		if (a->fields.at[i].ncases)
			worked_out(p, &a->fields.at[i]);
}

void tell_tables(struct paper *p)
{
	const struct agreement *a = p->agreement;

	for (size_t i = 0; i < a->tables.n; i++) {
		const struct side_table *t = &a->tables.at[i];
		say(p,
		    "The table %.*s is the file “%.*s”. A lead finds the row there whose column “%.*s” is "
		    "%.*s; "
		    "of several such rows it is the first. If there is none, nothing of the table is known "
		    "of "
		    "the lead.",
		    STR_ARG(term_of(p, t->name.text)), STR_ARG(t->file.text), STR_ARG(t->key.text),
		    STR_ARG(noun(p, t->by)));
	}
}
