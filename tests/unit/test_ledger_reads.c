/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ledger where a read or a write brings less than was asked for, as folders on a network do. */
#include "ledger.h"

#include <sys/syscall.h>

/* How many bytes of a file can be read, and by one call; then the system's own say. */
static size_t readable = SIZE_MAX, at_once = SIZE_MAX;

/* These three stand in for those of the C library, wherever the program calls them. */
static size_t allowed(size_t n, off_t at)
{
	size_t left = (size_t)at < readable ? readable - (size_t)at : 0;

	n = n < left ? n : left;
	return n < at_once ? n : at_once;
}

ssize_t pread(int fd, void *bytes, size_t n, off_t at)
{
	return syscall(SYS_pread64, fd, bytes, allowed(n, at), at);
}

ssize_t read(int fd, void *bytes, size_t n)
{
	off_t at = lseek(fd, 0, SEEK_CUR);

	return syscall(SYS_read, fd, bytes, at < 0 ? n : allowed(n, at));
}

ssize_t pwrite(int fd, const void *bytes, size_t n, off_t at)
{
	return syscall(SYS_pwrite64, fd, bytes, n < at_once ? n : at_once, at);
}

/* As a folder on a network may: a few bytes a call. The file is no less of a ledger for it. */
static void test_few_at_once(void **state)
{
	const char *path = file(HEADER ONE TWO);

	(void)state;
	for (size_t step = 1; step < 50; step++) {
		at_once = step;
		struct ledger *l = load(path);
		if (l)
			add(l, "3", "eve");
		bool good = l && ledger_commit(l);
		at_once = SIZE_MAX;
		if (!good)
			fail_msg("%zu bytes at once: %s", step, diags.out.p);
		has_owner(l, "1", "ana");
		has_owner(l, "2", "bob");
		ledger_close(l);
	}
	struct ledger *l = loaded(path);
	assert_int_equal(heard.n -
				 strlen("1|ana|emea|big|123456789abcdef|1772442000000000|123456789abcdef\n"
					"2|bob|us|small|123456789abcdef|1772442000000000|123456789abcdef\n"),
			 49 * strlen("3|eve|emea|big|123456789abcdef|1772442000000000|1\n"));
	ledger_close(l);
}

/* A file with bytes that don't come is left as it is, wherever they end. */
static void test_not_all_can_be_read(void **state)
{
	const char *text = HEADER ONE TWO, *path = file(text);
	struct buf words = { 0 };

	(void)state;
	for (size_t n = 0; n < strlen(text); n++) {
		buf_clear(&words);
		buf_print(&words,
			  "t: x.ledger: it has %zu bytes, but only %zu can be read; nothing was changed\n",
			  strlen(text), n);
		for (int writes = 0; writes < 2; writes++) {
			readable = n;
			forget();
			struct ledger *l = writes ? ledger_open(path, NULL, hear, NULL, NULL, &diags)
						  : ledger_read(path, NULL, hear, NULL, &diags);
			readable = SIZE_MAX;
			assert_null(l);
			table_hide_folder(&diags.out);
			assert_true(str_eq(buf_view(&diags.out), buf_view(&words)));
			holds(path, text, strlen(text));
		}
	}
	buf_release(&words);
}

static int finish(void **state)
{
	(void)state;
	forget();
	buf_release(&heard);
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_few_at_once),
		cmocka_unit_test(test_not_all_can_be_read),
	};
	return cmocka_run_group_tests(tests, NULL, finish);
}
