/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Drafts: whole in their place or gone, with a name meanwhile and without one, whatever signal comes. */
#include "table.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include "base/draft.h"
#include "base/file.h"

/* In front of libc's: a file system without files that have no name. */
static bool no_tmpfile;

int open(const char *path, int flags, ...)
{
	va_list args;

	if (no_tmpfile && (flags & O_TMPFILE) == O_TMPFILE) {
		errno = EOPNOTSUPP;
		return -1;
	}
	va_start(args, flags);
	int mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, int) : 0;
	va_end(args);
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

/* And one that can't swap two files; and the rename that fails, counted from 0. */
static bool no_swap;
static int failing = -1, renamed;

static int rename_with(const char *old, const char *name, unsigned flags)
{
	if (renamed++ == failing) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_renameat2, AT_FDCWD, old, AT_FDCWD, name, flags);
}

int renameat2(int from, const char *old, int to, const char *name, unsigned flags)
{
	(void)from, (void)to;
	if (!no_swap && access(name, F_OK) == 0)
		return rename_with(old, name, flags);
	errno = no_swap ? EINVAL : ENOENT;
	return -1;
}

int rename(const char *old, const char *name)
{
	return rename_with(old, name, 0);
}

/* A folder that is empty, and a file that stands in it. */
static char folder[200], path[240];

static void start(bool named, const char *old)
{
	no_tmpfile = named;
	snprintf(folder, sizeof folder, "%s-folder", table_file("x", "", 0));
	snprintf(path, sizeof path, "rm -rf '%s'", folder);
	assert_int_equal(system(path), 0);
	assert_int_equal(mkdir(folder, 0700), 0);
	snprintf(path, sizeof path, "%s/out.csv", folder);
	if (!old)
		return;
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs(old, f);
	fclose(f);
}

static size_t files(void)
{
	DIR *d = opendir(folder);
	size_t n = 0;

	assert_non_null(d);
	for (struct dirent *e; (e = readdir(d));)
		n += strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0;
	closedir(d);
	return n;
}

/* The file, and how many there are in its folder. */
static void expect(const char *content, size_t n)
{
	struct buf b = { 0 };

	assert_true(file_read(path, &b));
	assert_true(str_eq(buf_view(&b), str_from(content)));
	buf_release(&b);
	assert_int_equal(files(), n);
}

static void begin(struct draft *d, const struct stat *old)
{
	assert_true(draft_open(d, path, old));
	assert_true(d->named == no_tmpfile);
	assert_true(file_write(d->fd, STR("new")));
}

static void test_kept_or_dropped(void **state)
{
	struct draft d;
	struct stat st;

	(void)state;
	for (int named = 0; named < 2; named++) {
		start(named, NULL);
		begin(&d, NULL);
		assert_int_equal(files(), named);
		draft_drop(&d);
		assert_int_equal(files(), 0);
		begin(&d, NULL);
		assert_true(draft_keep(&d));
		expect("new", 1);
		start(named, "old");
		assert_int_equal(chmod(path, 04640), 0);
		assert_int_equal(stat(path, &st), 0);
		begin(&d, &st);
		draft_drop(&d);
		expect("old", 1);
		begin(&d, &st);
		expect("old", 1 + named); /* until it is complete */
		assert_true(draft_keep(&d));
		expect("new", 1);
		assert_int_equal(stat(path, &st), 0);
		assert_int_equal(st.st_mode & 07777, 0640);
	}
}

/* Nothing of it is left when it can't take its place. */
static void test_no_place(void **state)
{
	struct draft d;

	(void)state;
	for (int named = 0; named < 2; named++) {
		start(named, NULL);
		begin(&d, NULL);
		assert_int_equal(mkdir(path, 0700), 0);
		assert_false(draft_keep(&d));
		assert_int_equal(errno, EISDIR);
		assert_int_equal(files(), 1);
		assert_int_equal(rmdir(path), 0);
		begin(&d, NULL);
		draft_drop_all();
		assert_int_equal(files(), 0);
		assert_int_equal(rmdir(folder), 0);
		assert_false(draft_keep(&d));
		assert_int_equal(errno, ENOENT);
		assert_false(draft_open(&d, path, NULL));
		assert_int_equal(errno, ENOENT);
	}
}

/* Two drafts at once, and the one is done with while the other stays. */
static void test_two(void **state)
{
	struct draft one, two;

	(void)state;
	for (int keep_first = 0; keep_first < 2; keep_first++) {
		start(true, NULL);
		begin(&one, NULL);
		begin(&two, NULL);
		assert_int_equal(files(), 2);
		assert_true(draft_keep(keep_first ? &one : &two));
		assert_int_equal(files(), 2);
		draft_drop_all();
		expect("new", 1);
		draft_drop(keep_first ? &two : &one);
		expect("new", 1);
	}
}

/* ---- many at once ---- */

enum { MANY = 5 };

/* The even ones stand there already. */
static void begin_many(struct draft *d, const char (*at)[260])
{
	for (int i = 0; i < MANY; i++) {
		FILE *f = i % 2 ? NULL : fopen(at[i], "w");
		if (f) {
			fputs("old", f);
			fclose(f);
		}
		assert_true(draft_open(&d[i], at[i], NULL));
		assert_int_equal(file_write(d[i].fd, STR("new")), 3);
		assert_true(draft_close(&d[i]));
		assert_true(d[i].fd < 0 && d[i].named);
	}
}

static bool says(const char *at, const char *content)
{
	struct buf b = { 0 };
	bool good = file_read(at, &b) && str_eq(buf_view(&b), str_from(content));

	buf_release(&b);
	return good;
}

/* All are in place, or all is as it was, wherever the row of renames breaks. */
static void test_many(void **state)
{
	struct draft d[MANY];
	char at[MANY][260];
	size_t failed, gone;

	(void)state;
	for (int named = 0; named < 2; named++)
		for (int swaps = 0; swaps < 2; swaps++)
			for (failing = -1; failing < MANY; failing++) {
				start(named, NULL);
				no_swap = !swaps;
				for (int i = 0; i < MANY; i++)
					snprintf(at[i], sizeof at[i], "%s/%d.csv", folder, i);
				begin_many(d, at);
				assert_int_equal(files(), MANY + (MANY + 1) / 2);
				renamed = 0;
				bool kept = drafts_keep(d, MANY, &failed, &gone);
				assert_true(kept == (failing < 0));
				assert_true(kept || (errno == EIO && failed == (size_t)failing));
				for (int i = 0; i < MANY; i++)
					if (kept || (!swaps && i < failing && i % 2 == 0))
						assert_true(says(at[i], "new"));
					else
						assert_true(i % 2 ? access(at[i], F_OK) != 0
								  : says(at[i], "old"));
				assert_int_equal(files(), kept ? MANY : (MANY + 1) / 2);
				assert_int_equal(gone, kept || swaps ? 0 : (failing + 1) / 2);
			}
	no_swap = false;
	failing = -1;
}

/* What a child comes to that gets a signal with a draft open. */
static int child(int sig, bool ignored)
{
	int ready[2], end;
	char byte;

	assert_int_equal(pipe(ready), 0);
	pid_t pid = fork();
	if (pid == 0) {
		struct draft d;
		signal(sig, ignored ? SIG_IGN : SIG_DFL);
		if (!draft_open(&d, path, NULL) || write(ready[1], "", 1) != 1)
			_exit(99);
		if (!ignored)
			pause();
		usleep(20000);
		_exit(draft_keep(&d) ? 0 : 98);
	}
	assert_int_equal(read(ready[0], &byte, 1), 1);
	kill(pid, sig);
	assert_int_equal(waitpid(pid, &end, 0), pid);
	close(ready[0]);
	close(ready[1]);
	return end;
}

static void test_signals(void **state)
{
	static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGTERM, SIGXCPU };

	(void)state;
	for (int named = 0; named < 2; named++)
		for (size_t i = 0; i < LENGTH(signals); i++) {
			start(named, NULL);
			int end = child(signals[i], false);
			assert_true(WIFSIGNALED(end) && WTERMSIG(end) == signals[i]);
			assert_int_equal(files(), 0);
			assert_int_equal(child(signals[i], true), 0);
			expect("", 1);
		}
}

static int finish(void **state)
{
	(void)state;
	start(false, NULL);
	assert_int_equal(rmdir(folder), 0);
	table_remove_folder();
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_kept_or_dropped),
		cmocka_unit_test(test_no_place),
		cmocka_unit_test(test_two),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_signals),
	};
	setrlimit(RLIMIT_CORE, &(struct rlimit){ 0 });
	return cmocka_run_group_tests(tests, NULL, finish);
}
