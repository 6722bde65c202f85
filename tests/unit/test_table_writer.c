/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The stream out: complete or told, renamed or gone, and a mark on what was cut short. */
#include "table.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/stat.h>

#include "base/file.h"
#include "table/writer.h"

static const struct dialect comma = { ',', false }, raw = { '\t', true };

static void expect_file(const char *path, const char *wanted)
{
	struct buf b = { 0 };

	assert_true(file_read(path, &b));
	if (!str_eq(buf_view(&b), str_from(wanted)))
		fail_msg("%s: '%.*s', expected '%s'", path, STR_ARG(buf_view(&b)), wanted);
	buf_release(&b);
}

/* Files in the folder of `path` whose names begin with its name and a dot: temporaries left behind. */
static int stale(const char *path)
{
	struct buf command = { 0 };

	buf_print(&command, "ls %s.?????? >/dev/null 2>&1", path);
	buf_char(&command, '\0');
	int found = system(command.p) == 0;
	buf_release(&command);
	return found;
}

static void test_renamed_when_complete(void **state)
{
	struct writer w;
	const char *path = table_file("out", "old", 3);
	struct stat st;

	(void)state;
	assert_int_equal(chmod(path, 0640), 0);
	assert_true(writer_open(&w, path));
	assert_true(writer_write(&w, STR("new\n")));
	expect_file(path, "old"); /* not before it is complete */
	assert_int_equal(stale(path), w.draft.named);
	assert_true(writer_close(&w));
	expect_file(path, "new\n");
	assert_false(stale(path));
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	assert_true(writer_close(&w)); /* once more does nothing */
}

static void test_new_file_has_the_usual_mode(void **state)
{
	struct writer w;
	const char *path = table_file("fresh", "", 0);
	struct stat st;

	(void)state;
	unlink(path);
	mode_t mask = umask(027);
	assert_true(writer_open(&w, path));
	assert_true(writer_close(&w));
	umask(mask);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	expect_file(path, "");
}

static void test_failure_leaves_the_old(void **state)
{
	struct writer w;
	const char *path = table_file("kept", "old", 3);

	(void)state;
	assert_true(writer_open(&w, path));
	assert_true(writer_write(&w, STR("half\n")));
	writer_fail(&w, comma, STR("leadscore: no"));
	expect_file(path, "old");
	assert_false(stale(path));
	writer_close(&w);
	expect_file(path, "old");
}

static void test_link_is_followed(void **state)
{
	struct writer w;
	char path[200], real[200];
	struct stat st;

	(void)state;
	snprintf(path, sizeof path, "%s", table_file("link", "", 0));
	snprintf(real, sizeof real, "%s", table_file("real", "old", 3));
	for (int dangling = 0; dangling < 2; dangling++) {
		unlink(path);
		if (dangling)
			unlink(real);
		assert_int_equal(symlink("real", path), 0);
		assert_true(writer_open(&w, path));
		assert_true(writer_write(&w, STR("new")));
		assert_true(writer_close(&w));
		assert_int_equal(lstat(path, &st), 0);
		assert_true(S_ISLNK(st.st_mode));
		assert_int_equal(lstat(real, &st), 0);
		assert_true(S_ISREG(st.st_mode));
		expect_file(real, "new");
	}
}

static void test_no_place(void **state)
{
	struct writer w;

	(void)state;
	errno = 0;
	assert_false(writer_open(&w, "/nowhere/out.csv"));
	assert_int_equal(errno, ENOENT);
	assert_int_equal(w.error, ENOENT);
	assert_false(writer_write(&w, STR("x")));
	writer_fail(&w, comma, STR("x"));
	assert_false(writer_close(&w));
	assert_false(writer_open(&w, "/tmp"));
	assert_int_equal(w.error, EISDIR);
}

/* What is not on the disk in the end is an error: at the write, at the flush, or at the close. */
static void test_full_disk(void **state)
{
	static const size_t sizes[] = { 1, 1000, 70000, 300000 };
	char *bytes = calloc(1, 300000);

	(void)state;
	for (size_t i = 0; i < LENGTH(sizes); i++) {
		struct writer w;
		assert_true(writer_open(&w, "/dev/full"));
		bool good = writer_write(&w, (struct str){ bytes, sizes[i] });
		assert_true(good == (sizes[i] < 65536)); /* the small ones wait */
		assert_false(writer_close(&w));
		assert_int_equal(w.error, ENOSPC);
		struct stat st;
		assert_int_equal(stat("/dev/full", &st), 0);
		assert_true(S_ISCHR(st.st_mode)); /* still the device */
	}
	free(bytes);
}

struct drain {
	int fd;
	struct buf got;
	unsigned pause; /* microseconds between reads */
};

static void *drain(void *p)
{
	struct drain *d = p;
	char bytes[3000];
	ssize_t n;

	while ((n = read(d->fd, bytes, sizeof bytes)) > 0) {
		buf_add(&d->got, bytes, (size_t)n);
		if (d->pause)
			usleep(d->pause);
	}
	close(d->fd);
	return NULL;
}

/* A pipe that takes a little at a time and never says "later" twice the same way: nothing is lost or doubled.
 */
static void test_short_writes(void **state)
{
	struct drain d = { .pause = 20 };
	int ends[2], saved = dup(STDOUT_FILENO);
	pthread_t reader;
	struct writer w;
	struct buf all = { 0 };

	(void)state;
	for (int i = 0; i < 300000; i++) /* more than the largest pipe holds */
		buf_print(&all, "%d,row\n", i);
	fflush(stdout);
	assert_int_equal(pipe(ends), 0);
	fcntl(ends[1], F_SETFL, O_NONBLOCK);
	dup2(ends[1], STDOUT_FILENO);
	close(ends[1]);
	d.fd = ends[0];
	pthread_create(&reader, NULL, drain, &d);
	bool good = writer_open(&w, NULL);
	for (size_t at = 0, step = 1; good && at < all.n; at += step, step = step * 5 % 200003) {
		step = step < all.n - at ? step : all.n - at;
		good = writer_write(&w, (struct str){ all.p + at, step });
	}
	good = writer_close(&w) && good;
	pthread_join(reader, NULL);
	dup2(saved, STDOUT_FILENO);
	close(saved);
	assert_true(good);
	assert_int_equal(w.written, all.n);
	assert_true(str_eq(buf_view(&d.got), buf_view(&all)));
	buf_release(&d.got);
	buf_release(&all);
}

static void test_mark(void **state)
{
	static const struct {
		const char *before, *reason;
		const struct dialect *d;
		const char *after;
	} cases[] = {
		{ "a,b\n1,2\n", "leadscore: x.csv:3: no \"q\",\nhere", &comma,
		  "a,b\n1,2\n\"leadscore: x.csv:3: no \"\"q\"\",\nhere" },
		{ "a,b\n1,2", "leadscore: no", &comma, "a,b\n1,2\n\"leadscore: no" },
		{ "a\n", "leadscore: a\tb\\\n\"q\"", &raw, "a\n\"leadscore: a\\tb\\\\\\n\"q\"" },
		{ "", "leadscore: no", &comma, "" }, /* nothing went out: nothing to mark */
	};

	(void)state;
	for (size_t i = 0; i < LENGTH(cases); i++) {
		struct drain d = { 0 };
		struct writer w;
		char path[200];
		pthread_t reader;
		snprintf(path, sizeof path, "%s", table_file("fifo", "", 0));
		unlink(path);
		assert_int_equal(mkfifo(path, 0600), 0);
		d.fd = open(path, O_RDONLY | O_NONBLOCK);
		fcntl(d.fd, F_SETFL, 0);
		assert_true(writer_open(&w, path)); /* no regular file: written directly */
		assert_false(w.beside);
		pthread_create(&reader, NULL, drain, &d);
		assert_true(writer_write(&w, str_from(cases[i].before)));
		writer_fail(&w, *cases[i].d, str_from(cases[i].reason));
		pthread_join(reader, NULL);
		unlink(path);
		if (!str_eq(buf_view(&d.got), str_from(cases[i].after)))
			fail_msg("'%.*s', expected '%s'", STR_ARG(buf_view(&d.got)), cases[i].after);
		buf_release(&d.got);
	}
}

static bool once_only(void *times)
{
	errno = ENOSPC;
	return ++*(int *)times == 1;
}

/* What is gathered when a tool fails awaits a last leave, and may not get it: the mark goes out all the same.
 */
static void test_mark_behind_what_was_refused(void **state)
{
	struct drain d = { 0 };
	struct writer w;
	char path[200];
	pthread_t reader;
	int times = 0;

	(void)state;
	snprintf(path, sizeof path, "%s", table_file("fifo", "", 0));
	unlink(path);
	assert_int_equal(mkfifo(path, 0600), 0);
	d.fd = open(path, O_RDONLY | O_NONBLOCK);
	fcntl(d.fd, F_SETFL, 0);
	assert_true(writer_open(&w, path));
	writer_gather(&w, once_only, &times);
	pthread_create(&reader, NULL, drain, &d);
	assert_true(writer_write(&w, STR("a\n")));
	writer_flush(&w);
	assert_true(writer_write(&w, STR("1\n")));
	writer_fail(&w, comma, STR("leadroute: no"));
	pthread_join(reader, NULL);
	unlink(path);
	assert_true(str_eq(buf_view(&d.got), STR("a\n\"leadroute: no")));
	assert_int_equal(times, 2);
	buf_release(&d.got);
}

/* What a failed tool leaves, our own reader tells from a whole file, and gives the reason back. */
static void test_mark_is_read_back(void **state)
{
	static const char reason[] = "leadscore: x.csv:3: no \"q\",\n\there\\";
	const struct dialect both[] = { comma, raw };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		char path[200];
		struct drain d = { 0 };
		struct writer w;
		pthread_t reader;
		snprintf(path, sizeof path, "%s", table_file("fifo", "", 0));
		unlink(path);
		assert_int_equal(mkfifo(path, 0600), 0);
		d.fd = open(path, O_RDONLY | O_NONBLOCK);
		fcntl(d.fd, F_SETFL, 0);
		assert_true(writer_open(&w, path));
		pthread_create(&reader, NULL, drain, &d);
		assert_true(writer_write(&w, STR("a\n1\n")));
		writer_fail(&w, both[i], str_from(reason));
		pthread_join(reader, NULL);
		unlink(path);
		const char *file = table_file("f0", d.got.p, d.got.n);
		struct buf out = { 0 }, wanted = { 0 };
		table_dump_all_ways(&out, &file, 1, (struct source_options){ .raw_tsv = both[i].raw_tsv });
		buf_print(&wanted, "# a|\n2|1|+1\n! f0:3: the command before failed: %s\n", reason);
		if (!str_eq(buf_view(&out), buf_view(&wanted)))
			fail_msg("%.*sexpected\n%.*s", STR_ARG(buf_view(&out)), STR_ARG(buf_view(&wanted)));
		buf_release(&out);
		buf_release(&wanted);
		buf_release(&d.got);
	}
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
		cmocka_unit_test(test_renamed_when_complete),
		cmocka_unit_test(test_new_file_has_the_usual_mode),
		cmocka_unit_test(test_failure_leaves_the_old),
		cmocka_unit_test(test_link_is_followed),
		cmocka_unit_test(test_no_place),
		cmocka_unit_test(test_full_disk),
		cmocka_unit_test(test_short_writes),
		cmocka_unit_test(test_mark),
		cmocka_unit_test(test_mark_behind_what_was_refused),
		cmocka_unit_test(test_mark_is_read_back),
	};
	signal(SIGPIPE, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, finish);
}
