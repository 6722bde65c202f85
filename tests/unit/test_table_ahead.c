/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Batches that are cut ahead and settled in order, where it shows which way a stream was read; that both give
 * the same is tested with every stream there is (table_dump_all_ways). */
#include "table.h"

#include "table/batch.h"

/* A cut that the number of quotes suggests and that is wrong: whole rows before it are kept, and all bytes
 * behind them come back in order. */
static void test_a_wrong_cut(void **state)
{
	static const char text[] = "a,b\n1,5\" pipe\n\"x\ny\",2\n3,4\n";
	struct source s;
	struct batch b = { 0 };
	struct diags d = { .tool = "t" };
	const char *path = table_file("in", text, sizeof text - 1);

	(void)state;
	assert_true(source_open(&s, &path, 1, &(struct source_options){ 0 }, &d));
	assert_true(source_cut(&s, &b));
	assert_int_equal(b.len, strlen("1,5\" pipe\n\"x\n"));
	source_scan(&s, &b);
	assert_false(source_settle(&s, &b));
	assert_int_equal(b.marks.nrow, 1);
	assert_int_equal(batch_line(&b, 0), 2);
	assert_int_equal(source_next(&s, &b), 1);
	assert_int_equal(b.marks.nrow, 2);
	assert_int_equal(b.ticket, 1);
	assert_int_equal(b.first_row, 1);
	assert_int_equal(batch_line(&b, 0), 3);
	assert_int_equal(batch_line(&b, 1), 5);
	assert_int_equal(source_next(&s, &b), 0);
	source_close(&s);
	batch_release(&b);
	diags_release(&d);
}

/* Blank lines and rows of another width are counted as batches are settled; nothing has to be read again. */
static void test_settled_without_ragged_rows(void **state)
{
	static const char text[] = "a,b\n1,2\n\n3\n4,5\r\r\n6,7,8\n";
	struct source s;
	struct batch b = { 0 };
	struct diags d = { .tool = "t" };
	const char *path = table_file("in", text, sizeof text - 1);
	struct source_options options = { .ragged = RAGGED_SKIP, .keep_rejects = true };

	(void)state;
	assert_true(source_open(&s, &path, 1, &options, &d));
	assert_true(source_cut(&s, &b));
	source_scan(&s, &b);
	assert_true(source_settle(&s, &b));
	assert_int_equal(b.marks.nrow, 2);
	assert_int_equal(batch_line(&b, 1), 5);
	assert_int_equal(s.blank, 1);
	assert_int_equal(s.skipped, 2);
	assert_int_equal(s.crs, 1);
	assert_true(str_eq(buf_view(&s.rejects), STR("3\n6,7,8\n")));
	assert_int_equal(source_next(&s, &b), 0);
	source_close(&s);
	batch_release(&b);
	diags_release(&d);
}

/* A read begins on a page, whatever was carried over, and a batch that grows keeps its bytes. */
static void test_reads_land_on_a_page(void **state)
{
	struct batch b = { 0 };

	(void)state;
	for (size_t used = 0; used < 9000; used += 37) {
		char *p = batch_room_on_page(&b, used, 20000 + used);
		assert_int_equal((uintptr_t)p % 4096, 0);
		memset(b.buf, 'x', used + 20000 + used + BATCH_PAD);
		b.len = used;
		memset(batch_room(&b, used, 3 * (20000 + used)), 'y', 3 * (20000 + used) + BATCH_PAD);
		assert_true(!used || (b.buf[0] == 'x' && b.buf[used - 1] == 'x'));
	}
	batch_release(&b);
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
		cmocka_unit_test(test_a_wrong_cut),
		cmocka_unit_test(test_settled_without_ragged_rows),
		cmocka_unit_test(test_reads_land_on_a_page),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
