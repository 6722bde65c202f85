/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * An archive is made of exports that exist: each is filed by a run of its own, as if it had been named with
 * the date in its name as --at, in the order of these dates. Those that are filed already are passed over, so
 * that it can be run again.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/mem.h"
#include "cmd/leadfold.h"

struct snapshot {
	const char *path;
	char at[80]; /* 2026-03-08 or 2026-03-08 02:00:11; room for any three and three ints */
};

/* So many digits at p; -1: there are others. */
static int digits(const char *p, int n)
{
	int value = 0;

	for (int i = 0; i < n; i++) {
		if (p[i] < '0' || p[i] > '9')
			return -1;
		value = value * 10 + p[i] - '0';
	}
	return value;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Passes over one of these characters, if it is there. */
static const char *past(const char *p, const char *any)
{
	return *p && strchr(any, *p) ? p + 1 : p;
}

/* A date at p, 2026-03-08, 2026_03_08 or 20260308: behind it; NULL: none begins here. */
static const char *read_date(const char *p, int *year, int *month, int *day)
{
	if ((*year = digits(p, 4)) < 1900)
		return NULL;
	const char *m = past(p + 4, "-_.");
	if ((*month = digits(m, 2)) < 0)
		return NULL;
	const char *d = m == p + 4 ? m + 2 : *(m + 2) == *(m - 1) ? m + 3 : NULL;
	if (!d || (*day = digits(d, 2)) < 0 || !date_valid(*year, *month, *day))
		return NULL;
	return d + 2;
}

/* The same of 08.03.2026, whose dots say that the day is first. */
static const char *read_day_first(const char *p, int *year, int *month, int *day)
{
	bool dots =
		(*day = digits(p, 2)) > 0 && p[2] == '.' && (*month = digits(p + 3, 2)) > 0 && p[5] == '.';

	if (!dots || (*year = digits(p + 6, 4)) < 1900 || !date_valid(*year, *month, *day))
		return NULL;
	return p + 10;
}

/* A clock at p, as in T020011, _02-00 or -0200, behind a date. False: none is there. */
static bool read_clock(const char *p, int clock[3])
{
	const char *h = past(p, "T_- .");
	size_t n = 0;

	if (h == p)
		return false;
	for (clock[0] = clock[1] = clock[2] = 0; n < 3 && (clock[n] = digits(h, 2)) >= 0; n++)
		h = past(h + 2, "-_.:h");
	return n >= 2 && clock[0] < 24 && clock[1] < 60 && (n == 2 || clock[2] < 60) && !is_digit(*h);
}

/* The date in a file's name, and its clock if there is one. */
static bool find_date(struct snapshot *s)
{
	const char *slash = strrchr(s->path, '/'), *name = slash ? slash + 1 : s->path;
	int year, month, day, clock[3];

	for (const char *p = name; *p; p++) {
		const char *end = read_date(p, &year, &month, &day);
		if (!end)
			end = read_day_first(p, &year, &month, &day);
		if ((p > name && is_digit(p[-1])) || !end || is_digit(*end))
			continue;
		int n = snprintf(s->at, sizeof s->at, "%04d-%02d-%02d", year, month, day);
		if (read_clock(end, clock))
			snprintf(s->at + n, sizeof s->at - (size_t)n, " %02d:%02d:%02d", clock[0], clock[1],
				 clock[2] < 0 ? 0 : clock[2]);
		return true;
	}
	return false;
}

static int by_time(const void *a, const void *b)
{
	return strcmp(((const struct snapshot *)a)->at, ((const struct snapshot *)b)->at);
}

/* All have a date, and no two the same. */
static bool find_dates(struct filter *f, const struct leadfold *t, struct snapshot *s, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		s[i].path = f->common.files[i];
		if (!find_date(&s[i]))
			diag_error(&f->diags,
				   "%s: no date like 2026-03-08 is in its name; file it alone: leadfold "
				   "--archive "
				   "%s --at TIME %s",
				   s[i].path, t->archive, s[i].path);
	}
	if (f->diags.errors)
		return false;
	qsort(s, n, sizeof *s, by_time);
	for (size_t i = 1; i < n; i++)
		if (strcmp(s[i - 1].at, s[i].at) == 0)
			diag_error(&f->diags, "%s and %s have the same date in their names, %s",
				   s[i - 1].path, s[i].path, s[i].at);
	return !f->diags.errors;
}

static bool is_operand(const struct filter *f, const char *word)
{
	for (size_t i = 0; i < f->common.nfiles; i++)
		if (f->common.files[i] == word)
			return true;
	return false;
}

/* The option itself, which may be cut short. */
static bool is_option(const char *word)
{
	size_t n = strlen(word);

	return n > 3 && strncmp(word, "--snapshots", n) == 0;
}

/* This command line with one export alone. */
static int file_one(const struct filter *f, const struct leadfold *t, struct snapshot *s)
{
	char **argv = mem_new(((size_t)t->argc + 5) * sizeof *argv);
	int argc = 0;

	for (int i = 0; i < t->argc; i++)
		if (!is_operand(f, t->argv[i]) && !is_option(t->argv[i]) && strcmp(t->argv[i], "--") != 0)
			argv[argc++] = t->argv[i];
	argv[argc++] = (char *)"--at";
	argv[argc++] = s->at;
	argv[argc++] = (char *)"--";
	argv[argc++] = (char *)s->path;
	int output = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, STDERR_FILENO + 1); /* a run closes its own */
	int code = command_run(f->command,
			       &(struct leadfold){ .repeats = -1, .shape = -1, .argc = argc, .argv = argv },
			       argc, argv);
	dup2(output, STDOUT_FILENO);
	close(output);
	free(argv);
	return code;
}

void bind_snapshots(void *ask, struct filter *f, const void **plan)
{
	const struct leadfold *t = ask;
	size_t n = f->common.nfiles;
	struct snapshot *s = mem_new((n + 1) * sizeof *s);

	(void)plan;
	if (!n)
		diag_error(&f->diags, "--snapshots files exports; name them");
	if (n && find_dates(f, t, s, n)) {
		filter_say(f);
		for (size_t i = 0; i < n && !f->diags.errors; i++)
			if (file_one(f, t, &s[i]) != 0)
				diag_error(&f->diags,
					   "%s is not filed, and none after it; %zu before it are: mend it "
					   "or leave it out, and give the same command again",
					   s[i].path, i);
	}
	free(s);
}
