/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfold reads an archive: its leads, what changed, its nights. */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "cmd/archive_input.h"
#include "cmd/page.h"
#include "cmd/leadfold.h"
#include "cmd/spelling.h"
#include "fold/nights.h"

/* ---- is something waiting that was to be filed? ---- */

enum { PATIENCE = 100 /* milliseconds, for a command before that has only just begun */ };

/* Is there input that nobody will read? A terminal, and a descriptor that is only left open, has none. */
static bool input_waits(void)
{
	struct pollfd in = { .fd = STDIN_FILENO, .events = POLLIN };
	struct stat st;
	char byte;

	if (fstat(STDIN_FILENO, &st) != 0 || !file_is_open(STDIN_FILENO, O_RDONLY))
		return false;
	if (S_ISREG(st.st_mode))
		return lseek(STDIN_FILENO, 0, SEEK_CUR) < st.st_size;
	if (!S_ISFIFO(st.st_mode))
		return false;
	return poll(&in, 1, PATIENCE) == 1 && in.revents & POLLIN && read(STDIN_FILENO, &byte, 1) == 1;
}

/* An option that is of reading leaves no doubt, as in a loop whose list of days is on standard input. */
static bool surely_reads(const struct leadfold *t, const struct filter *f, bool history)
{
	return history || t->changed_since || f->common.as_of;
}

static bool reads_alone(const struct leadfold *t, struct filter *f, bool history)
{
	const struct common *c = &f->common;

	if (c->nfiles)
		diag_error(&f->diags, "%s reads the archive alone; leave '%s' out", f->mode->name,
			   c->files[0]);
	else if (c->skip_lines || c->skip_footer)
		diag_error(&f->diags, "--skip-%s is for exports; an archive has no such lines",
			   c->skip_lines ? "lines" : "footer");
	else if (!surely_reads(t, f, history) && input_waits())
		diag_error(
			&f->diags,
			"something is waiting on standard input, and without a file the archive is read; to "
			"file it: leadfold --archive %s --at TIME -; to read the archive: "
			"leadfold --archive %s </dev/null",
			t->archive, t->archive);
	return !f->diags.errors;
}

/* ---- rows ---- */

static bool feed(struct leadfold *t, struct filter *f, bool history)
{
	struct archive_ask ask = { .folder = t->archive, .since = t->changed_since, .history = history };

	if (!reads_alone(t, f, history) || !archive_input(f, &ask))
		return false;
	f->common.files = &t->archive;
	f->common.nfiles = 1;
	return true;
}

bool feed_leads(void *ask, struct filter *f)
{
	return feed(ask, f, false);
}

bool feed_history(void *ask, struct filter *f)
{
	return feed(ask, f, true);
}

bool feed_events(void *ask, struct filter *f)
{
	(void)ask;
	if (!archive_inputs(f, true))
		return false;
	if (f->map && !f->open_ctx)
		diag_error(
			&f->diags,
			"--map is for the history of an archive, whose ids it knows; name the folder of one");
	return !f->diags.errors;
}

void bind_as_it_is(void *ask, struct filter *f, const void **plan)
{
	(void)ask, (void)f, (void)plan;
}

/* ---- nights ---- */

void bind_nights(void *ask, struct filter *f, const void **plan)
{
	struct leadfold *t = ask;

	(void)plan;
	t->opened = true;
	archive_open(&t->filed, t->archive, ARCHIVE_READ, NULL, NULL, &f->diags);
}

bool write_nights(void *ask, struct filter *f, void *const *counter)
{
	struct leadfold *t = ask;
	struct nights_view v = { &t->filed, f->lane[0].program.times.zone,
				 report_times(&f->common, filter_report_format(f)) };

	(void)counter;
	if (filter_report_format(f) != FORMAT_HTML)
		return filter_write_table(f, &nights_report, &v);
	struct grid g = { 0 };
	report_fill(&nights_report, &v, true, &g);
	struct buf page = { 0 };
	filter_page_begin(f, "Nights of the archive", f->lane[0].program.now, "", &page);
	nights_page(&v, &page);
	filter_page_tables(f, &g, 1, &page);
	return filter_write(f, &page);
}

void bind_check(void *ask, struct filter *f, const void **plan)
{
	struct leadfold *t = ask;
	struct diags found = { .tool = f->diags.tool };

	(void)plan;
	if (!archive_must_be(t->archive, &f->diags))
		return;
	t->opened = true;
	if (archive_open(&t->filed, t->archive, ARCHIVE_READ, NULL, NULL, &found) && nights_prove(&t->filed))
		diag_note(&f->diags, "%s: %zu night%s, each as it was filed", t->archive, t->filed.nights,
			  t->filed.nights == 1 ? "" : "s");
	t->filed.diags = &f->diags;
	f->no = found.errors > 0; /* which is the answer, and no mistake of whoever asks */
	buf_str(&f->diags.out, buf_view(&found.out));
	buf_str(&f->diags.notes, buf_view(&found.notes));
	diags_release(&found);
}
