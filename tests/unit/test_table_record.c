/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cell says: raw bytes, text, value; and cells written so that they read back. */
#include "table.h"

#include "table/writer.h"

static void load(struct batch *b, const char *p, size_t n, struct dialect d, size_t columns)
{
	free(b->buf);
	b->buf = calloc(1, n + 64);
	memcpy(b->buf, p, n);
	b->len = n, b->cap = n + 64;
	batch_scan(b, d, columns);
}

static const struct {
	const char *raw, *text, *value;
} csv[] = {
	{ "plain", "plain", "plain" },
	{ "", "", "" },
	{ "  spaces\t ", "  spaces\t ", "spaces" },
	{ "\xC2\xA0nbsp\xC2\xA0 \xC2\xA0", "\xC2\xA0nbsp\xC2\xA0 \xC2\xA0", "nbsp" },
	{ "\xC3\xA0", "\xC3\xA0", "\xC3\xA0" }, /* à: its second byte is that of a no-break space */
	{ "\"\"", "", "" },
	{ "\"a,b\"", "a,b", "a,b" },
	{ "\" a \"", " a ", "a" },
	{ "\"a\"\"b\"", "a\"b", "a\"b" },
	{ "\"\"\"\"", "\"", "\"" },
	{ "\"\"\"\"\"\"", "\"\"", "\"\"" },
	{ "\"\"\"a\"\"\"", "\"a\"", "\"a\"" },
	{ "\"line\r\nline\"", "line\r\nline", "line\r\nline" },
	{ "5\" pipe", "5\" pipe", "5\" pipe" },
	{ " \"a\"", " \"a\"", "\"a\"" },
	{ "'=1+1", "'=1+1", "=1+1" },
	{ "\"'+49 30\"", "'+49 30", "+49 30" },
	{ "'-", "'-", "-" },
	{ "'@x", "'@x", "@x" },
	{ "\"'\n=1\"", "'\n=1", "\n=1" },
	{ "' \t-1", "' \t-1", "-1" },
	{ "\"'\n1\"", "'\n1", "'\n1" },
	{ "'tis", "'tis", "'tis" },
	{ "'", "'", "'" },
	{ "a\\tb", "a\\tb", "a\\tb" },
	{ "   ", "   ", "" },
}, tsv[] = {
	{ "a\\tb", "a\tb", "a\tb" },
	{ "\\n\\r\\\\", "\n\r\\", "\n\r\\" },
	{ "\\\\t", "\\t", "\\t" },
	{ "\\x\\", "\\x\\", "\\x\\" },
	{ "\"quote", "\"quote", "\"quote" },
	{ "\"a\"", "\"a\"", "\"a\"" },
	{ " a,b ", " a,b ", "a,b" },
	{ "'=1", "'=1", "=1" },
};

static void expect(struct str got, const char *wanted, const char *raw)
{
	if (!str_eq(got, str_from(wanted)))
		fail_msg("%s: '%.*s', expected '%s'", raw, STR_ARG(got), wanted);
}

/* First, middle and last cell of a row, before LF, CRLF and the end of the input. */
static void check_cell(const char *raw, const char *text, const char *value, struct dialect d)
{
	static const char *const ends[] = { "\n", "\r\n", "" };
	struct batch b = { 0 };
	struct buf row = { 0 }, scratch = { 0 };

	for (size_t e = 0; e < 3; e++) {
		buf_clear(&row);
		buf_print(&row, "%s%c%s%c%s%s", raw, d.delimiter, raw, d.delimiter, raw, ends[e]);
		load(&b, row.p, row.n, d, 3);
		struct record r = batch_record(&b, 0);
		assert_int_equal(b.marks.nrow, 1);
		assert_int_equal(r.cells, 3);
		assert_int_equal(r.end, strlen(ends[e]));
		assert_int_equal(r.n + r.end, row.n);
		for (size_t c = 0; c < 3; c++) {
			expect(record_raw(&r, c), raw, raw);
			expect(record_text(&r, c, &scratch), text, raw);
			expect(record_value(&r, c, &scratch), value, raw);
		}
		expect(record_value(&r, 3, &scratch), "", raw);
	}
	batch_release(&b);
	buf_release(&row);
	buf_release(&scratch);
}

static void test_cells(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(csv); i++)
		check_cell(csv[i].raw, csv[i].text, csv[i].value, (struct dialect){ ',', false });
	for (size_t i = 0; i < LENGTH(tsv); i++)
		check_cell(tsv[i].raw, tsv[i].text, tsv[i].value, (struct dialect){ '\t', true });
}

/* Any text written reads back as itself, in any dialect. */
static void test_written_reads_back(void **state)
{
	static const struct dialect dialects[] = { { ',', 0 }, { ';', 0 }, { '\t', 0 }, { '\t', 1 } };
	static const char letters[] = "a,;\t\"\n\r\\ '=\xC2\xA0t";
	struct batch b = { 0 };
	struct buf row = { 0 }, scratch = { 0 };
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 20000; round++) {
		struct dialect d = dialects[round % 4];
		char text[8];
		size_t n = (seed = seed * 1103515245 + 12345) >> 16 & 7;
		for (size_t i = 0; i < n; i++)
			text[i] = letters[((seed = seed * 1103515245 + 12345) >> 16) % (sizeof letters - 1)];
		buf_clear(&row);
		cell_write(&row, d, (struct str){ text, n });
		buf_char(&row, d.delimiter);
		cell_write(&row, d, (struct str){ text, n });
		buf_char(&row, '\n');
		load(&b, row.p, row.n, d, 2);
		struct record r = batch_record(&b, 0);
		assert_int_equal(b.marks.nrow, 1);
		assert_int_equal(r.cells, 2);
		assert_true(str_eq(record_text(&r, 0, &scratch), (struct str){ text, n }));
		assert_true(str_eq(record_text(&r, 1, &scratch), (struct str){ text, n }));
	}
	batch_release(&b);
	buf_release(&row);
	buf_release(&scratch);
}

static void test_written_bytes(void **state)
{
	static const struct {
		struct dialect d;
		const char *text, *plain, *safe;
	} cases[] = {
		{ { ',', 0 }, "a b", "a b", "a b" },
		{ { ',', 0 }, "", "", "" },
		{ { ',', 0 }, "a,b", "\"a,b\"", "\"a,b\"" },
		{ { ';', 0 }, "a,b", "a,b", "a,b" },
		{ { ',', 0 }, "say \"x\"", "\"say \"\"x\"\"\"", "\"say \"\"x\"\"\"" },
		{ { ',', 0 }, "a\rb", "\"a\rb\"", "\"a\rb\"" },
		{ { ',', 0 }, "=1+1", "=1+1", "'=1+1" },
		{ { ',', 0 }, "-12.5", "-12.5", "-12.5" },
		{ { ',', 0 }, "-", "-", "'-" },
		{ { ',', 0 }, "+49 30 x", "+49 30 x", "'+49 30 x" },
		{ { ',', 0 }, "@SUM(A1,B1)", "\"@SUM(A1,B1)\"", "\"'@SUM(A1,B1)\"" },
		{ { ',', 0 }, "\t=1", "\t=1", "'\t=1" },
		{ { ',', 0 }, "\n=1+1", "\"\n=1+1\"", "\"'\n=1+1\"" },
		{ { ',', 0 }, "\n\r \t\v\f@x", "\"\n\r \t\v\f@x\"", "\"'\n\r \t\v\f@x\"" },
		{ { ',', 0 }, " -x", " -x", "' -x" },
		{ { ',', 0 }, " -5", " -5", " -5" },
		{ { ',', 0 }, "\nx=1", "\"\nx=1\"", "\"\nx=1\"" },
		{ { ',', 0 }, "\n", "\"\n\"", "\"\n\"" },
		{ { '\t', 1 }, "a\tb\n\\\"", "a\\tb\\n\\\\\"", "a\\tb\\n\\\\\"" },
		{ { '\t', 1 }, "=1\t", "=1\\t", "'=1\\t" },
		{ { '\t', 0 }, "a\tb", "\"a\tb\"", "\"a\tb\"" },
	};
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		buf_clear(&out);
		cell_write(&out, cases[i].d, str_from(cases[i].text));
		expect(buf_view(&out), cases[i].plain, cases[i].text);
		buf_clear(&out);
		cell_write_safe(&out, cases[i].d, str_from(cases[i].text));
		expect(buf_view(&out), cases[i].safe, cases[i].text);
	}
	buf_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_cells),
		cmocka_unit_test(test_written_reads_back),
		cmocka_unit_test(test_written_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
