/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A journal of another kind than the ledger: what its owner is asked, and what it may write. */
#include "table.h"

#include "base/file.h"
#include "table/journal.h"

#define HEADER "id,word\n"

static const struct journal_kind kind = { .header = STR("id,word"),
					  .columns = 2,
					  .name = "a list of words",
					  .records = "words",
					  .half = "half a record" };

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

/* Blocks of words, each of which ends with a record `end,N`. */
static const struct journal_kind block_kind = { .header = STR("words,1"),
						.name = "blocks of words",
						.records = "blocks",
						.half = "half a block",
						.end = STR("end") };

static struct journal fresh_blocks(const char *path)
{
	struct journal j = fresh(path);

	j.kind = &block_kind;
	return j;
}

#define BLOCKS "words,1\n1,one\nend,1\n2,two\n3,three\nend,2\n"

/* Whatever a run that was cut off left of a block is no block. */
static void test_torn_blocks(void **state)
{
	static const char *const rest[] = { "4,four\n",		 "4,four\nend,", "4,\n",
					    "4,\n5,\"open\nend", "\"open",	 "4,\n\n" };

	(void)state;
	for (size_t i = 0; i < sizeof rest / sizeof *rest; i++) {
		struct buf whole = { 0 };
		buf_print(&whole, "%s%s%c", BLOCKS, rest[i], '\0');
		const char *path = file(whole.p);
		struct journal j = fresh_blocks(path);
		assert_true(journal_read(&j, &reader));
		says(&diags.notes, "bytes are half a block; they are left out");
		assert_int_equal(j.end, strlen(BLOCKS));
		journal_release(&j);
		j = fresh_blocks(path);
		assert_true(journal_open(&j, &reader, NULL, NULL));
		says(&diags.notes, "bytes are half a block of a run that was cut off; they are removed");
		buf_str(&j.held, STR("4,four\n5,five\nend,2\n"));
		assert_true(journal_commit(&j));
		journal_release(&j);
		holds(path, BLOCKS "4,four\n5,five\nend,2\n");
		buf_release(&whole);
	}
}

/* A bad record in a block that has an end was spoilt by somebody. */
static void test_spoilt_blocks(void **state)
{
	static const char *const bad[] = { BLOCKS "4,\nend,1\n", BLOCKS "4,\n5,five\nend,2\n6,six\n",
					   BLOCKS "4,\"open\nend,1\n5,five\nend,1\n", BLOCKS "end\n" };

	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const char *path = file(bad[i]);
		struct journal j = fresh_blocks(path);
		assert_false(journal_open(&j, &reader, NULL, NULL));
		says(&diags.out, "x.words:7: ");
		says(&diags.out, "mend the line");
		holds(path, bad[i]);
		journal_release(&j);
	}
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

/* ---- opened again ---- */

static unsigned forgotten;

static void forget(void *ctx)
{
	(void)ctx;
	buf_clear(&heard);
	forgotten++;
}

static const struct journal_reader again = { .judge = judge, .take = take, .forget = forget };

static void has_heard(const char *want)
{
	buf_char(&heard, '\0');
	heard.n--;
	assert_string_equal(heard.p, want);
}

static void put(struct journal *j, const char *lines)
{
	buf_str(&j->held, str_from(lines));
	assert_true(journal_commit(j));
}

/* Only what was added is read, by this run or another, and a lock lasts until the unlock. */
static void test_again(void **state)
{
	const char *path = file(HEADER "1,one\n");
	struct journal a = fresh(path), b = fresh(path);

	(void)state;
	forgotten = 0;
	assert_true(journal_read(&a, &again));
	assert_true(journal_open(&b, &reader, NULL, NULL));
	assert_false(journal_open(&a, &again, NULL, NULL));
	put(&b, "2,two\n");
	journal_unlock(&b);
	buf_clear(&heard);
	assert_true(journal_open(&a, &again, NULL, NULL));
	has_heard("2=two ");
	assert_int_equal(a.records, 2);
	put(&a, "3,\"th\nree\"\n");
	buf_str(&a.held, STR("4,four\n")); /* not committed */
	journal_unlock(&a);
	holds(path, HEADER "1,one\n2,two\n3,\"th\nree\"\n");
	assert_true(journal_open(&a, &again, NULL, NULL));
	has_heard("2=two "); /* what it wrote itself, it has not to read */
	journal_unlock(&a);
	FILE *f = fopen(path, "a");
	fputs("5,five\n6,\n", f);
	fclose(f);
	assert_false(journal_open(&a, &again, NULL, NULL));
	says(&diags.out, "x.words:7: no word");
	assert_int_equal(forgotten, 0);
	file(HEADER "1,one\n2,two\n3,\"th\nree\"\n5,five\n"); /* the bad line is gone */
	assert_true(journal_open(&a, &again, NULL, NULL));
	assert_int_equal(forgotten, 1); /* the five was heard already */
	has_heard("1=one 2=two 3=\"th\nree\" 5=five ");
	journal_release(&a);
	journal_release(&b);
}

/* Another file, or other bytes: everything is read anew. One that is gone is not made. */
static void test_other_file(void **state)
{
	static const struct {
		const char *after, *heard;
		unsigned forgotten;
	} cases[] = {
		{ HEADER "1,one\n2,two\n", "1=one 2=two ", 0 },
		{ HEADER "1,one\n2,two\n3,x\n", "1=one 2=two 3=x ", 0 },
		{ HEADER "1,one\n", "1=one ", 1 },
		{ HEADER "1,one\n2,too\n3,x\n", "1=one 2=too 3=x ", 1 },
		{ HEADER, "", 1 },
		{ "", "", 1 },
		{ "\xEF\xBB\xBF" HEADER "1,one\n2,two\n", "1=one 2=two ", 1 },
	};

	(void)state;
	for (size_t i = 0; i < 2 * LENGTH(cases); i++) {
		bool replaced = i >= LENGTH(cases);
		const char *path = file(HEADER "1,one\n2,two\n");
		struct journal j = fresh(path);
		forgotten = 0;
		assert_true(journal_read(&j, &again));
		if (replaced) {
			char old[200];
			snprintf(old, sizeof old, "%s.old", path);
			assert_int_equal(rename(path, old), 0);
		}
		file(cases[i % LENGTH(cases)].after);
		assert_true(journal_open(&j, &again, NULL, NULL));
		has_heard(cases[i % LENGTH(cases)].heard);
		assert_int_equal(forgotten, replaced ? 1 : cases[i % LENGTH(cases)].forgotten);
		journal_release(&j);
	}
	const char *path = file(HEADER "1,one\n");
	struct journal j = fresh(path);
	assert_true(journal_read(&j, &again));
	unlink(path);
	assert_false(journal_open(&j, &again, NULL, NULL));
	says(&diags.out, "x.words: no such file or directory");
	assert_int_equal(access(path, F_OK), -1);
	journal_release(&j);
}

static void shout(void *ctx, const struct record *rec, struct buf *out)
{
	(void)ctx;
	buf_str(out, record_raw(rec, 0));
	buf_str(out, STR(",!\n"));
}

static void test_rewritten(void **state)
{
	const char *path = file("\"id\",word\n1,one\n\n2,two\n");
	struct journal j = fresh(path);
	struct stat before, after;

	(void)state;
	forgotten = 0;
	assert_int_equal(chmod(path, 0604), 0);
	assert_true(journal_open(&j, &again, NULL, NULL));
	assert_int_equal(stat(path, &before), 0);
	assert_true(journal_rewrite(&j, shout, NULL));
	assert_int_equal(stat(path, &after), 0);
	holds(path, "\"id\",word\n1,!\n2,!\n");
	assert_true(before.st_ino != after.st_ino && (after.st_mode & 07777) == 0604);
	assert_true(journal_open(&j, &again, NULL, NULL));
	assert_int_equal(forgotten, 1);
	has_heard("1=! 2=! ");
	put(&j, "3,three\n");
	journal_release(&j);
	holds(path, "\"id\",word\n1,!\n2,!\n3,three\n");
}

static void test_secret(void **state)
{
	static const struct journal_kind secret = {
		.header = STR("id,word"), .columns = 2, .name = "secrets", .records = "words", .secret = true
	};
	const char *path = file("");
	struct stat st;

	(void)state;
	mode_t mask = umask(022);
	for (int i = 0; i < 2; i++) {
		struct journal j = fresh(path);
		unlink(path);
		j.kind = i ? &secret : &kind;
		assert_true(journal_open(&j, &reader, NULL, NULL));
		journal_release(&j);
		assert_true(stat(path, &st) == 0 && (st.st_mode & 07777) == (i ? 0600 : 0644));
	}
	umask(mask);
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
		cmocka_unit_test(test_kept),	      cmocka_unit_test(test_torn),
		cmocka_unit_test(test_refused),	      cmocka_unit_test(test_torn_blocks),
		cmocka_unit_test(test_spoilt_blocks), cmocka_unit_test(test_locked),
		cmocka_unit_test(test_again),	      cmocka_unit_test(test_other_file),
		cmocka_unit_test(test_rewritten),     cmocka_unit_test(test_secret),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
