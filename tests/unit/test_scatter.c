/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bytes for many files come back whole and in order, however little fits into memory. */
#include "table.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/file.h"
#include "table/scatter.h"

enum { FILES = 40, ADDS = 20000 };

static int written(struct scatter *s, size_t file, struct buf *out)
{
	const char *path = table_file("scattered", "", 0);
	int fd = open(path, O_WRONLY | O_TRUNC);
	bool reading, good = scatter_write(s, file, fd, &reading);

	assert_true(good && !reading);
	close(fd);
	buf_clear(out);
	return file_read(path, out);
}

static void test_whole_and_in_order(void **state)
{
	static const size_t most[] = { 1, 100, 5000, 1 << 24 };

	(void)state;
	for (size_t m = 0; m < LENGTH(most); m++) {
		struct buf want[FILES] = { 0 }, got = { 0 };
		struct scatter s;
		unsigned random = 7;
		int adds = most[m] < 1000 ? ADDS / 20 : ADDS;

		scatter_init(&s, most[m]);
		for (int i = 0; i < adds; i++) {
			random = random * 1103515245 + 12345;
			size_t file = (size_t)(random >> 16) % FILES, before = want[file].n;
			file = i < FILES ? (size_t)i : file;
			before = want[file].n;
			buf_print(&want[file], "%d,%u\n", i, random);
			assert_true(scatter_add(&s, file,
						str_slice(buf_view(&want[file]), before, want[file].n)));
		}
		assert_true((s.fd >= 0) == (most[m] < 1 << 20));
		for (size_t i = 0; i < FILES; i++) {
			assert_true(written(&s, i, &got));
			assert_true(str_eq(buf_view(&got), buf_view(&want[i])));
			buf_release(&want[i]);
		}
		assert_true(written(&s, FILES, &got) && !got.n); /* to which nothing was added */
		buf_release(&got);
		scatter_release(&s);
	}
}

static void test_no_room(void **state)
{
	struct scatter s;
	struct rlimit was;

	(void)state;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
	scatter_init(&s, 10);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &(struct rlimit){ 100, was.rlim_max }), 0);
	int i = 0;
	while (i < 100 && scatter_add(&s, 0, STR("12345678901")))
		i++;
	int error = errno;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
	assert_int_equal(i, 9);
	assert_int_equal(error, EFBIG);
	scatter_release(&s);
	assert_int_equal(setenv("TMPDIR", "/nowhere", 1), 0);
	scatter_init(&s, 10);
	assert_false(scatter_add(&s, 0, STR("12345678901")));
	assert_int_equal(errno, ENOENT);
	scatter_release(&s);
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
		cmocka_unit_test(test_whole_and_in_order),
		cmocka_unit_test(test_no_room),
	};

	return cmocka_run_group_tests(tests, NULL, finish);
}
