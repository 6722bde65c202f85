/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A journal of another kind than the ledger: what its owner is asked, and what it may write. */
#include "table.h"

#include "base/file.h"
#include "table/journal.h"

#define HEADER "id,word\n"

static const struct journal_kind kind = {
	.header = STR("id,word"), .columns = 2, .name = "a list of words", .records = "words"
};

static struct diags diags;
static struct buf heard;

/* Two cells, the second not empty. */
static struct str judge(void *ctx, const struct record *rec)
{
	(void)ctx;
	if (rec->cells != 2 || !record_raw(rec, 1).n)
		return STR("no word");
	return STR_NONE;
}

static void take(void *ctx, const struct record *rec)
{
	(void)ctx;
	buf_print(&heard, "%.*s=%.*s ", STR_ARG(record_raw(rec, 0)), STR_ARG(record_raw(rec, 1)));
}

static const struct journal_reader reader = { .judge = judge, .take = take };

static struct journal fresh(const char *path)
{
	struct journal j = { .kind = &kind, .path = path, .diags = &diags };

	diags_release(&diags);
	diags = (struct diags){ .tool = "t" };
	buf_clear(&heard);
	journal_init(&j);
	return j;
}

static const char *file(const char *text)
{
	return table_file("x.words", text, strlen(text));
}

static void holds(const char *path, const char *want)
{
	struct buf b = { 0 };

	assert_true(file_read(path, &b));
	buf_char(&b, '\0');
	assert_string_equal(b.p, want);
	buf_release(&b);
}

static void says(struct buf *b, const char *want)
{
	table_hide_folder(b);
	if (!strstr(b->n ? b->p : "", want))
		fail_msg("'%s' has no '%s'", b->n ? b->p : "", want);
}

static void test_kept(void **state)
{
	const char *path = file("");

	(void)state;
	unlink(path);
	struct journal j = fresh(path);
	assert_true(journal_open(&j, &reader, NULL, NULL));
	buf_str(&j.held, STR("1,one\n"));
	holds(path, HEADER);
	assert_true(journal_commit(&j));
	holds(path, HEADER "1,one\n");
	buf_str(&j.held, STR("2,two\n"));
	journal_release(&j);
	holds(path, HEADER "1,one\n");

	j = fresh(path);
	assert_true(journal_read(&j, &reader));
	assert_int_equal(j.records, 1);
	assert_memory_equal(heard.p, "1=one ", heard.n);
	buf_str(&j.held, STR("3,three\n"));
	assert_true(journal_commit(&j));
	holds(path, HEADER "1,one\n");
	journal_release(&j);
}

static void test_torn(void **state)
{
	const char *path = file(HEADER "1,one\n2,tw");
	struct journal j = fresh(path);

	(void)state;
	assert_true(journal_read(&j, &reader));
	says(&diags.notes, "x.words: the last 4 bytes are half a record; they are left out");
	journal_release(&j);
	holds(path, HEADER "1,one\n2,tw");

	j = fresh(path);
	assert_true(journal_open(&j, &reader, NULL, NULL));
	says(&diags.notes, "x.words: the last 4 bytes are half a record of a run that was cut off");
	holds(path, HEADER "1,one\n");
	journal_release(&j);
}

static void test_refused(void **state)
{
	const char *bad = HEADER "1,one\n2,\n3,three\n", *other = "lead_id,owner\n";
	const char *path = file(bad);
	struct journal j = fresh(path);

	(void)state;
	assert_false(journal_open(&j, &reader, NULL, NULL));
	says(&diags.out, "x.words:3: no word; mend the line");
	holds(path, bad);
	journal_release(&j);

	path = file(other);
	j = fresh(path);
	assert_false(journal_open(&j, &reader, NULL, NULL));
	says(&diags.out, "x.words: not a list of words: its first line is not id,word");
	holds(path, other);
	journal_release(&j);
}

static void show_wait(void *ctx)
{
	says(&diags.notes, "x.words: another run is writing to it; waiting until it has ended");
	journal_release(ctx);
}

static void test_locked(void **state)
{
	const char *path = file(HEADER);
	struct journal first = fresh(path);

	(void)state;
	assert_true(journal_open(&first, &reader, NULL, NULL));
	struct journal second = fresh(path);
	assert_false(journal_open(&second, &reader, NULL, NULL));
	says(&diags.out, "x.words: another run is writing to it; try again when it has ended");
	journal_release(&second);

	second = fresh(path);
	assert_true(journal_open(&second, &reader, show_wait, &first));
	journal_release(&second);
}

static int finish(void **state)
{
	(void)state;
	diags_release(&diags);
	buf_release(&heard);
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept),
		cmocka_unit_test(test_torn),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_locked),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
