/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a cell says: raw bytes, text, value; and cells written so that they read back. */
#include "table.h"

#include "table/looks.h"
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
	{ "\"'\n=1\"", "'\n=1", "=1" },
	{ "' \t-1", "' \t-1", "-1" },
	{ "\"'\n1\"", "'\n1", "'\n1" },
	{ "'tis", "'tis", "'tis" },
	{ "'", "'", "'" },
	{ "a\\tb", "a\\tb", "a\\tb" },
	{ "   ", "   ", "" },
	{ "\"Ann\r\n\"", "Ann\r\n", "Ann" },
	{ "Wien\xE2\x80\x8B", "Wien\xE2\x80\x8B", "Wien" }, /* zero width */
	{ "\xEF\xBB\xBFWien", "\xEF\xBB\xBFWien", "Wien" },
	{ "\xE3\x80\x80Wien\xE2\x80\xAF", "\xE3\x80\x80Wien\xE2\x80\xAF", "Wien" }, /* ideographic, narrow */
	{ "\xE2\x80\x8E\xE2\x80\x8B", "\xE2\x80\x8E\xE2\x80\x8B", "" },
	{ "\xE2\x80\x8E" "3/4/2026", "\xE2\x80\x8E" "3/4/2026", "3/4/2026" },
	{ "Bad  Ischl", "Bad  Ischl", "Bad Ischl" },
	{ "\"Bad \xC2\xA0Ischl\"", "Bad \xC2\xA0Ischl", "Bad Ischl" },
	{ "Ba\xC2\xAD" "d", "Ba\xC2\xAD" "d", "Bad" }, /* soft hyphen */
	{ "\"a\"\"  \"\"b\"", "a\"  \"b", "a\" \"b" },
	{ "Cafe\xCC\x81", "Cafe\xCC\x81", "Caf\xC3\xA9" },
	{ "\"\"\"e\xCC\x81\"", "\"e\xCC\x81", "\"\xC3\xA9" }, /* unquoted and composed in one buffer */
	{ "e\xCC\x81 a\xC2\xA0\xC2\xA0" "b", "e\xCC\x81 a\xC2\xA0\xC2\xA0" "b", "\xC3\xA9 a b" },
	{ "e\xCC\x81\xFFo\xCC\x88", "e\xCC\x81\xFFo\xCC\x88", "\xC3\xA9\xFF\xC3\xB6" }, /* not UTF-8 between */
	{ "\xC3\xAA\xCC\xA3", "\xC3\xAA\xCC\xA3", "\xE1\xBB\x87" }, /* Windows-1258's way to write it */
	{ "\xE4\xB8\x80\xE2\x80\x8D\xE4\xB8\x80", "\xE4\xB8\x80\xE2\x80\x8D\xE4\xB8\x80",
	  "\xE4\xB8\x80\xE2\x80\x8D\xE4\xB8\x80" }, /* a joiner inside stays */
	{ "a\tb", "a\tb", "a\tb" },
}, tsv[] = {
	{ "a\\tb", "a\tb", "a\tb" },
	{ "\\n\\r\\\\", "\n\r\\", "\\" },
	{ "a  b\\n", "a  b\n", "a b" },
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
		look_at_batch(NULL, &b); /* what it knows of the batch changes nothing */
		for (size_t c = 0; c < 3; c++)
			expect(record_value(&r, c, &scratch), value, raw);
		b.looked = 0;
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

/* A cell reads the same, and is UTF-8 or not, wherever it stands in its batch, and however long it is. */
static void test_places(void **state)
{
	static const struct dialect comma = { ',', false };
	static const char *const ends[] = { "", "  x", "\xC2\xA0x", "\xE2\x80\x8B", "\xE2\x80" };
	static const char *const reads[] = { "", " x", " x", "", "\xE2\x80" };
	struct batch b = { 0 };
	struct buf row = { 0 }, scratch = { 0 }, want = { 0 };

	(void)state;
	for (size_t before = 0; before < 300; before++)
		for (size_t n = 1; n < 200; n += n < 70 ? 1 : 40)
			for (size_t e = 0; e < LENGTH(ends); e++) {
				buf_clear(&row), buf_clear(&want);
				for (size_t i = 0; i < before; i++)
					buf_char(&row, 'b');
				buf_char(&row, ',');
				for (size_t i = 0; i < n; i++)
					buf_char(&row, 'c'), buf_char(&want, 'c');
				buf_print(&row, "%s,d\n", ends[e]);
				buf_str(&want, str_from(reads[e]));
				load(&b, row.p, row.n, comma, 3);
				struct looks l = { 0 };
				look_at_batch(&l, &b);
				assert_int_equal(l.broken.count, e == 4);
				struct record r = batch_record(&b, 0);
				assert_true(str_eq(record_value(&r, 1, &scratch), buf_view(&want)));
			}
	batch_release(&b);
	buf_release(&row), buf_release(&scratch), buf_release(&want);
}

/* What stands beside a cell doesn't keep it from being plain, and each of its own bytes does. */
static void test_plain(void **state)
{
	static const char *const odd[] = { "\xC3\xA9", "  ", "\xF0\x9F\x99\x82" };
	struct batch b = { 0 };
	struct buf row = { 0 };

	(void)state;
	for (size_t before = 0; before < 70; before++)
		for (size_t n = 1; n <= ODD_LONGEST + 1; n++)
			for (size_t e = 0; e < LENGTH(odd); e++) {
				buf_clear(&row);
				for (size_t i = 0; i < before; i++)
					buf_char(&row, 'b');
				buf_print(&row, "%s,", odd[e]);
				for (size_t i = 0; i < n; i++)
					buf_char(&row, 'c');
				buf_print(&row, ",%s,c%sc\n", odd[e], odd[e]);
				load(&b, row.p, row.n, (struct dialect){ ',', false }, 4);
				look_at_batch(NULL, &b);
				struct record r = batch_record(&b, 0);
				assert_false(batch_plain(&b, record_raw(&r, 0)));
				assert_int_equal(batch_plain(&b, record_raw(&r, 1)), n <= ODD_LONGEST);
				assert_false(batch_plain(&b, record_raw(&r, 2)));
				assert_false(batch_plain(&b, record_raw(&r, 3)));
			}
	batch_release(&b);
	buf_release(&row);
}

static void test_noticed(void **state)
{
	static const char text[] = "a,b\n\xFF,\xC3\nx, \"y\"\n\xC3\xA9,z\n1,\xE2\x80\n";
	struct looks l = { 0 }, later = { 0 };
	struct batch b = { .first_line = 11, .file = "f" };
	struct diags d = { .tool = "t" };

	(void)state;
	load(&b, text, sizeof text - 1, (struct dialect){ ',', false }, 2);
	look_at_batch(&l, &b);
	b.first_row = 100;
	look_at_batch(&later, &b);
	look_merge(&later, &l);
	look_tell(&later, &d);
	assert_string_equal((buf_char(&d.notes, '\0'), d.notes.p),
			    "t: 6 cells are not UTF-8, first at f:12; if this is Windows-1252, "
			    "iconv -f CP1252 -t UTF-8 makes it readable\n"
			    "t: 2 cells begin with a space and a quote, first at f:13; behind a space the "
			    "quotes are text: remove it, for example by sed 's/, \"/,\"/g'\n");
	diags_release(&d);
	batch_release(&b);
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
		cmocka_unit_test(test_places),
		cmocka_unit_test(test_plain),
		cmocka_unit_test(test_noticed),
		cmocka_unit_test(test_written_reads_back),
		cmocka_unit_test(test_written_bytes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
