/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that take their name when they are complete: see draft.h. */
#include "base/draft.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/same_file.h"

enum {
	TAIL = 6,			 /* random letters at the end of a draft's name */
	BASE_MOST = NAME_MAX - 1 - TAIL, /* of the target's own name, in front of them */
	TRIES = 100
};

static char *string(struct buf *b)
{
	buf_char(b, '\0');
	return b->p;
}

/* FILE.XXXXXX; the letters are chosen when the name is taken. */
static char *name_beside(const char *target)
{
	const char *slash = strrchr(target, '/');
	size_t folder = slash ? (size_t)(slash + 1 - target) : 0, n = strlen(target) - folder;
	struct buf name = { 0 };

	buf_add(&name, target, folder + (n < BASE_MOST ? n : BASE_MOST));
	buf_print(&name, ".%*s", TAIL, "");
	return string(&name);
}

/* ---- what ends the program ---- */

static struct draft *named; /* all that have a name; changed with signals blocked */

static const int deadly[] = { SIGHUP, SIGINT, SIGQUIT, SIGPIPE, SIGALRM, SIGTERM, SIGUSR1, SIGUSR2, SIGXCPU };
enum { DEADLY = sizeof deadly / sizeof *deadly };

void draft_drop_all(void)
{
	for (const struct draft *d = named; d; d = d->next)
		unlink(d->name);
}

/* The signal has its default action again (SA_RESETHAND), and is delivered when this returns. */
static void die(int signal)
{
	draft_drop_all();
	raise(signal);
}

/* A signal that was ignored when the program started stays ignored. */
static void watch_signals(void)
{
	struct sigaction watch = { .sa_handler = die, .sa_flags = (int)SA_RESETHAND }, now;

	sigfillset(&watch.sa_mask);
	for (size_t i = 0; i < DEADLY; i++)
		if (sigaction(deadly[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL)
			sigaction(deadly[i], &watch, NULL);
}

static void block_signals(sigset_t *before)
{
	sigset_t all;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, before);
}

/* errno is left alone. */
static void allow_signals(const sigset_t *before)
{
	pthread_sigmask(SIG_SETMASK, before, NULL);
}

/* ---- names ---- */

static void choose_letters(char *tail)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
	unsigned char random[TAIL];

	if (getrandom(random, sizeof random, 0) != (ssize_t)sizeof random)
		memset(random, getpid() & 0xFF, sizeof random);
	for (size_t i = 0; i < TAIL; i++)
		tail[i] = letters[random[i] % 32];
}

/* Takes an unused name: for the file that is open, or else for a new one. Signals are blocked. */
static bool take_name(struct draft *d, mode_t mode)
{
	char open_file[32];
	bool link = d->fd >= 0;

	snprintf(open_file, sizeof open_file, "/proc/self/fd/%d", d->fd);
	for (int i = 0; i < TRIES && !d->named; i++) {
		choose_letters(d->name + strlen(d->name) - TAIL);
		if (!link)
			d->fd = open(d->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
		d->named = link ? linkat(AT_FDCWD, open_file, AT_FDCWD, d->name, AT_SYMLINK_FOLLOW) == 0
				: d->fd >= 0;
		if (!d->named && errno != EEXIST)
			break;
	}
	return d->named;
}

static void note_name(struct draft *d)
{
	d->next = named;
	named = d;
}

static void give_up_name(struct draft *d)
{
	struct draft **at = &named;

	while (*at && *at != d)
		at = &(*at)->next;
	if (*at)
		*at = d->next;
	d->named = false;
}

static void release(struct draft *d)
{
	free(d->target);
	free(d->name);
	*d = (struct draft){ .fd = -1 };
}

/* ---- the draft ---- */

/* An unnamed file; -1: not supported here, or it couldn't get a name later. */
static int open_unnamed(const char *target, mode_t mode)
{
	char itself[32];
	int fd = file_open_folder(target, O_TMPFILE | O_WRONLY, mode);

	snprintf(itself, sizeof itself, "/proc/self/fd/%d", fd);
	if (fd < 0 || access(itself, F_OK) == 0)
		return fd;
	close(fd);
	return -1;
}

/* If the group is different from before, it gets no more rights than others. */
static void keep_rights(int fd, const struct stat *old)
{
	mode_t mode = old->st_mode & 0777;

	if (fchown(fd, old->st_uid, old->st_gid) != 0 && fchown(fd, (uid_t)-1, old->st_gid) != 0)
		mode = (mode & 0707) | (mode & 07) << 3;
	fchmod(fd, mode);
}

bool draft_open(struct draft *d, const char *path, const struct stat *old)
{
	mode_t mode = old ? 0600 : 0666;
	sigset_t before;

	*d = (struct draft){ .target = file_follow(path) };
	d->name = name_beside(d->target);
	d->fd = open_unnamed(d->target, mode);
	if (d->fd < 0) {
		watch_signals();
		block_signals(&before);
		if (take_name(d, mode))
			note_name(d);
		allow_signals(&before);
	}
	if (d->fd < 0) {
		int error = errno;
		release(d);
		errno = error;
		return false;
	}
	if (old)
		keep_rights(d->fd, old);
	return true;
}

bool draft_keep(struct draft *d)
{
	int error = file_sync(d->fd) ? 0 : errno;
	sigset_t before;

	block_signals(&before);
	if (!error && !d->named && !take_name(d, 0))
		error = errno;
	if (close(d->fd) != 0 && !error)
		error = errno;
	if (!error && rename(d->name, d->target) != 0)
		error = errno;
	if (error && d->named)
		unlink(d->name);
	give_up_name(d);
	allow_signals(&before);
	/* A folder where files may be made but not listed can't be opened, and so not synced. */
	if (!error && !file_sync_folder(d->target) && errno != EACCES)
		error = errno;
	release(d);
	errno = error;
	return !error;
}

bool draft_close(struct draft *d)
{
	int error = file_sync(d->fd) ? 0 : errno;
	bool unnamed = !d->named;
	sigset_t before;

	watch_signals();
	block_signals(&before);
	if (!error && unnamed && take_name(d, 0))
		note_name(d);
	else if (!error && unnamed)
		error = errno;
	if (close(d->fd) != 0 && !error)
		error = errno;
	d->fd = -1;
	allow_signals(&before);
	if (error)
		draft_drop(d);
	errno = error;
	return !error;
}

/* ---- many drafts ---- */

#ifndef RENAME_EXCHANGE /* musl */
#define RENAME_EXCHANGE (1 << 1)
static int renameat2(int from, const char *old, int to, const char *name, unsigned flags)
{
	return (int)syscall(SYS_renameat2, from, old, to, name, flags);
}
#endif

/* Where a file is already, the two are swapped, if the file system can. */
static bool put_in_place(struct draft *d)
{
	d->place = DRAFT_SWAPPED;
	if (renameat2(AT_FDCWD, d->name, AT_FDCWD, d->target, RENAME_EXCHANGE) == 0)
		return true;
	bool swaps = errno != EINVAL && errno != ENOSYS && errno != EOPNOTSUPP, absent = errno == ENOENT;
	d->place = swaps || access(d->target, F_OK) != 0 ? DRAFT_NEW : DRAFT_INSTEAD;
	if ((!swaps || absent) && rename(d->name, d->target) == 0)
		return true;
	d->place = DRAFT_BESIDE;
	return false;
}

/* Back to its own name; false: it stays, and what it replaced is gone or has the draft's name. */
static bool take_back(struct draft *d)
{
	bool back = d->place == DRAFT_SWAPPED
			    ? renameat2(AT_FDCWD, d->name, AT_FDCWD, d->target, RENAME_EXCHANGE) == 0
			    : d->place == DRAFT_NEW && rename(d->target, d->name) == 0;

	d->place = back ? DRAFT_BESIDE : DRAFT_INSTEAD;
	return back;
}

/* Most are in one folder, which is synced once. */
static bool sync_folders(const struct draft *d, size_t n)
{
	struct stat st, last = { 0 };
	bool good = true;

	for (size_t i = 0; good && i < n; i++) {
		int fd = file_open_folder(d[i].target, O_RDONLY | O_DIRECTORY, 0);
		if (fd < 0 && errno == EACCES) /* as for draft_keep */
			continue;
		good = fd >= 0 && fstat(fd, &st) == 0;
		if (good && (st.st_dev != last.st_dev || st.st_ino != last.st_ino))
			good = file_sync(fd);
		last = st;
		int error = errno;
		if (fd >= 0)
			close(fd);
		errno = error;
	}
	return good;
}

bool drafts_keep(struct draft *d, size_t n, size_t *failed, size_t *gone)
{
	sigset_t before;
	size_t placed = 0;
	int error = 0;

	*failed = *gone = 0;
	block_signals(&before);
	while (placed < n && put_in_place(&d[placed]))
		placed++;
	if (placed < n) {
		error = errno;
		*failed = placed;
		while (placed)
			*gone += !take_back(&d[--placed]);
	}
	for (size_t i = n; i--;) { /* the last noted is found first */
		if (d[i].place == DRAFT_BESIDE || d[i].place == DRAFT_SWAPPED)
			unlink(d[i].name);
		give_up_name(&d[i]);
	}
	allow_signals(&before);
	if (!error && !sync_folders(d, n)) {
		error = errno;
		*failed = n;
	}
	for (size_t i = 0; i < n; i++)
		release(&d[i]);
	errno = error;
	return !error;
}

void draft_drop(struct draft *d)
{
	sigset_t before;

	block_signals(&before);
	if (d->fd >= 0)
		close(d->fd);
	if (d->named)
		unlink(d->name);
	give_up_name(d);
	allow_signals(&before);
	release(d);
}
