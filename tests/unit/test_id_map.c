/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Maps of ids: what is read and refused, with which line, what a change makes of the file, and laws. */
#include "table.h"

#include <errno.h>
#include <sys/stat.h>
#include <sys/wait.h>

#include "base/file.h"
#include "lead/id_map.h"

static void no_wait(void *ctx)
{
	(void)ctx;
	fail_msg("nobody has it");
}

static void waits(void *ctx)
{
	(void)ctx;
}

static struct id_map *open_map(const char *path, struct diags *d)
{
	struct id_map *m = id_map_open(path, no_wait, NULL, d);

	if (!m)
		fail_msg("%s", d->out.p);
	return m;
}

static const char *text_of(const char *path)
{
	static struct buf text;

	buf_clear(&text);
	assert_true(file_read(path, &text));
	buf_char(&text, '\0');
	return text.p;
}

static void close_map(struct id_map *m, struct diags *d)
{
	id_map_close(m);
	diags_release(d);
}

/* ---- reading ---- */

/* `asks`: ids with a space between, of which the kept ones are `kept`. */
static const struct {
	const char *text, *asks, *kept;
} good[] = {
	{ "old,kept\n", "1", "1" },
	{ "", "1", "1" },
	{ "old,kept\n2,1\n", "2 1 3", "1 1 3" },
	{ "\xEF\xBB\xBFold;kept;since\r\n002;001;30.11.2026\r\n\r\n;;\r\n", "002 2 001 1", "001 2 001 1" },
	{ "kept,why,old\na,x,b\n", "b a", "a a" },
	{ "old,kept\n\"b, c\",\"a \"\"q\"\"\"\n", "b", "b" },
	{ "old,kept\nb, a\nc,b\nd,c\n", "b c d", "a a a" },
	{ "old,kept\nd,c\nc,b\nb,a\nx,c\n", "d c b a x", "a a a a a" },
	{ "old,kept\nb,a\nb,a\n", "b", "a" },
	{ "old,kept\nb,a\nb,b\n", "b a", "b a" },
	{ "old,kept\nb,b\nb,a\nc,b\n", "b a c", "b a b" },
	{ "old,kept\naB,ab\n", "aB ab AB", "ab ab AB" },
	{ "old,kept\n'=1,'-x\n", "=1 -x", "-x -x" },
	{ "old,kept\nold,kept\n3,2\n", "3 old", "2 old" }, /* the header again */
};

static void test_read(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(good); i++) {
		struct diags d = { .tool = "t" };
		struct buf kept = { 0 };
		struct id_map *m = id_map_read(table_file("map.csv", good[i].text, strlen(good[i].text)), &d);
		if (!m)
			fail_msg("%s: %s", good[i].text, d.out.p);
		for (const char *p = good[i].asks; *p;) {
			size_t n = strcspn(p, " ");
			struct str id = { p, n };
			buf_print(&kept, "%s%.*s", kept.n ? " " : "", STR_ARG(id_map_kept(m, id)));
			assert_int_equal(id_map_is_old(m, id), !str_eq(id, id_map_kept(m, id)));
			p += n + (p[n] == ' ');
		}
		buf_char(&kept, '\0');
		assert_string_equal(kept.p, good[i].kept);
		buf_release(&kept);
		close_map(m, &d);
	}
	assert_true(str_eq(id_map_kept(NULL, STR("x")), STR("x")));
	assert_false(id_map_is_old(NULL, STR("x")));
}

static const struct {
	const char *text, *error;
} bad[] = {
	{ "\n", "t: map.csv: no header: the file is empty\n" },
	{ "id,kept\n1,2\n", "t: map.csv: no column 'old'; a map of ids begins with the line old,kept\n" },
	{ "old,new\n1,2\n", "t: map.csv: no column 'kept'; a map of ids begins with the line old,kept\n" },
	{ "old,kept\n1,\n2,1\n,3\n", "t: map.csv:2: no kept id; fill it in, or take the line out\n"
				     "t: map.csv:4: no old id; fill it in, or take the line out\n" },
	{ "old,kept\n1,2,3\n", "t: map.csv:2: 3 cells where the header has 2\n" },
	{ "old,kept\n5,1\n5,2\n",
	  "t: map.csv:3: '5' is kept as '2', and by line 2 as '1'; an id has one line, so take one of them "
	  "out\n" },
	{ "old,kept\n1,2\n\n2,1\n9,1\n",
	  "t: map.csv:4: '2' is kept as '1', which leads back to it in a circle; take one of the lines "
	  "out\n" },
	{ "old,kept\n9,1\n1,2\n2,3\n3,1\n",
	  "t: map.csv:5: '3' is kept as '1', which leads back to it in a circle; take one of the lines "
	  "out\n" },
	{ "old,kept\n1.23457E+14,2\n",
	  "t: map.csv:2: the id '1.23457E+14' has been rounded by a spreadsheet, so several leads may have "
	  "it; write it anew, in a column that is text\n" },
};

static void test_mistakes(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(bad); i++) {
		struct diags d = { .tool = "t" };
		const char *path = table_file("map.csv", bad[i].text, strlen(bad[i].text));
		struct stat before, after;
		assert_null(id_map_read(path, &d));
		table_hide_folder(&d.out);
		buf_char(&d.out, '\0');
		assert_string_equal(d.out.p, bad[i].error);
		assert_int_equal(stat(path, &before), 0);
		assert_null(id_map_open(path, no_wait, NULL, &d));
		assert_int_equal(stat(path, &after), 0); /* and it is still there */
		assert_string_equal(text_of(path), bad[i].text);
		diags_release(&d);
	}
}

static void test_absent(void **state)
{
	struct diags d = { .tool = "t" };
	const char *path = table_file("none.csv", "", 0);
	struct stat st;

	(void)state;
	unlink(path);
	assert_null(id_map_read(path, &d));
	assert_int_equal(d.errors, 1);
	struct id_map *m = open_map(path, &d); /* who writes makes it, … */
	id_map_close(m);
	assert_int_not_equal(stat(path, &st), 0); /* … and leaves nothing where that came to nothing */
	m = open_map(path, &d);
	assert_true(id_map_commit(m));
	close_map(m, &d);
	assert_string_equal(text_of(path), "old,kept,since\n");
}

/* ---- changes ---- */

/* `changes`: pairs old>kept. */
static const struct {
	const char *before, *changes, *after;
} changed[] = {
	{ "old,kept,since\n", "b>a c>a", "old,kept,since\nb,a,D\nc,a,D\n" },
	{ "old,kept\nb,a\n", "c>a", "old,kept\nb,a\nc,a\n" },
	{ "old,kept,since,who\nb,a,2020-01-01,Ana\n", "c>a",
	  "old,kept,since,who\nb,a,2020-01-01,Ana\nc,a,D,\n" },
	/* Two that were kept meet. */
	{ "old,kept,since\nb,a,1\nd,c,2\ne,a,3\n", "c>a", "old,kept,since\nb,a,1\nd,a,D\ne,a,3\nc,a,D\n" },
	/* A kept id passes on, and its place with it. */
	{ "old,kept,since\nb,a,1\nd,c,2\ne,a,3\n", "a>e", "old,kept,since\nb,e,D\nd,c,2\na,e,D\n" },
	{ "old,kept,since\nb,a,1\n", "a>b b>a", "old,kept,since\nb,a,D\n" },
	/* A parted one does, with what parts it. */
	{ "old,kept,since\nb,b,1\nc,b,2\n", "b>c", "old,kept,since\nc,c,1\nb,c,D\n" },
	/* What is there already is no change, and the file stays as somebody wrote it; what isn't closed
	 * is not. */
	{ "\xEF\xBB\xBFold;kept\r\nb;a\r\n", "b>a a>a", "\xEF\xBB\xBFold;kept\r\nb;a\r\n" },
	{ "old;kept\r\nb;a\r\nc;b\r\n", "", "old,kept\nb,a\nc,a\n" },
	{ "old,kept\nb,a\nb,b\nb,b\n", "", "old,kept\nb,b\n" },
	{ "old,kept\n", "=1>a,b", "old,kept\n'=1,\"a,b\"\n" },
};

static void test_changes(void **state)
{
	(void)state;
	for (size_t i = 0; i < LENGTH(changed); i++) {
		struct diags d = { .tool = "t" };
		const char *path = table_file("map.csv", changed[i].before, strlen(changed[i].before));
		struct id_map *m = open_map(path, &d);
		for (const char *p = changed[i].changes; *p;) {
			size_t n = strcspn(p, " "), arrow = strcspn(p, ">");
			id_map_keep(m, (struct str){ p, arrow }, (struct str){ p + arrow + 1, n - arrow - 1 },
				    STR("D"));
			p += n + (p[n] == ' ');
		}
		assert_true(id_map_commit(m));
		close_map(m, &d);
		assert_string_equal(text_of(path), changed[i].after);
	}
}

static void test_order(void **state)
{
	struct diags d = { .tool = "t" };
	const char *text = "old,kept\n9,z\n8,y\n7,z\n6,x\n5,5\n";
	struct id_map *m = open_map(table_file("map.csv", text, strlen(text)), &d);

	(void)state;
	assert_true(id_map_since(m, STR("z")) < id_map_since(m, STR("y")));
	assert_true(id_map_since(m, STR("y")) < id_map_since(m, STR("x")));
	assert_int_equal(id_map_since(m, STR("9")), SIZE_MAX);
	assert_int_equal(id_map_since(m, STR("new")), SIZE_MAX);
	assert_true(id_map_parted(m, STR("5")));
	assert_false(id_map_parted(m, STR("z")));
	id_map_keep(m, STR("x"), STR("y"), STR("D"));
	assert_true(id_map_since(m, STR("y")) < SIZE_MAX);
	assert_int_equal(id_map_since(m, STR("x")), SIZE_MAX);
	assert_true(str_eq(id_map_kept(m, STR("6")), STR("y")));
	close_map(m, &d);
}

/* ---- laws ---- */

static unsigned seed = 7;
static unsigned any(unsigned n)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % n;
}

enum { IDS = 40 };

/* Beside an array that says of each id what it is called: after random changes, some of which are committed
 * and read anew, both say the same, and the file is closed. */
static void test_laws(void **state)
{
	struct diags d = { .tool = "t" };
	const char *path = table_file("laws.csv", "", 0);
	struct id_map *m = open_map(path, &d);
	unsigned kept[IDS];

	(void)state;
	for (unsigned i = 0; i < IDS; i++)
		kept[i] = i;
	for (int step = 0; step < 4000; step++) {
		unsigned a = kept[any(IDS)], b = any(IDS);
		char old[8], is[8];
		if (any(3)) /* two that were kept meet; else it passes on, or nothing changes */
			b = kept[b];
		else if (kept[b] != a)
			continue;
		for (unsigned i = 0; i < IDS; i++)
			kept[i] = kept[i] == a ? b : kept[i];
		snprintf(old, sizeof old, "%u", a);
		snprintf(is, sizeof is, "%u", b);
		id_map_keep(m, str_from(old), str_from(is), STR(""));
		if (!any(8)) { /* all are apart again */
			id_map_close(m);
			unlink(path);
			m = open_map(path, &d);
			for (unsigned i = 0; i < IDS; i++)
				kept[i] = i;
		} else if (!any(4)) {
			assert_true(id_map_commit(m));
			id_map_close(m);
			m = open_map(path, &d);
		}
		for (unsigned i = 0; i < IDS; i++) {
			snprintf(old, sizeof old, "%u", i);
			snprintf(is, sizeof is, "%u", kept[i]);
			assert_true(str_eq(id_map_kept(m, str_from(old)), str_from(is)));
			assert_false(id_map_is_old(m, id_map_kept(m, str_from(old))));
		}
	}
	close_map(m, &d);
}

/* Runs at once, each of which adds lines of its own: none are lost. */
static void test_at_once(void **state)
{
	const char *path = table_file("at_once.csv", "", 0);
	enum { RUNS = 8, EACH = 5 };
	char old[32];

	(void)state;
	unlink(path);
	for (int run = 0; run < RUNS; run++)
		if (fork() == 0) {
			for (int i = 0; i < EACH; i++) {
				struct diags d = { .tool = "t" };
				struct id_map *m = id_map_open(path, waits, NULL, &d);
				snprintf(old, sizeof old, "%d-%d", run, i);
				if (m)
					id_map_keep(m, str_from(old), STR("kept"), STR(""));
				if (!m || !id_map_commit(m))
					_exit(1);
				close_map(m, &d);
			}
			_exit(0);
		}
	for (int run = 0, status; run < RUNS; run++) {
		wait(&status);
		assert_int_equal(status, 0);
	}
	struct diags d = { .tool = "t" };
	struct id_map *m = id_map_read(path, &d);
	for (int run = 0; run < RUNS; run++)
		for (int i = 0; i < EACH; i++) {
			snprintf(old, sizeof old, "%d-%d", run, i);
			assert_true(str_eq(id_map_kept(m, str_from(old)), STR("kept")));
		}
	close_map(m, &d);
}

static int finish(void **state)
{
	(void)state;
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_read),	cmocka_unit_test(test_mistakes),
		cmocka_unit_test(test_absent),	cmocka_unit_test(test_changes),
		cmocka_unit_test(test_order),	cmocka_unit_test(test_laws),
		cmocka_unit_test(test_at_once),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
