/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Side tables: what is read, what is found, what is refused with which line. */
#include "table.h"

#include "table/side.h"

static bool load(struct side *s, struct diags *d, const char *p, size_t n)
{
	*d = (struct diags){ .tool = "t" };
	bool good = side_read(s, table_file("side.csv", p, n), d);
	table_hide_folder(&d->out);
	return good;
}

/* As "name|name\nLINE|cell|cell\n". */
static void dump(struct buf *out, const struct side *s)
{
	buf_clear(out);
	for (size_t c = 0; c < s->columns; c++)
		buf_print(out, "%.*s|", STR_ARG(s->name[c]));
	buf_char(out, '\n');
	for (size_t i = 0; i < s->rows; i++) {
		buf_print(out, "%u|", s->line[i]);
		for (size_t c = 0; c < s->columns; c++)
			buf_print(out, "%.*s|", STR_ARG(s->cell[i * s->columns + c]));
		buf_char(out, '\n');
	}
	buf_char(out, '\0');
}

static const struct {
	const char *text, *dump;
} good[] = {
	{ "a,b\n1,2\n", "a|b|\n2|1|2|\n" },
	{ "\xEF\xBB\xBF\"a\",b\r\n1,2\r\n\r\n3,4", "a|b|\n2|1|2|\n4|3|4|\n" },
	{ "a;b\n1,5; \"x\n", NULL }, /* a quote inside an unquoted cell: libcsv's strict rule */
	{ "a;b,c\n1,5;2\n", "a;b|c|\n2|1|5;2|\n" },
	{ "a;b;c,d\n1;2,3\n", "a;b;c|d|\n2|1;2|3|\n" }, /* a comma wins, as in the lead stream */
	{ "a|b\n1,5|2\n", "a|b|\n2|1,5|2|\n" },
	{ "sep=;\r\na,x;b\r\n1,5;2\r\n", "a,x|b|\n3|1,5|2|\n" },
	{ "\xEF\xBB\xBF\xEF\xBB\xBFsep=|\n\xEF\xBB\xBF"
	  "a|b\n1|2\n",
	  "a|b|\n3|1|2|\n" },
	{ "a,b\r\r\n1,2\r\r\n", "a|b|\n2|1|2|\n" },
	{ "a\tb\n1,5\t2\n", "a|b|\n2|1,5|2|\n" },
	{ "\"a,b,c\";d;e\n1;2;3\n", "a,b,c|d|e|\n2|1|2|3|\n" },
	{ "a , b\n  1\t,\" 2 \"\n'=3,'4\n", "a|b|\n2|1|2|\n3|=3|'4|\n" },
	{ "a,b\n\"x\n\n\"\"y\"\"\",2\n\n3,4\n", "a|b|\n2|x\n\n\"y\"|2|\n6|3|4|\n" },
	{ "a,b\n1,2,,\n3,4,\n", "a|b|\n2|1|2|\n3|3|4|\n" },
	{ "a,,\n1,2,3\n", "a|||\n2|1|2|3|\n" },
	{ "a\n", "a|\n" },
	{ "\n\r\na,b\n,\n", "a|b|\n4|||\n" },
	{ "a,b\r1,2\r", "a|b|\n1|1|2|\n" },
	{ "a,b\n\xE2\x80\x8B"
	  "1\xE3\x80\x80,x\xC2\xA0 y\n",
	  "a|b|\n2|1|x y|\n" },
	{ "a,b\n1,2\n\xEF\xBB\xBF"
	  "A,\"b\"\n3,4\n",
	  "a|b|\n2|1|2|\n4|3|4|\n" }, /* the header again */
};

static void test_read(void **state)
{
	struct buf out = { 0 };

	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++) {
		struct side s;
		struct diags d;
		bool ok = load(&s, &d, good[i].text, strlen(good[i].text));
		if (ok != (good[i].dump != NULL))
			fail_msg("%s: %s", good[i].text, d.out.p ? d.out.p : "accepted");
		dump(&out, &s);
		if (ok && strcmp(out.p, good[i].dump) != 0)
			fail_msg("%s:\n%sexpected\n%s", good[i].text, out.p, good[i].dump);
		side_release(&s);
		diags_release(&d);
	}
	buf_release(&out);
}

static const struct {
	const char *text;
	size_t n;
	const char *words;
} bad[] = {
#define TEXT(text) text, sizeof(text) - 1
	{ TEXT(""), "t: side.csv: no header: the file is empty\n" },
	{ TEXT("\n\n"), "t: side.csv: no header: the file is empty\n" },
	{ TEXT("\xFF\xFE\x61\0"),
	  "t: side.csv: this is UTF-16; iconv -f UTF-16 -t UTF-8 makes it readable\n" },
	{ TEXT("a;b|c\n"),
	  "t: side.csv: two of ; tab and | occur equally often in the header, so the delimiter is not clear; "
	  "say it in a first line like sep=;\n" },
	{ TEXT("[{\"a\":1}]"),
	  "t: side.csv: this is JSON; mlr --ijson --ocsv cat, or jq -r with @csv, makes a CSV of it\n" },
	{ TEXT("a,b\n1\n3,4,5\n6,7\n"), "t: side.csv:2: 1 cell where the header has 2\n"
					"t: side.csv:3: 3 cells where the header has 2\n" },
	{ TEXT("a,b\n\"1\n\",2\n3,4,,5\n"), "t: side.csv:4: 4 cells where the header has 2\n" },
	{ TEXT("a,b\n1,2\n\"3\n\n,4\n5,6\n"),
	  "t: side.csv:3: a quote opens in this row and is never closed\n" },
	{ TEXT("a,b\n1,\"2\"x\n3,4\n"),
	  "t: side.csv:2: a quote inside a cell; quote the whole cell and write the quote twice\n" },
	{ TEXT("a,b\n1, \"2\"\n"), /* as in the lead stream, a cell is quoted only from its first byte on */
	  "t: side.csv:2: a quote behind a space doesn't quote; remove the space before it\n" },
	{ TEXT("a,b\n\"1\n\",5\" pipe\n"),
	  "t: side.csv:3: a quote inside a cell; quote the whole cell and write the quote twice\n" },
};

static void test_refused(void **state)
{
	struct side s;
	struct diags d;

	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		assert_false(load(&s, &d, bad[i].text, bad[i].n));
		assert_true(d.errors > 0);
		if (strcmp(d.out.p, bad[i].words) != 0)
			fail_msg("%s:\n%sexpected\n%s", bad[i].text, d.out.p, bad[i].words);
		side_release(&s);
		diags_release(&d);
	}
	d = (struct diags){ .tool = "t" };
	assert_false(side_read(&s, "/nowhere.csv", &d));
	assert_true(str_eq(buf_view(&d.out), STR("t: /nowhere.csv: no such file or directory\n")));
	side_release(&s);
	assert_false(side_read(&s, "/tmp", &d));
	assert_true(str_ends(buf_view(&d.out),
			     STR("t: /tmp: is a directory; a table is a file, which leadfold --archive "
				 "makes of an archive\n")));
	side_release(&s);
	diags_release(&d);
}

static void test_columns(void **state)
{
	static const char text[] = "Job Title,job_title,E-Mail *,x,Owner**,cost_,*\n";
	struct side s;
	struct diags d;

	(void)state;
	assert_true(load(&s, &d, text, sizeof text - 1));
	assert_int_equal(side_column(&s, STR("job_title")), 1); /* exactly, before loosely */
	assert_int_equal(side_column(&s, STR("JOB-title")), 0);
	assert_int_equal(side_column(&s, STR(" e_mail")), 2);
	assert_int_equal(side_column(&s, STR("X")), 3);
	assert_int_equal(side_column(&s, STR("owner")), 4); /* by the rule of the lead file's headers */
	assert_int_equal(side_column(&s, STR("cost")), 5);
	assert_true(side_column(&s, STR("jobtitle")) == SIZE_MAX);
	assert_true(side_column(&s, STR("_")) == SIZE_MAX); /* of nothing, nothing is loosely the same */
	side_release(&s);
	diags_release(&d);
}

static void test_case_tells_salesforce_ids_apart(void **state)
{
	static const char text[] = "id,n\n00Q5g000003abcD,1\n00Q5g000003abcd,2\n00Q5G000003ABCDEAA,3\n";
	struct side s;
	struct diags d;

	(void)state;
	assert_true(load(&s, &d, text, sizeof text - 1));
	side_index(&s, 0);
	assert_int_equal(side_find(&s, STR("00Q5g000003abcd")), 1);
	assert_int_equal(side_find(&s, STR("00Q5g000003abcD")), 0);
	assert_true(side_find(&s, STR("00Q5g000003ABCD")) == SIZE_MAX);
	assert_int_equal(side_find(&s, STR("00q5g000003abcdeaa")), 2);
	assert_int_equal(s.repeated, 0);
	side_release(&s);
	diags_release(&d);
}

static void test_keys(void **state)
{
	static const char text[] =
		"domain,owner\nAcme.COM ,ann\nb.de,bob\nacme.com,cat\n,dan\n\"B.DE\",eve\n";
	struct side s;
	struct diags d;

	(void)state;
	assert_true(load(&s, &d, text, sizeof text - 1));
	assert_true(side_find(&s, STR("acme.com")) == SIZE_MAX); /* no key yet */
	side_index(&s, 0);
	assert_int_equal(side_find(&s, STR("acme.com")), 0);
	assert_int_equal(side_find(&s, STR("b.de")), 1);
	assert_true(side_find(&s, STR("c.de")) == SIZE_MAX);
	assert_true(side_find(&s, STR("")) == SIZE_MAX); /* what is missing is nobody's key */
	assert_int_equal(s.repeated, 2);
	side_index(&s, 1);
	assert_int_equal(side_find(&s, STR("eve")), 4);
	assert_true(side_find(&s, STR("acme.com")) == SIZE_MAX);
	assert_int_equal(s.repeated, 0);
	side_release(&s);
	diags_release(&d);
}

static void test_many(void **state)
{
	struct buf text = { 0 };
	struct side s;
	struct diags d;

	(void)state;
	buf_str(&text, STR("domain,owner\n"));
	for (int i = 0; i < 200000; i++)
		buf_print(&text, "Company%d.example,\"rep %d\"\n", i, i % 90);
	assert_true(load(&s, &d, text.p, text.n));
	side_index(&s, 0);
	assert_int_equal(s.rows, 200000);
	for (int i = 0; i < 200000; i += 997) {
		char key[64];
		snprintf(key, sizeof key, "company%d.example", i);
		assert_int_equal(side_find(&s, str_from(key)), i);
		assert_int_equal(s.line[i], i + 2);
	}
	side_release(&s);
	diags_release(&d);
	buf_release(&text);
}

static int finish(void **state)
{
	(void)state;
	table_remove_folder();
	return 0;
}

/* As where a spreadsheet leaves empty cells out at the end of a row; more cells are still a mistake. */
static void test_short_rows(void **unused)
{
	(void)unused;
	struct diags d = { .tool = "t" };
	struct buf text = { 0 };
	struct side s;

	assert_true(side_read_short(&s, "s.csv", STR("a,b,c\n1\n1,2\n,,\n1,2,3,,\n"), &d));
	dump(&text, &s);
	assert_string_equal(text.p, "a|b|c|\n2|1|||\n3|1|2||\n4||||\n5|1|2|3|\n");
	side_release(&s);
	assert_false(side_read_short(&s, "s.csv", STR("a,b\n1\n1,2,3\n"), &d));
	side_release(&s);
	buf_release(&text);
	diags_release(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_case_tells_salesforce_ids_apart),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_short_rows),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
