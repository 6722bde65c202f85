/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Put before a tool with LD_PRELOAD, this makes the world fail as the environment says:
 *
 *     FAIL_ALLOCATION=N    there is memory for N - 1 allocations, and none for any later one
 *     COUNT_ALLOCATIONS=F  how many there were is written into the file F
 *     FAIL_SYNC=N          the disk fails at the Nth fsync
 *     LOG_DISK=F           each fsync, linkat and rename is a line of the file F
 *     NO_TMPFILE=1         no file system has files without a name
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t n, size_t size);
void *__libc_realloc(void *p, size_t size);

static atomic_ulong allocations;
static unsigned long memory_for = -1UL, syncs, failing_sync;

__attribute__((constructor)) static void read_settings(void)
{
	const char *allocation = getenv("FAIL_ALLOCATION"), *sync = getenv("FAIL_SYNC");

	atomic_store(&allocations, 0); /* those of the program alone, not of its libraries' start */
	if (allocation)
		memory_for = strtoul(allocation, NULL, 10) - 1;
	if (sync)
		failing_sync = strtoul(sync, NULL, 10);
}

__attribute__((destructor)) static void write_count(void)
{
	const char *path = getenv("COUNT_ALLOCATIONS");

	if (path)
		dprintf(open(path, O_WRONLY | O_CREAT | O_TRUNC, 0666), "%lu\n", atomic_load(&allocations));
}

static int may_fail(void)
{
	if (atomic_fetch_add(&allocations, 1) < memory_for)
		return 0;
	errno = ENOMEM;
	return 1;
}

void *malloc(size_t size)
{
	return may_fail() ? NULL : __libc_malloc(size);
}

void *calloc(size_t n, size_t size)
{
	return may_fail() ? NULL : __libc_calloc(n, size);
}

void *realloc(void *p, size_t size)
{
	return may_fail() ? NULL : __libc_realloc(p, size);
}

int open(const char *path, int flags, ...)
{
	const char *never = getenv("NO_TMPFILE");
	va_list args;

	if ((flags & O_TMPFILE) == O_TMPFILE && never && *never) {
		errno = EOPNOTSUPP;
		return -1;
	}
	va_start(args, flags);
	int mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(args, int) : 0;
	va_end(args);
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static void note(const char *what)
{
	const char *path = getenv("LOG_DISK");
	int fd = path ? open(path, O_WRONLY | O_CREAT | O_APPEND, 0666) : -1;

	if (fd < 0)
		return;
	dprintf(fd, "%s\n", what);
	close(fd);
}

int fsync(int fd)
{
	note("fsync");
	if (++syncs == failing_sync) {
		errno = EIO;
		return -1;
	}
	return (int)syscall(SYS_fsync, fd);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
	note("linkat");
	return (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
}

int rename(const char *from, const char *to)
{
	note("rename");
	return (int)syscall(SYS_renameat, AT_FDCWD, from, AT_FDCWD, to);
}
