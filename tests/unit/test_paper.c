/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The agreement on paper. The law: what changes in an agreement changes the document. Of several agreements,
 * two of which have every statement, clause, function and operator, each word is changed, taken out or
 * replaced by others of its kind, and whatever still is an agreement must have other words on paper, its
 * fingerprint apart.
 */
#include "tests/unit/agreement.h"

#include <ctype.h>
#include <sys/stat.h>

#include "agreement/builtin.h"
#include "agreement/edition.h"
#include "agreement/statement.h"
#include "base/file.h"
#include "expr/builtin.h"
#include "expr/words.h"
#include "paper/paper.h"
#include "tests/unit/paper.h"
#include "tests/unit/well_formed.h"

static char folder[] = "/tmp/paper-XXXXXX";

static void put_file(const char *name, struct str bytes)
{
	char path[256];

	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	assert_int_equal(fwrite(bytes.p, 1, bytes.n, f), bytes.n);
	assert_int_equal(fclose(f), 0);
}

/* Under its name, and under any name that a changed letter makes of it, there is the same file. */
static void put_files(const char *name)
{
	char other[64];

	put_file(name, STR("name\na\n"));
	snprintf(other, sizeof other, "%sq", name);
	put_file(other, STR("name\na\n"));
}

static void cut(struct buf *b, struct str what)
{
	for (char *at; what.n && (at = memmem(b->p, b->n, what.p, what.n));) {
		memmove(at, at + what.n, b->n - (size_t)(at - b->p) - what.n);
		b->n -= what.n;
	}
}

/* The document without its fingerprint; false: this is no agreement. */
static bool document(struct str text, enum format format, struct buf *out)
{
	struct agreement a;
	struct diags diags = { .tool = "test" };
	char path[256];

	put_file("x.agreement", text);
	snprintf(path, sizeof path, "%s/x.agreement", folder);
	buf_clear(out);
	agreement_read(&a, path, NULL, 0, &diags);
	bool good = !diags.errors && paper_write(&a, format, out, &diags);
	if (good) {
		struct digest edition = agreement_edition(&a);
		struct buf hex = { 0 };
		digest_write(&hex, &edition, DIGEST_BYTES);
		cut(out, buf_view(&hex));
		cut(out, str_slice(buf_view(&hex), 0, 6));
		buf_release(&hex);
	}
	agreement_release(&a);
	diags_release(&diags);
	return good;
}

/* ---- the changes ---- */

/* Words that stand for each other. */
static const char *const kinds[][12] = {
	{ "and", "or" },
	{ "yes", "no" },
	{ "missing", "present" },
	{ "contains", "starts with", "ends with" },
	{ "starts", "ends" },
	{ "days", "hours", "minutes", "weeks" },
	{ "day", "hour", "minute" },
	{ "day", "week", "month", "run" },
	{ "by weight", "equally" },
	{ "weight", "load", "hash" },
	{ "mon", "tue", "wed", "thu", "fri", "sat", "sun" },
	{ "day-first", "month-first" },
	{ "when", "from" },
	{ "open", "closed" },
	{ "min", "max", "coalesce" },
	{ "least", "most" },
	{ "first", "last", "nth 2", "count", "sum", "min", "max", "list", "time in" },
	{ "after", "as of", "when" },
	{ "week", "month", "quarter", "year" },
	{ "July", "August" },
	{ "month", "quarter", "week", "weekday", "lower", "trim", "domain" },
	{ "year", "hour", "length", "number", "at_least" },
	{ "number", "date" },
	{ "mql", "sql", "inquiry", "sal", "won", "lost" },
	{ "stage", "exit" },
	{ "ignore", "mql", "sql" },
	{ "per", "when" },
	{ "email", "phone", "name", "domain", "company" },
	{ "dots", "tags" },
};
static const char *const marks[] = { "=", "!=", "<", "<=", ">", ">=", "~", "!~", "+", "-", "*", "/" };

/* Under the sanitizers each seventh change is made: there it is memory that is looked at, not the law. */
#ifdef __SANITIZE_ADDRESS__
enum { EACH = 7 };
#else
enum { EACH = 1 };
#endif

struct changing {
	struct str text;
	struct buf original, changed, document;
	size_t tried, live;
};

/* With the bytes of a span replaced. Lives on as an agreement? Then the document must be another. */
static bool replace(struct changing *c, struct span span, struct str by)
{
	if (c->tried++ % EACH)
		return true;
	buf_clear(&c->changed);
	buf_str(&c->changed, str_slice(c->text, 0, span.at));
	buf_str(&c->changed, by);
	buf_str(&c->changed, str_slice(c->text, span.at + span.n, c->text.n));
	if (str_eq(buf_view(&c->changed), c->text) ||
	    !document(buf_view(&c->changed), FORMAT_MARKDOWN, &c->document))
		return false;
	c->live++;
	if (str_eq(buf_view(&c->document), buf_view(&c->original))) {
		size_t line = 1;
		for (size_t i = 0; i < span.at; i++)
			line += c->text.p[i] == '\n';
		fail_msg("line %zu: '%.*s' instead of '%.*s' changes nothing on paper", line, STR_ARG(by),
			 (int)span.n, c->text.p + span.at);
	}
	return true;
}

/* Each digit by the next one, and by the one before. */
static bool change_digits(struct changing *c, struct span span)
{
	bool any = false;

	for (size_t i = 0; i < span.n; i++)
		for (int by = 1; by <= 9; by += 8) {
			char digit = c->text.p[span.at + i];
			if (!isdigit((unsigned char)digit))
				continue;
			digit = (char)('0' + (digit - '0' + by) % 10);
			any |= replace(c, (struct span){ span.at + (uint32_t)i, 1 },
				       (struct str){ &digit, 1 });
		}
	return any;
}

static bool change_text(struct changing *c, struct span span)
{
	static const char *const others[] = { "\"Europe/Paris\"", "\"UTC\"", "\",\"", "\".\"", "\"\"" };
	bool any = replace(c, (struct span){ span.at + span.n - 1, 0 }, STR("q"));

	for (size_t i = 0; i < sizeof others / sizeof *others; i++)
		any |= replace(c, span, str_from(others[i]));
	return any;
}

/* Words that may be left out, and units in the plural. */
static bool means_nothing(struct str word)
{
	static const char *const words[] = { "points", "share" };

	for (size_t i = 0; i < sizeof words / sizeof *words; i++)
		if (str_same(word, str_from(words[i])))
			return true;
	return false;
}

static void change_name(struct changing *c, struct span span)
{
	struct str word = str_slice(c->text, span.at, span.at + span.n);

	replace(c, (struct span){ span.at + span.n, 0 }, STR("q"));
	if (!means_nothing(word))
		replace(c, span, STR(""));
	for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
		bool of_it = false;
		for (const char *const *w = kinds[k]; w < kinds[k] + 12 && *w; w++)
			of_it |= str_same(word, str_from(*w));
		for (const char *const *w = kinds[k]; of_it && w < kinds[k] + 12 && *w; w++)
			if (!str_same(word, str_from(*w)))
				replace(c, span, str_from(*w));
	}
}

static void change_mark(struct changing *c, struct str mark, struct span span)
{
	for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
		for (size_t k = 0; k < sizeof marks / sizeof *marks && str_eq(mark, str_from(marks[i])); k++)
			if (k != i)
				replace(c, span, str_from(marks[k]));
}

/* Every word in turn. A literal must be one that can be changed, but for the first that years begin on. */
static void change_words(struct changing *c, const char *name)
{
	struct diags silent = { 0 };
	struct arena arena = { 0 };
	struct text text = { .name = name, .folder = "", .body = c->text };
	struct parser p;

	bool begins = false;

	text_lines(&text, &arena);
	parser_init(&p, &text, &arena, &silent);
	for (; p.token.kind != TOKEN_END; parser_next(&p)) {
		struct token t = p.token;
		bool literal = true, live = true;
		if (t.kind == TOKEN_TEXT)
			live = change_text(c, t.span);
		else if (t.kind == TOKEN_COLUMN)
			live = replace(c, (struct span){ t.span.at + t.span.n - 1, 0 }, STR("q"));
		else if (t.kind == TOKEN_NUMBER || t.kind == TOKEN_DATE || t.kind == TOKEN_CLOCK)
			live = change_digits(c, t.span);
		else
			literal = false;
		if (literal && !live && !begins)
			fail_msg("%s:%u: '%.*s' could not be changed", name,
				 diag_place(&text, t.span.at).line, (int)t.span.n, c->text.p + t.span.at);
		begins = t.kind == TOKEN_NAME && str_eq(t.text, STR("begins"));
		if (t.kind == TOKEN_NAME)
			change_name(c, t.span);
		else if (t.kind == TOKEN_MARK)
			change_mark(c, t.text, t.span);
	}
	arena_release(&arena);
	diags_release(&silent);
}

/* Every line that says something is left out. */
static void change_lines(struct changing *c)
{
	for (size_t at = 0, n; at < c->text.n; at += n) {
		const char *end = memchr(c->text.p + at, '\n', c->text.n - at);
		n = end ? (size_t)(end - c->text.p) + 1 - at : c->text.n - at;
		char first = str_first(str_slice(c->text, at, at + n));
		if (first && first != '#')
			replace(c, (struct span){ (uint32_t)at, (uint32_t)n }, STR(""));
	}
}

static void check_law(const char *name, struct str text, size_t least)
{
	struct changing c = { .text = text };

	if (!document(text, FORMAT_MARKDOWN, &c.original))
		fail_msg("%s is no agreement", name);
	change_words(&c, name);
	change_lines(&c);
	if (EACH == 1 && c.live < least)
		fail_msg("%s: only %zu of %zu changes were agreements", name, c.live, c.tried);
	buf_release(&c.original);
	buf_release(&c.changed);
	buf_release(&c.document);
}

static int begin(void **unused)
{
	static const char *const files[] = {
		"competitors.txt", "free-mail.txt", "holidays.ics", "named-accounts.csv",
		"reps.csv",	   "named.csv",	    "us.ics",	    "uk.csv",
		"contracts.csv",   "list.txt",	    "other.txt",    "plan.csv"
	};

	(void)unused;
	assert_non_null(mkdtemp(folder));
	for (size_t i = 0; i < sizeof files / sizeof *files; i++)
		put_files(files[i]);
	return 0;
}

static int end(void **unused)
{
	char command[64];

	(void)unused;
	snprintf(command, sizeof command, "rm -r %s", folder);
	return system(command);
}

static void test_law_of_every_statement(void **unused)
{
	(void)unused;
	check_law("the sample", str_from(whole), 400);
}

static void test_law_of_every_function(void **unused)
{
	(void)unused;
	check_law("the other sample", str_from(every), 400);
	check_law("the promises", str_from(pledged), 100);
	check_law("where a lead stands", str_from(standing), 100);
	check_law("the folds", str_from(folded), 100);
	check_law("the same lead", str_from(alike), 100);
}

/* What is known of a lead is in no column of the export, and reads as what it is. */
static void test_standing(void **unused)
{
	static const char *const says[] = {
		"the lead did not come back after an exit and the lead has not reached *SAL*",
		"the lead has reached SAL or the lead came back after an exit",
		"the last stage that the lead has reached is “sal” and the exit by which the lead has left "
		"is not "
		"“lost”",
		"the time at which the lead has left is before the time of the last stage",
		"the due time of the promise call is before “2026-03-01 09:00”",
		"the time of the answer to the promise call is after the due time of the promise call",
		"| the total score |  | not read, but loaded into the CRM as “HubSpot Score” |",
		"| the due time of the promise call |  | not read, but loaded into the CRM as “Call By” |",
	};
	static const char *const columns[] = { "“funnel", "“came", "“call", "“reached" };
	struct buf out = { 0 };

	(void)unused;
	assert_true(document(str_from(standing), FORMAT_MARKDOWN, &out));
	buf_char(&out, '\0');
	for (size_t i = 0; i < sizeof says / sizeof *says; i++)
		if (!strstr(out.p, says[i]))
			fail_msg("the document does not say: %s\n%s", says[i], out.p);
	for (size_t i = 0; i < sizeof columns / sizeof *columns; i++)
		assert_null(strstr(out.p, columns[i]));
	assert_false(document(STR("stage lead\nignore when reached(\"led\")\n"), FORMAT_MARKDOWN, &out));
	buf_release(&out);
}

/* Of which rows are one lead, what takes two words, and what is so where nothing is said. */
static void test_same_lead(void **unused)
{
	static const char *const says[] = {
		"1. the *mail address*, without the dots before the @ and what stands between a plus sign "
		"and the @\n",
		"2. the *mail address*\n",
		"begin with the code of the country; whatever the names are\n",
		"have a mailbox; and with it the *name*, by its words in any order, of which one may be an "
		"initial\n",
		"under more than 12 different names",
		"not joined, except where a line says so.",
		"and differs: the column *“Salesforce Id”*, *region* and the *country*.",
		"the *mail address*: the last that is known, in the order of *updated at*\n",
		"the *phone number*: the first that is known, in the order of the export\n",
		"every other column: the last that is known, in the order of the export\n",
		"is the *first name* with the *last name*; where neither is known, the *full name*.\n",
		"| the first name |",
		"| the country |",
	};
	struct buf out = { 0 };

	(void)unused;
	assert_true(document(str_from(alike), FORMAT_MARKDOWN, &out));
	buf_char(&out, '\0');
	for (size_t i = 0; i < sizeof says / sizeof *says; i++)
		if (!strstr(out.p, says[i]))
			fail_msg("the document does not say: %s\n%s", says[i], out.p);
	assert_null(strstr(out.p, "the *lead id*: the one"));
	assert_true(document(STR("same lead by email\n"), FORMAT_MARKDOWN, &out));
	buf_char(&out, '\0');
	assert_non_null(strstr(out.p, "under more than 3 different names"));
	assert_non_null(strstr(out.p, "the *lead id*: the one"));
	assert_non_null(strstr(out.p, "(the agreement says nothing else)"));
	assert_null(strstr(out.p, "the phone number |"));
	assert_true(document(STR("field name \"Person\"\nsame lead by email\n"), FORMAT_MARKDOWN, &out));
	buf_char(&out, '\0');
	assert_non_null(strstr(out.p, "is the *full name*; where that is not known, the *first name* with"));
	buf_release(&out);
}

static void check_example(const char *path, size_t least)
{
	struct buf name = { 0 }, text = { 0 };
	const char *root = getenv("ROOT");

	buf_print(&name, "%s/examples/%s", root ? root : ".", path);
	buf_char(&name, '\0');
	assert_true(file_read(name.p, &text));
	check_law(path, buf_view(&text), least);
	buf_release(&name);
	buf_release(&text);
}

static void test_law_of_the_examples(void **unused)
{
	(void)unused;
	check_example("nordlicht.agreement", 300);
	check_example("backlog/kessler.agreement", 100);
}

static void test_law_of_the_built_in_agreement(void **unused)
{
	(void)unused;
	check_law("the built-in agreement", agreement_builtin(), 300);
}

/* As a page it has the same sentences, and nothing in a text is markup or runs. */
static void test_page(void **unused)
{
	static const char hostile[] = "agreement \"<script>& *_|\x01 \x1b[31m\"\nstage all\n"
				      "ignore when a = \"<b>\x02\x01& | * [x](y)\" \"</li>\"\n";
	const char *const texts[] = { whole, every, hostile };
	struct buf out = { 0 };

	(void)unused;
	for (size_t i = 0; i < 3; i++) {
		assert_true(document(str_from(texts[i]), FORMAT_HTML, &out));
		buf_char(&out, '\0');
		const char *wrong = ill_formed(out.p);
		if (wrong)
			fail_msg("%.80s", wrong);
		if (i == 2)
			assert_null(strstr(out.p, "<script"));
		assert_non_null(strstr(out.p, "<section class=\"signatures\">"));
	}
	buf_release(&out);
}

/* ---- nothing is without words ---- */

struct used {
	bool op[EXPR_OPS], function[64];
};

static void note_uses(struct used *u, const struct expr *e)
{
	u->op[e->op] = true;
	for (size_t i = 0; e->op == EXPR_CALL && i < nbuiltins; i++)
		u->function[i] |= str_same(e->text, str_from(builtins[i].name));
	for (size_t i = 0; i < e->nargs; i++)
		note_uses(u, e->arg[i]);
}

static bool note_place(void *ctx, const struct place *p)
{
	if (p->expr)
		note_uses(ctx, p->expr);
	return true;
}

/* The law is one of the samples: they must have all there is. */
static void test_samples_have_everything(void **unused)
{
	(void)unused;
	struct used used = { 0 };
	uint64_t said = 0;

	for (int i = 0; i < 3; i++) {
		struct agreement a;
		read_good(&a, i == 0 ? whole : i == 1 ? every : pledged, NULL);
		agreement_walk(&a, note_place, &used);
		said |= a.said;
		agreement_release(&a);
	}
	for (const struct statement *s = statements; s->keyword; s++)
		if (!(said & UINT64_C(1) << (s - statements)))
			fail_msg("no sample says '%s'", s->keyword);
	for (size_t i = 0; i < nbuiltins; i++)
		if (!used.function[i])
			fail_msg("no sample calls %s()", builtins[i].name);
	for (int op = 0; op < EXPR_OPS; op++)
		if (!used.op[op])
			fail_msg("no sample has operator %d", op);
}

static void test_everything_has_words(void **unused)
{
	(void)unused;
	for (const struct statement *s = statements; s->keyword; s++)
		if (!paper_tells(s->keyword))
			fail_msg("the document does not tell '%s': give it a row in paper.c", s->keyword);
	assert_false(paper_tells("promise something else"));
	for (size_t i = 0; i < nbuiltins; i++)
		if (!builtins[i].words || !strchr(builtins[i].words, '%'))
			fail_msg("%s() has no words: give it some in builtin.c", builtins[i].name);
	for (int op = 0; op < EXPR_OPS; op++)
		if (!words_has((enum expr_op)op))
			fail_msg("operator %d has no words: give it some in words.c", op);
	for (const struct builtin_field *b = builtin_fields; b->name; b++) {
		assert_non_null(b->noun);
		for (const struct builtin_field *c = builtin_fields; c < b; c++)
			if (strcmp(b->noun, c->noun) == 0)
				fail_msg("%s and %s are called the same", b->name, c->name);
	}
}

/* ---- the sentences ---- */

static struct str noun_of(void *ctx, const struct expr *name)
{
	(void)ctx;
	return name->text;
}

static struct str holds_not(void *ctx, const struct expr *name, bool no)
{
	(void)ctx, (void)name, (void)no;
	return STR("");
}

static enum type kind_of(void *ctx, const struct expr *name)
{
	(void)ctx;
	return str_ends(name->text, STR("_at")) ? TYPE_TIME : TYPE_NONE;
}

static void check_words(const char *source, const char *want, bool condition)
{
	struct arena arena = { 0 };
	struct diags diags = { .tool = "test" };
	struct text text = { .name = "test", .folder = "", .body = str_from(source) };
	struct wording w = { .noun = noun_of, .holds = holds_not, .kind = kind_of, .arena = &arena };
	struct buf out = { 0 };
	const struct expr *e = expr_parse_text(&text, &arena, &diags);

	assert_non_null(e);
	if (condition)
		words_condition(&out, e, &w);
	else
		words_value(&out, e, &w);
	assert_text(buf_view(&out), want);
	buf_release(&out);
	diags_release(&diags);
	arena_release(&arena);
}

static void test_words_of_conditions(void **unused)
{
	static const char *const cases[][2] = {
		{ "a >= 200", "a is at least 200" },
		{ "a >= 50 and a < 1200", "a is at least 50 and is less than 1,200" },
		{ "(a = 1 or b = 2) and c = 3", "(a is 1 or b is 2) and c is 3" },
		{ "a = 1 or b = 2 and c = 3", "a is 1 or (b is 2 and c is 3)" },
		{ "not (a = 1 or b = 2)", "it is not so that (a is 1 or b is 2)" },
		{ "not a > 3", "it is not so that a is more than 3" },
		{ "not a", "a is not yes" },
		{ "country not in (\"DE\", \"AT\")", "country is none of “DE”, “AT”" },
		{ "country in (\"DE\")", "country is “DE”" },
		{ "a in file \"l.txt\"", "a is on the list “l.txt”" },
		{ "a is present", "a is known" },
		{ "won_at <= 2026-01-31", "won_at is on or before 31 January 2026" },
		{ "won_at = 2026-02", "won_at is in February 2026" },
		{ "won_at > lost_at", "won_at is after lost_at" },
		{ "won_at >= \"2026-01-31 09:00\"", "won_at is at or after “2026-01-31 09:00”" },
		{ "year(a_at) = 2026", "the year of a_at is 2026" },
		{ "age(a_at) > 2 weeks", "the time since a_at is longer than 14 days" },
		{ "office(a, b) <= 4 hours", "the open time of office between a and b is at most 4 hours" },
		{ "has(a, \"x\")", "a has “x” among its parts" },
		{ "not has(a, \"x\")", "it is not so that a has “x” among its parts" },
		{ "yes", "in any case" },
		{ "a ~ \"vp\"", "a contains “vp”" },
		{ "a ~ \"\\bvp\\b\"", "a contains the word “vp”" },
		{ "a ~ \"\\b(vp|c[eo]o)\\b|leiter|leit(er|ung)?x\"",
		  "a contains one of the words “vp”, “ceo”, “coo” or contains one of “leiter”, “leiterx”, "
		  "“leitungx”, “leitx”" },
		{ "a !~ \"\\b(vp|cto)\\b|leiter\" and b = 1",
		  "a (does not contain any of the words “vp”, “cto” and does not contain “leiter”) and b is "
		  "1" },
		{ "a ~ \"^int\"", "a begins with “int”" },
		{ "a ~ \"ceo$\"", "a ends with “ceo”" },
		{ "a ~ \"^(ceo|cto)$\"", "a is one of “ceo”, “cto”" },
		{ "a ~ \"\\bmanag\"", "a contains a word that begins with “manag”" },
		{ "a ~ \"c\\+\\+\"", "a contains “c++”" },
		{ "a ~ \"\\bc\\+\\+\\b\"", "a fits the pattern “\\bc\\+\\+\\b”" },
		{ "a ~ \"lead.*score\"", "a fits the pattern “lead.*score”" },
		{ "a !~ \"(?-i)VP\"", "a does not fit the pattern “(?-i)VP”" },
		{ "a ~ \"[0-9]{5}\"", "a fits the pattern “[0-9]{5}”" },
		{ "a ~ \"[^a]b\"", "a fits the pattern “[^a]b”" },
		{ "a ~ \"a|\"", "a fits the pattern “a|”" },
		{ "a ~ \"(ab\"", "a fits the pattern “(ab”" },
		{ "a ~ \"a?b?c?d?e?f?g?h?\"", "a fits the pattern “a?b?c?d?e?f?g?h?”" },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check_words(cases[i][0], cases[i][1], true);
}

static void test_words_of_values(void **unused)
{
	static const char *const cases[][2] = {
		{ "10000", "10,000" },
		{ "25%", "0.25" },
		{ "90 minutes", "90 minutes" },
		{ "1 day", "1 day" },
		{ "a - (b - c)", "a minus (b minus c)" },
		{ "a - b - c", "a minus b minus c" },
		{ "(a + b) * 2", "(a plus b) times 2" },
		{ "a + b * -c", "a plus b times (minus c)" },
		{ "age(created_at) / 1 day", "the time since created_at in days" },
		{ "lower(trim(a))", "(a without blanks around it) in lower case" },
		{ "round(a) + 1", "(a, rounded to a whole number) plus 1" },
		{ "round(a)", "a, rounded to a whole number" },
		{ "round(a, 2)", "a, rounded to 2 decimal places" },
		{ "coalesce(max(a, b), c, d)",
		  "the first that is known of (the greatest of a and b), c and d" },
		{ "band(a, 50, 200)", "the band of a, cut at 50 and 200" },
		{ "a = 1", "whether a is 1" },
		{ "`Job Title`", "Job Title" },
	};

	(void)unused;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		check_words(cases[i][0], cases[i][1], false);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_everything_has_words),
		cmocka_unit_test(test_samples_have_everything),
		cmocka_unit_test(test_words_of_conditions),
		cmocka_unit_test(test_words_of_values),
		cmocka_unit_test(test_page),
		cmocka_unit_test(test_law_of_every_statement),
		cmocka_unit_test(test_law_of_every_function),
		cmocka_unit_test(test_standing),
		cmocka_unit_test(test_same_lead),
		cmocka_unit_test(test_law_of_the_examples),
		cmocka_unit_test(test_law_of_the_built_in_agreement),
	};

	return cmocka_run_group_tests(tests, begin, end);
}
