/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same bytes and the same words for any number of threads, whatever goes wrong. */
#include "table.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>

#include "base/file.h"
#include "table/flow.h"

static const int threads[] = { 1, 2, 3, 4, 9 };

struct scratch {
	uint64_t rows;
	uint64_t bad_row; /* of the stream, 1-based; 0: none */
	bool slow;
};

/* Each row with its number behind it; stops before the bad one. Some batches dawdle, so that turns are waited
 * for. */
static bool number_rows(void *p, struct batch *b, size_t first, size_t rows, struct buf *out,
			struct buf *error)
{
	struct scratch *s = p;

	if (s->slow && b->ticket % 3 == 0)
		usleep(300);
	for (size_t i = first; i < first + rows; i++) {
		struct record r = batch_record(b, i);
		if (s->bad_row && b->first_row + i + 1 == s->bad_row) {
			buf_print(error, "%s:%llu: bad", b->file, (unsigned long long)batch_line(b, i));
			return false;
		}
		buf_add(out, r.p, r.n);
		buf_print(out, ",%llu", (unsigned long long)(b->first_row + i + 1));
		buf_add(out, r.p + r.n, r.end);
		s->rows++;
	}
	return true;
}

struct outcome {
	struct buf out, error;
	uint64_t rows;
	bool good;
};

static void run(struct outcome *o, const char *path, int n, struct scratch how, const char *to, size_t block)
{
	struct source s;
	struct writer w;
	struct diags d = { .tool = "t" };
	struct scratch scratch[16];
	void *pointers[16];
	char target[200];

	buf_clear(&o->out);
	buf_clear(&o->error);
	o->rows = 0;
	for (int i = 0; i < 16; i++) {
		scratch[i] = how;
		pointers[i] = &scratch[i];
	}
	snprintf(target, sizeof target, "%s", to ? to : table_file("out", "", 0));
	assert_true(source_open(&s, &path, 1, &(struct source_options){ .block = block }, &d));
	if (to) {
		assert_true(writer_open(&w, target));
	} else { /* by hand, not by rename: what a failed run leaves is to be seen */
		int fd = open(target, O_WRONLY | O_CREAT | O_TRUNC, 0600);
		assert_true(fd >= 0);
		w = (struct writer){ .fd = fd, .name = "out", .last = '\n' };
	}
	o->good = flow_run(&s, number_rows, pointers, n, &w, &o->error);
	if (o->good)
		writer_close(&w);
	else
		writer_fail(&w, s.dialect, buf_view(&o->error));
	for (int i = 0; i < n; i++)
		o->rows += scratch[i].rows;
	if (!to)
		assert_true(file_read(target, &o->out));
	source_close(&s);
	table_hide_folder(&o->error);
}

static void release(struct outcome *o)
{
	buf_release(&o->out);
	buf_release(&o->error);
}

/* `rows` rows of two cells, and then `tail`. */
static const char *make_input(const char *name, int rows, const char *tail)
{
	struct buf text = { 0 };

	buf_str(&text, STR("id,text\n"));
	for (int i = 1; i <= rows; i++)
		buf_print(&text, "%d,%*s\r\n", i, i % 50, "x");
	buf_str(&text, str_from(tail));
	const char *path = table_file(name, text.p, text.n);
	buf_release(&text);
	return path;
}

static size_t lines(const struct buf *b)
{
	size_t n = 0;

	for (size_t i = 0; i < b->n; i++)
		n += b->p[i] == '\n';
	return n;
}

static void test_same_bytes(void **state)
{
	struct outcome one = { 0 }, many = { 0 };
	char path[200];

	(void)state;
	snprintf(path, sizeof path, "%s", make_input("in", 9000, "last,row"));
	run(&one, path, 1, (struct scratch){ 0 }, NULL, 1 << 20);
	assert_true(one.good);
	assert_int_equal(lines(&one.out), 9000);
	assert_true(str_ends(buf_view(&one.out), STR("last,row,9001")));
	for (size_t i = 0; i < LENGTH(threads); i++)
		for (size_t block = 100; block < 300000; block *= 13)
			for (int slow = 0; slow < 2; slow++) {
				if (slow && block < 1000)
					continue;
				run(&many, path, threads[i], (struct scratch){ .slow = slow }, NULL, block);
				assert_true(many.good);
				assert_int_equal(many.rows, 9001);
				assert_true(str_eq(buf_view(&one.out), buf_view(&many.out)));
			}
	release(&one);
	release(&many);
}

/* Rows whose quotes mislead whoever only counts them, among blank lines and newlines in cells. */
static const char *make_misleading(const char *name, int rows, int every)
{
	struct buf text = { 0 };

	buf_str(&text, STR("id,text\n"));
	for (int i = 1; i <= rows; i++) {
		if (i % every == 0)
			buf_print(&text, "%d,5\" pipe\n", i);
		else if (i % 5 == 0)
			buf_print(&text, "\"%d\",\"say \"\"no\"\",\n\ntwice\"\r\n", i);
		else
			buf_print(&text, "%d,%*s\n%s", i, i % 50, "x", i % 11 ? "" : "\n");
	}
	const char *path = table_file(name, text.p, text.n);
	buf_release(&text);
	return path;
}

static void test_wrong_cuts(void **state)
{
	static const int every[] = { 1, 2, 3, 97, 4999 };
	struct outcome one = { 0 }, many = { 0 };
	char path[200];

	(void)state;
	for (size_t e = 0; e < LENGTH(every); e++) {
		snprintf(path, sizeof path, "%s", make_misleading("in", 9000, every[e]));
		run(&one, path, 1, (struct scratch){ 0 }, NULL, 1 << 20);
		assert_true(one.good);
		assert_int_equal(one.rows, 9000);
		for (size_t i = 0; i < LENGTH(threads); i++)
			for (size_t block = 100; block < 300000; block *= 13) {
				run(&many, path, threads[i], (struct scratch){ 0 }, NULL, block);
				assert_true(many.good);
				assert_int_equal(many.rows, 9000);
				assert_true(str_eq(buf_view(&one.out), buf_view(&many.out)));
			}
	}
	release(&one);
	release(&many);
}

/* A worker's error and the reader's, near the start, in the middle and at the end: rows before it, then the
 * mark. */
static void test_errors_at_their_turn(void **state)
{
	static const struct {
		uint64_t bad_row;
		const char *tail, *error;
		size_t rows;
	} cases[] = {
		{ 1, "", "in:2: bad", 0 },
		{ 2500, "", "in:2501: bad", 2499 },
		{ 5000, "", "in:5001: bad", 4999 },
		{ 0, "1,\"x", "in:5002: a quote opens here and is never closed", 5000 },
		{ 5000, "1,\"x", "in:5001: bad", 4999 },
		{ 0, "1,2,3\n4,5\n",
		  "in:5002: 3 cells where the header has 2; --ragged skip --rejects FILE leaves such "
		  "rows out",
		  5000 },
	};
	struct outcome o = { 0 };
	struct buf mark = { 0 };

	(void)state;
	for (size_t c = 0; c < LENGTH(cases); c++) {
		char path[200];
		snprintf(path, sizeof path, "%s", make_input("in", 5000, cases[c].tail));
		for (size_t i = 0; i < LENGTH(threads); i++)
			for (size_t block = 700; block < 300000; block *= 11) {
				run(&o, path, threads[i],
				    (struct scratch){ .bad_row = cases[c].bad_row, .slow = true }, NULL,
				    block);
				assert_false(o.good);
				assert_int_equal(o.error.n, strlen(cases[c].error));
				assert_memory_equal(o.error.p, cases[c].error, o.error.n);
				assert_int_equal(lines(&o.out), cases[c].rows);
				if (!cases[c].rows) {
					assert_int_equal(o.out.n, 0);
					continue;
				}
				buf_clear(&mark);
				buf_print(&mark, "\n\"%s", cases[c].error);
				table_hide_folder(&o.out);
				assert_true(str_ends(buf_view(&o.out), buf_view(&mark)));
			}
	}
	buf_release(&mark);
	release(&o);
}

static void test_full_disk(void **state)
{
	struct outcome o = { 0 };
	char path[200];

	(void)state;
	snprintf(path, sizeof path, "%s", make_input("in", 30000, ""));
	for (size_t i = 0; i < LENGTH(threads); i++) {
		run(&o, path, threads[i], (struct scratch){ 0 }, "/dev/full", 0);
		assert_false(o.good);
		assert_true(str_eq(buf_view(&o.error), STR("/dev/full: no space left on device")));
	}
	release(&o);
}

static void test_no_rows(void **state)
{
	struct outcome o = { 0 };
	char path[200];

	(void)state;
	snprintf(path, sizeof path, "%s", make_input("in", 0, ""));
	for (size_t i = 0; i < LENGTH(threads); i++) {
		run(&o, path, threads[i], (struct scratch){ 0 }, NULL, 0);
		assert_true(o.good);
		assert_int_equal(o.out.n, 0);
	}
	release(&o);
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
		cmocka_unit_test(test_same_bytes),
		cmocka_unit_test(test_wrong_cuts),
		cmocka_unit_test(test_errors_at_their_turn),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_no_rows),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
