/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A ledger is opened, locked and read: see ledger.h.
 *
 * What is read is synced before it is believed: the run before may have been
 * killed between writing it and syncing it.
 */
#include "route/ledger_internal.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"

/* A header, where there is none; no half record; and all of it on the disk before any of it is believed. */
static bool settle(struct ledger *l, uint64_t torn)
{
	bool good = true;

	if (!l->end) {
		good = ledger_put(l->fd, STR(LEDGER_HEADER "\n"), 0);
		l->end = sizeof LEDGER_HEADER;
	} else if (torn) {
		good = ftruncate(l->fd, (off_t)l->end) == 0;
	}
	/* The name of a new file is as sure as its bytes only when its folder is synced. */
	good = good && fsync(l->fd) == 0 && (l->leads || file_sync_folder(l->path));
	if (!good)
		diag_error(l->diags, "%s: %s", l->path, file_why(errno));
	else if (torn)
		diag_note(l->diags,
			  "%s: the last %llu bytes are half a record of a run that was cut off; they are "
			  "removed",
			  l->path, (unsigned long long)torn);
	return good;
}

static bool take_lock(struct ledger *l, int fd, ledger_wait_fn *wait, void *ctx)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int got = fcntl(fd, F_OFD_SETLK, &all);

	if (got != 0 && (errno == EAGAIN || errno == EACCES)) {
		if (!wait) {
			diag_error(l->diags, "%s: another run is writing to it; try again when it has ended",
				   l->path);
			return false;
		}
		diag_note(l->diags, "%s: another run is writing to it; waiting until it has ended", l->path);
		wait(ctx);
		do
			got = fcntl(fd, F_OFD_SETLKW, &all);
		while (got != 0 && errno == EINTR);
	}
	if (got != 0)
		diag_error(l->diags, "%s: it can't be locked: %s; keep it on a disk of this machine", l->path,
			   file_why(errno));
	return got == 0;
}

static int open_regular(struct ledger *l, int flags, struct stat *st)
{
	int fd = open(l->path, flags | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0666);

	if (fd < 0 || fstat(fd, st) != 0)
		diag_error(l->diags, "%s: %s", l->path, file_why(errno));
	else if (!S_ISREG(st->st_mode))
		diag_error(l->diags, "%s: not a regular file", l->path);
	else
		return fd;
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Opened and locked, and still the file that the path names. */
static bool open_alone(struct ledger *l, ledger_wait_fn *wait, void *ctx)
{
	struct stat mine, named;

	for (;;) {
		int fd = open_regular(l, O_RDWR | O_CREAT, &mine);
		bool locked = fd >= 0 && take_lock(l, fd, wait, ctx);
		if (locked && stat(l->path, &named) == 0 && named.st_dev == mine.st_dev &&
		    named.st_ino == mine.st_ino) {
			l->fd = fd;
			return true;
		}
		if (fd >= 0)
			close(fd);
		if (!locked)
			return false;
	}
}

static struct ledger *begin(const char *path, struct diags *diags)
{
	struct ledger *l = mem_new(sizeof *l);

	*l = (struct ledger){
		.path = path, .diags = diags, .fd = -1, .line_end = STR("\n"), .spread = hash_secret() | 1
	};
	return l;
}

struct ledger *ledger_open(const char *path, ledger_fn *each, ledger_wait_fn *wait, void *ctx,
			   struct diags *diags)
{
	struct ledger *l = begin(path, diags);
	uint64_t torn;

	if (!path)
		return l;
	if (open_alone(l, wait, ctx) && ledger_load(l, l->fd, each, ctx, &torn) && settle(l, torn))
		return l;
	ledger_close(l);
	return NULL;
}

struct ledger *ledger_read(const char *path, ledger_fn *each, void *ctx, struct diags *diags)
{
	struct ledger *l = begin(path, diags);
	struct stat st;
	uint64_t torn;
	int fd = open_regular(l, O_RDONLY, &st);
	bool good = fd >= 0 && ledger_load(l, fd, each, ctx, &torn);

	if (fd >= 0)
		close(fd);
	if (good && torn)
		diag_note(diags, "%s: the last %llu bytes are half a record; they are left out", path,
			  (unsigned long long)torn);
	if (good)
		return l;
	ledger_close(l);
	return NULL;
}
