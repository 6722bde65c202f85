/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The parser cases of csv-spectrum, rust-csv and libcsv through our reader.
 * They are not part of this repository: they are looked for in
 * $LEADPIPE_SHARED or in ../shared, and where they are not, the test says so
 * and is skipped. Where we differ on purpose, the table says by which rule.
 */
#include "table.h"

#include "base/file.h"
#include "table/batch.h"

/* ---- as much of JSON as the cases need: objects, arrays, strings, words ---- */

struct json {
	const char *p, *end;
};

static void blank(struct json *j)
{
	while (j->p < j->end && strchr(" \t\r\n", *j->p))
		j->p++;
}

static bool next_is(struct json *j, char c)
{
	blank(j);
	if (j->p == j->end || *j->p != c)
		return false;
	j->p++;
	return true;
}

static void utf8(struct buf *out, unsigned code)
{
	if (code < 0x80) {
		buf_char(out, (char)code);
	} else if (code < 0x800) {
		buf_char(out, (char)(0xC0 | code >> 6));
		buf_char(out, (char)(0x80 | (code & 63)));
	} else {
		buf_char(out, (char)(0xE0 | code >> 12));
		buf_char(out, (char)(0x80 | (code >> 6 & 63)));
		buf_char(out, (char)(0x80 | (code & 63)));
	}
}

static void string(struct json *j, struct buf *out)
{
	static const char from[] = "nrtbf\"\\/", to[] = "\n\r\t\b\f\"\\/";

	buf_clear(out);
	assert_true(next_is(j, '"'));
	while (j->p < j->end && *j->p != '"') {
		if (*j->p != '\\') {
			buf_char(out, *j->p++);
			continue;
		}
		char c = j->p[1];
		j->p += 2;
		if (c == 'u') {
			char hex[5] = { j->p[0], j->p[1], j->p[2], j->p[3], 0 };
			unsigned code = (unsigned)strtoul(hex, NULL, 16);
			assert_true(code < 0xD800 || code > 0xDFFF);
			utf8(out, code);
			j->p += 4;
		} else {
			assert_non_null(strchr(from, c));
			buf_char(out, to[strchr(from, c) - from]);
		}
	}
	assert_true(next_is(j, '"'));
}

/* Passes over one value of any kind. */
static void pass_over(struct json *j)
{
	struct buf unused = { 0 };
	int depth = 0;

	do {
		blank(j);
		assert_true(j->p < j->end);
		if (*j->p == '"') {
			string(j, &unused);
			continue;
		}
		depth += (*j->p == '{' || *j->p == '[') - (*j->p == '}' || *j->p == ']');
		if (strchr("{[]},:", *j->p)) {
			j->p++;
			continue;
		}
		while (j->p < j->end && !strchr(",]}", *j->p))
			j->p++;
	} while (depth > 0);
	buf_release(&unused);
}

/* The value behind a key of an object, if it has one. */
static bool get(struct json object, const char *key, struct json *value)
{
	struct buf name = { 0 };
	bool found = false;

	assert_true(next_is(&object, '{'));
	while (!found && !next_is(&object, '}')) {
		string(&object, &name);
		assert_true(next_is(&object, ':'));
		blank(&object);
		found = str_eq(buf_view(&name), str_from(key));
		*value = object;
		pass_over(&object);
		next_is(&object, ',');
	}
	buf_release(&name);
	return found;
}

static void get_string(struct json object, const char *key, struct buf *out)
{
	struct json value;

	buf_clear(out);
	if (get(object, key, &value))
		string(&value, out);
}

/* ---- rows as text: each cell <…>, each row a line ---- */

static void put_cell(struct buf *out, struct str s)
{
	buf_char(out, '<');
	buf_str(out, s);
	buf_char(out, '>');
}

static void expected_rows(struct json j, struct buf *out)
{
	struct buf cell = { 0 };

	buf_clear(out);
	assert_true(next_is(&j, '['));
	while (!next_is(&j, ']')) {
		assert_true(next_is(&j, '['));
		while (!next_is(&j, ']')) {
			blank(&j);
			buf_clear(&cell);
			if (*j.p == '"')
				string(&j, &cell);
			else
				pass_over(&j); /* null: an empty cell of libcsv's CSV_EMPTY_IS_NULL */
			put_cell(out, buf_view(&cell));
			next_is(&j, ',');
		}
		buf_char(out, '\n');
		next_is(&j, ',');
	}
	buf_release(&cell);
}

/* The stream as a tool sees it; libcsv's suite has spaces around unquoted cells trimmed, so we look at those
 * so. */
static void our_rows(const char *path, char delimiter, bool trims, struct buf *out)
{
	struct source_options options = { .delimiter = delimiter, .ragged = RAGGED_PAD, .allow_empty = true };
	struct source s;
	struct batch b = { 0 };
	struct diags d = { .tool = "t" };
	struct buf scratch = { 0 };
	struct str raw, text;
	bool good = source_open(&s, &path, 1, &options, &d);

	buf_clear(out);
	for (size_t c = 0; c < s.header.n; c++) {
		raw = s.header.raw_cell[c];
		text = record_text_slow(raw, false, &scratch);
		put_cell(out, trims && raw.n && raw.p[0] != '"' ? str_trim(text) : text);
	}
	if (s.header.n)
		buf_char(out, '\n');
	while (good && source_next(&s, &b) > 0)
		for (size_t i = 0; i < b.marks.nrow; i++) {
			struct record r = batch_record(&b, i);
			for (size_t c = 0; c < r.cells; c++) {
				raw = record_raw(&r, c);
				text = record_text(&r, c, &scratch);
				put_cell(out, trims && raw.n && raw.p[0] != '"' ? str_trim(text) : text);
			}
			buf_char(out, '\n');
		}
	struct str why = good ? s.error : buf_view(&d.out);
	if (why.n)
		buf_print(out, "! %.*s", STR_ARG(why));
	table_hide_folder(out);
	source_close(&s);
	batch_release(&b);
	diags_release(&d);
	buf_release(&scratch);
}

/* ---- where we differ, and why ---- */

static const char lone_cr[] = "a file whose lines end in CR alone is an error that says tr '\\r' '\\n'";
static const char outer[] = "a cell is quoted only where a quote is its first byte";
static const char closing[] = "text after a closing quote is an error";
static const char unclosed[] = "an unterminated quote is an error that says where it opened";
static const char no_header[] = "input without a header is an error; blank lines are none";

static const struct {
	const char *name;	 /* of the case; a trailing * takes all that begin so */
	const char *ours, *rule; /* what our rows must contain, or all of them if it ends in a newline */
} differing[] = {
	{ "one_row_one_field_cr", "! t: case: its lines end in CR alone", lone_cr },
	{ "one_row_many_fields_cr", "! t: case: its lines end in CR alone", lone_cr },
	{ "one_row_trailing_comma_cr", "! t: case: its lines end in CR alone", lone_cr },
	{ "many_rows_one_field_cr", "! t: case: its lines end in CR alone", lone_cr },
	{ "many_rows_many_fields_cr", "! t: case: its lines end in CR alone", lone_cr },
	{ "many_rows_trailing_comma_cr", "! t: case: its lines end in CR alone", lone_cr },
	{ "empty_lines_cr", "! t: case: its lines end in CR alone", lone_cr },
	{ "empty_lines_interspersed_cr", "! t: case: its lines end in CR alone", lone_cr },
	{ "trailing_lines_no_record_cr", "! t: case: its lines end in CR alone", lone_cr },
	{ "empty_lines", "! t: case: no header: there are only blank lines", no_header },
	{ "empty_lines_crlf", "! t: case: no header: there are only blank lines", no_header },
	{ "empty_lines_mixed", "! t: case: no header: there are only blank lines", no_header },
	{ "test12*", "! t: case: no header: there are only blank lines", no_header },
	{ "test14*", "<1><2><3><>\n<\"4\"><><>\n", outer },
	{ "test15*", "<1><2><3><>\n<\"4\"><\"\">\n", outer },
	{ "quote_no_escapes", "! t: case:1: text after a closing quote", closing },
	{ "test08*", "! t: case:1: text after a closing quote", closing },
	{ "test07*", "! t: case:1: text after a closing quote", closing },
	{ "test19*", "<><\"\"><>\n", outer },
	{ "test16*", "! t: case:1: a quote opens here and is never closed", unclosed },
};

/* Options of other parsers that we do not offer. */
static const char *const not_offered[] = { "terminator", "escape", "comment", "quoting", "double_quote" };

static bool offered(struct json options, struct buf *quote)
{
	struct json unused;

	for (size_t i = 0; i < LENGTH(not_offered); i++)
		if (get(options, not_offered[i], &unused))
			return false;
	get_string(options, "quote", quote);
	return !quote->n || str_eq(buf_view(quote), STR("\""));
}

static void base64(struct str in, struct buf *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	unsigned bits = 0, n = 0;

	buf_clear(out);
	for (size_t i = 0; i < in.n && in.p[i] != '='; i++) {
		const char *digit = strchr(digits, in.p[i]);
		assert_non_null(digit);
		bits = bits << 6 | (unsigned)(digit - digits);
		n += 6;
		if (n >= 8)
			buf_char(out, (char)(bits >> (n -= 8) & 255));
	}
}

static size_t difference(const char *name)
{
	size_t i = 0;

	for (; i < LENGTH(differing); i++) {
		const char *d = differing[i].name;
		size_t n = strlen(d);
		if (d[n - 1] == '*' ? strncmp(name, d, n - 1) == 0 : strcmp(name, d) == 0)
			break;
	}
	return i;
}

struct tally {
	size_t same, differ, left;
	bool used[LENGTH(differing)];
};

static void run_case(struct json j, struct tally *t)
{
	struct buf name = { 0 }, text = { 0 }, input = { 0 }, wanted = { 0 }, ours = { 0 };
	struct json options, expected, trims;

	get_string(j, "name", &name);
	buf_char(&name, '\0');
	get_string(j, "input_b64", &text);
	base64(buf_view(&text), &input);
	assert_true(get(j, "options", &options) && get(j, "expected", &expected));
	if (!offered(options, &text)) {
		t->left++;
	} else {
		get_string(options, "delimiter", &text);
		char delimiter = text.n ? text.p[0] : strcmp(name.p, "delimiter_tabs") == 0 ? '\t' : ',';
		our_rows(table_file("case", input.p ? input.p : "", input.n), delimiter,
			 get(options, "trims_unquoted_space", &trims) && *trims.p == 't', &ours);
		expected_rows(expected, &wanted);
		size_t d = difference(name.p);
		if (d == LENGTH(differing)) {
			t->same++;
			if (!str_eq(buf_view(&ours), buf_view(&wanted)))
				fail_msg("%s:\n%.*s\nexpected\n%.*s", name.p, STR_ARG(buf_view(&ours)),
					 STR_ARG(buf_view(&wanted)));
		} else {
			const char *o = differing[d].ours;
			t->differ++;
			t->used[d] = true;
			buf_char(&ours, '\0');
			if (o[strlen(o) - 1] == '\n' ? strcmp(ours.p, o) != 0 : !strstr(ours.p, o))
				fail_msg("%s: %s:\n%s\nexpected\n%s", name.p, differing[d].rule, ours.p, o);
			ours.n--;
			if (str_eq(buf_view(&ours), buf_view(&wanted)))
				fail_msg("%s: the suite agrees with us; take it from the table", name.p);
		}
	}
	buf_release(&name);
	buf_release(&text);
	buf_release(&input);
	buf_release(&wanted);
	buf_release(&ours);
}

static void test_cases(void **state)
{
	const char *shared = getenv("LEADPIPE_SHARED");
	struct buf path = { 0 }, file = { 0 };
	struct tally t = { 0 };

	(void)state;
	buf_print(&path, "%s/data/csv/cases.jsonl", shared && *shared ? shared : "../shared");
	buf_char(&path, '\0');
	bool there = file_read(path.p, &file);
	if (!there)
		print_message("%s is not there: the foreign parser cases are skipped\n", path.p);
	buf_release(&path);
	if (!there)
		skip();
	for (size_t at = 0; at < file.n;) {
		const char *newline = memchr(file.p + at, '\n', file.n - at);
		size_t end = newline ? (size_t)(newline - file.p) : file.n;
		if (end > at)
			run_case((struct json){ file.p + at, file.p + end }, &t);
		at = end + 1;
	}
	print_message("%zu cases as their suites have them, %zu by our rule, %zu with options not offered\n",
		      t.same, t.differ, t.left);
	for (size_t i = 0; i < LENGTH(differing); i++)
		if (!t.used[i])
			fail_msg("no case is named %s", differing[i].name);
	assert_int_equal(t.same + t.differ + t.left, 115);
	buf_release(&file);
}

static int finish(void **state)
{
	(void)state;
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_cases) };

	return cmocka_run_group_tests(tests, NULL, finish);
}
