/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An archive is opened, locked, searched and written to: see archive.h. */
#include "fold/archive_internal.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "base/same_file.h"
#include "fold/lines.h"
#include "time/period.h"

enum { LOCK_TRIES = 100 };

const char *archive_path(struct archive *a, struct str file)
{
	size_t n = strlen(a->folder);

	while (n && a->folder[n - 1] == '/')
		n--;
	return arena_print(&a->arena, "%.*s/%.*s", (int)n, a->folder, STR_ARG(file)).p;
}

static bool fail(struct archive *a, const char *path)
{
	diag_error(a->diags, "%s: %s", path, file_why(errno));
	return false;
}

/* ---- the folder ---- */

/* Is it the name of a month's file, 2026-03.csv? */
static int is_month(const struct dirent *entry)
{
	const char *shape = "0000-00.csv", *p = entry->d_name;

	while (*shape && (*shape == '0' ? *p >= '0' && *p <= '9' : *p == *shape))
		shape++, p++;
	return !*shape && !*p;
}

static void add_month(struct archive *a, struct str file)
{
	MEM_ROOM(a->month, a->months, a->months_cap);
	a->month[a->months] = archive_path(a, file);
	file_guard(a->month[a->months++]);
}

static int by_bytes(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool find_months(struct archive *a)
{
	struct dirent **entry;
	int n = scandir(a->folder, &entry, is_month, by_bytes);

	if (n < 0 && errno == ENOENT)
		diag_error(
			a->diags,
			"%s: there is no such archive; its first night makes it: leadfold --archive %s FILE",
			a->folder, a->folder);
	else if (n < 0)
		fail(a, a->folder);
	if (n < 0)
		return false;
	for (int i = 0; i < n; i++) {
		add_month(a, str_from(entry[i]->d_name));
		free(entry[i]);
	}
	free(entry);
	return true;
}

bool archive_is(const char *folder)
{
	struct dirent **entry;
	int n = scandir(folder, &entry, is_month, NULL);

	for (int i = 0; i < n; i++)
		free(entry[i]);
	if (n >= 0)
		free(entry);
	return n > 0;
}

static bool is_named(const char *folder, struct diags *diags)
{
	if (!*folder)
		diag_error(diags, "--archive: the folder's name is empty; is a variable not set?");
	return *folder;
}

bool archive_must_be(const char *folder, struct diags *diags)
{
	if (!is_named(folder, diags) || archive_is(folder))
		return *folder;
	diag_error(diags, "%s: there is no night in it, so it is no archive", folder);
	return false;
}

static bool wait_for_lock(struct archive *a, journal_wait_fn *wait, void *ctx)
{
	int got = flock(a->lock, LOCK_EX | LOCK_NB);

	if (got == 0 || errno != EWOULDBLOCK)
		return got == 0;
	diag_note(a->diags, "%s: another run is filing in it; waiting until it has ended", a->folder);
	wait(ctx);
	do
		got = flock(a->lock, LOCK_EX);
	while (got != 0 && errno == EINTR);
	return got == 0;
}

/* Is what is open still what the folder's path names? A run that made it, and failed, has removed it. */
static bool is_there(const struct archive *a)
{
	struct stat mine, named;

	return fstat(a->lock, &mine) == 0 && stat(a->folder, &named) == 0 && mine.st_dev == named.st_dev &&
	       mine.st_ino == named.st_ino;
}

static bool take_lock(struct archive *a, journal_wait_fn *wait, void *ctx)
{
	for (int tries = 0;; tries++) {
		a->made = mkdir(a->folder, 0777) == 0;
		if (!a->made && errno != EEXIST)
			return fail(a, a->folder);
		a->lock = open(a->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (a->lock < 0 && errno == ENOENT && tries < LOCK_TRIES)
			continue; /* it was there a moment ago */
		if (a->lock < 0)
			return fail(a, a->folder);
		if (!wait_for_lock(a, wait, ctx)) {
			diag_error(a->diags, "%s: it can't be locked: %s; keep it on a disk of this machine",
				   a->folder, file_why(errno));
			return false;
		}
		if (is_there(a))
			return file_sync_folder(a->folder) || fail(a, a->folder);
		close(a->lock);
	}
}

/* ---- opening ---- */

static void start_file(struct archive *a, const char *path)
{
	journal_release(&a->file);
	a->file = (struct journal){ .kind = &archive_kind, .path = path, .diags = a->diags };
	journal_init(&a->file);
}

static bool read_months(struct archive *a, enum archive_use use)
{
	size_t months = a->months;
	struct block block = { .archive = a };
	struct journal_reader reader = archive_reader;
	bool good = true;

	reader.ctx = &block;
	for (size_t i = 0; i < months && good; i++) {
		start_file(a, a->month[i]);
		a->months = i + 1; /* the one at hand is the last */
		block.is = BLOCK_NONE;
		good = use == ARCHIVE_WRITE ? journal_open(&a->file, &reader, NULL, NULL)
					    : journal_read(&a->file, &reader);
	}
	a->months = months;
	buf_release(&block.text);
	return good;
}

static void guard_bases(struct archive *a)
{
	file_guard(archive_path(a, STR(ARCHIVE_BASE)));
	for (size_t i = 0; i < a->nights; i++)
		if (a->night[i].base.file.p)
			file_guard(archive_path(a, a->night[i].base.file));
}

bool archive_open(struct archive *a, const char *folder, enum archive_use use, journal_wait_fn *wait,
		  void *ctx, struct diags *diags)
{
	*a = (struct archive){ .folder = folder, .diags = diags, .lock = -1 };
	a->file.fd = -1;
	a->columns.arena = &a->arena;
	if (!is_named(folder, diags))
		return false;
	if (use == ARCHIVE_WRITE && !take_lock(a, wait, ctx))
		return false;
	if (!find_months(a) || !read_months(a, use))
		return false;
	guard_bases(a);
	if (use == ARCHIVE_WRITE || a->nights)
		return true;
	diag_error(diags, "%s: there is no night in it; file the first: leadfold --archive %s FILE", folder,
		   folder);
	return false;
}

void archive_release(struct archive *a)
{
	journal_release(&a->file);
	if (a->made)
		rmdir(a->folder); /* which only an empty one lets itself */
	if (a->lock >= 0)
		close(a->lock);
	columns_release(&a->columns);
	free(a->month);
	free(a->night);
	arena_release(&a->arena);
}

/* ---- searching ---- */

size_t archive_last(const struct archive *a)
{
	size_t i = a->nights;

	while (i && a->night[i - 1].is_void)
		i--;
	return i ? i - 1 : SIZE_MAX;
}

size_t archive_as_of(const struct archive *a, int64_t t, const struct zone *zone)
{
	size_t found = SIZE_MAX;

	if (instant_is_date(t))
		t = instant_reach(t, 0, zone);
	for (size_t i = 0; i < a->nights; i++)
		if (!a->night[i].is_void && a->night[i].at <= t)
			found = i;
	return found;
}

/* ---- writing ---- */

void archive_end_line(struct archive *a)
{
	struct str held = buf_view(&a->file.held);
	struct block_held *h = &a->held;

	if (!h->begins)
		h->sum = a->sum;
	h->sum = hash_text(str_slice(held, h->begins, held.n), h->sum);
	h->lines++;
	buf_char(&a->file.held, '\n');
	h->begins = a->file.held.n;
}

bool archive_place(struct archive *a, int64_t at, const struct zone *zone)
{
	struct buf name = { 0 };
	bool good = true;

	period_write(&name, PERIOD_MONTH, period_of(PERIOD_MONTH, instant_day(at, zone)));
	buf_str(&name, STR(".csv"));
	const char *path = archive_path(a, buf_view(&name));
	if (!a->months || strcmp(path, a->month[a->months - 1]) > 0) {
		add_month(a, buf_view(&name));
		start_file(a, a->month[a->months - 1]);
		good = journal_open(&a->file, &archive_reader, NULL, NULL);
	}
	buf_release(&name);
	return good;
}

bool archive_commit(struct archive *a, uint64_t number)
{
	struct buf *held = &a->file.held;
	struct block_held block = a->held;

	line_add(held, STR("end"));
	line_add_number(held, number);
	line_add_number(held, block.lines);
	line_add_hex(held, block.sum);
	buf_char(held, '\n');
	size_t bytes = held->n;
	a->held = (struct block_held){ 0 };
	if (!journal_commit(&a->file))
		return false;
	a->changes += bytes;
	a->sum = block.sum;
	return true;
}
