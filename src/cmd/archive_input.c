/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See archive_input.h. */
#include "cmd/archive_input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/number.h"
#include "cmd/command.h"
#include "fold/rows.h"

struct made {
	const char *folder;
	int fd; /* of the temporary file, which lives as long as the run */
	const struct made *next;
};

/* Each time with a place of its own. */
static int open_made(void *ctx, const char *path)
{
	const struct made *m = ctx;
	char name[64];

	while (m && strcmp(path, m->folder) != 0)
		m = m->next;
	if (!m)
		return open(path, O_RDONLY | O_CLOEXEC);
	snprintf(name, sizeof name, "/proc/self/fd/%d", m->fd);
	return open(name, O_RDONLY | O_CLOEXEC);
}

static bool put(void *ctx, struct str bytes)
{
	return file_write(((struct made *)ctx)->fd, bytes) == bytes.n;
}

static bool no_room(struct filter *f)
{
	diag_error(&f->diags,
		   "what the archive says can't be kept in a temporary file in %s: %s; TMPDIR names another "
		   "folder",
		   file_temporary_folder(), file_why(errno));
	return false;
}

static struct time_style style_of(const struct filter *f)
{
	const struct agreement *a = &f->lane[0].agreement;

	return (struct time_style){ .zone = a->zone ? a->zone : zone_utc(), .dates = a->dates };
}

static bool is_older(int64_t night, int64_t t, const struct zone *zone)
{
	if (instant_is_date(t))
		return instant_day(night, zone) < instant_day(t, zone);
	return instant_between(night, t) > 24 * 60 * 60 * SECOND_US;
}

/* Nobody filed a night of that day, which the rows don't show. */
static void tell_older(struct filter *f, const struct archive *a, size_t night, const char *option,
		       const char *then, int64_t t)
{
	const struct zone *zone = style_of(f).zone;
	struct buf when = { 0 };

	if (!is_older(a->night[night].at, t, zone))
		return;
	instant_write(&when, a->night[night].at, zone);
	diag_note(&f->diags, "%s %s: %s has no night of that day; the last one before it is night %zu (%.*s)",
		  option, then, a->folder, night + 1, STR_ARG(buf_view(&when)));
	buf_release(&when);
}

/* The night that was the last one then; NULL text: that is the last. SIZE_MAX: there was none, which is
 * reported. */
static size_t night_then(struct filter *f, const struct archive *a, const char *option, const char *then)
{
	struct time_style style = style_of(f);
	int64_t t;

	if (!then) {
		size_t last = archive_last(a);
		if (last == SIZE_MAX)
			diag_error(&f->diags, "%s: all its nights are void", a->folder);
		return last;
	}
	if (instant_read(str_trim(str_from(then)), &style, &t) != TIME_READ) {
		diag_error(&f->diags,
			   "%s: '%s' is not a time; write it as 2026-10-31 or \"2026-10-31 09:00\"", option,
			   then);
		return SIZE_MAX;
	}
	size_t night = archive_as_of(a, t, style.zone), first = 0;
	if (night != SIZE_MAX) {
		tell_older(f, a, night, option, then, t);
		return night;
	}
	while (first < a->nights && a->night[first].is_void)
		first++;
	struct buf when = { 0 };
	if (first < a->nights)
		instant_write(&when, a->night[first].at, style.zone);
	diag_error(&f->diags, "%s %s: %s has no night so early; its first is of %.*s", option, then,
		   a->folder, STR_ARG(buf_view(&when)));
	buf_release(&when);
	return SIZE_MAX;
}

static void tell(struct filter *f, const struct archive_ask *ask, const struct rows_told *told)
{
	struct buf n = { 0 };

	number_write_grouped(&n, (int64_t)told->old_ids);
	if (told->old_ids)
		diag_note(&f->diags, "%s: %.*s row%s an old id, which is written as the one that is kept%s",
			  id_map_path(f->map), STR_ARG(buf_view(&n)), told->old_ids == 1 ? " has" : "s have",
			  ask->history ? ""
				       : ", so that a lead may have several rows; leadfold makes them "
					 "one by 'same lead'");
	buf_clear(&n);
	number_write_grouped(&n, (int64_t)told->gone);
	if (told->gone)
		diag_note(&f->diags, "%.*s more lead%s changed since %s and %s not there any more",
			  STR_ARG(buf_view(&n)), told->gone == 1 ? "" : "s", ask->since,
			  told->gone == 1 ? "is" : "are");
	buf_release(&n);
}

static bool make(struct filter *f, struct archive *a, const struct archive_ask *ask, struct made *made)
{
	size_t night = night_then(f, a, "--as-of", f->common.as_of), since = SIZE_MAX;
	const struct rows_sink sink = { .dialect = { f->common.tab	   ? '\t'
						     : f->common.delimiter ? f->common.delimiter
									   : ',',
						     f->common.raw_tsv },
					.map = f->map,
					.put = put,
					.ctx = made };
	struct rows_told told = { 0 };

	if (night != SIZE_MAX && ask->since)
		since = night_then(f, a, "--changed-since", ask->since);
	if (f->diags.errors)
		return false;
	if (since != SIZE_MAX && since > night) {
		diag_error(&f->diags, "--changed-since %s is later than --as-of %s", ask->since,
			   f->common.as_of);
		return false;
	}
	if (since == night)
		diag_note(&f->diags,
			  "--changed-since %s: %s has no later night, so that nothing has changed; is "
			  "tonight's export filed?",
			  ask->since, a->folder);
	bool good = ask->history ? rows_of_history(a, night, style_of(f).zone, &sink, &told)
				 : rows_of_night(a, night, since, &sink, &told);
	if (!good && !f->diags.errors)
		return no_room(f);
	if (f->as_of == INSTANT_NONE || f->as_of < a->night[night].at)
		f->as_of = a->night[night].at;
	tell(f, ask, &told);
	return good;
}

bool archive_input(struct filter *f, const struct archive_ask *ask)
{
	struct made *made = ARENA_NEW(&f->lane[0].agreement.arena, struct made);
	struct archive a;

	if (f->common.header_from) {
		diag_error(&f->diags, "--header-from is for exports; an archive has headers of its own");
		return false;
	}
	*made = (struct made){ ask->folder, file_temporary(), f->open_ctx };
	if (made->fd < 0)
		return no_room(f);
	bool good =
		archive_open(&a, ask->folder, ARCHIVE_READ, NULL, NULL, &f->diags) && make(f, &a, ask, made);
	archive_release(&a);
	f->open = open_made;
	f->open_ctx = made;
	f->common.delimiter = f->common.delimiter ? f->common.delimiter : ',';
	return good;
}

static bool is_folder(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Lines of a file are what it has none of. */
static bool fits_folders(struct filter *f, const char *folder, const char *file)
{
	const struct common *c = &f->common;

	if (file)
		diag_error(
			&f->diags,
			"%s is a folder and %s is none; an archive is of a night, so read it without files",
			folder, file);
	else if (folder && (c->skip_lines || c->skip_footer))
		diag_error(&f->diags, "--skip-%s is for exports; an archive has no such lines",
			   c->skip_lines ? "lines" : "footer");
	else if (!folder)
		diag_error(&f->diags,
			   "--as-of is for reading an archive, and %s is none; name the folder of one",
			   c->nfiles ? c->files[0] : "standard input");
	return !f->diags.errors;
}

bool archive_inputs(struct filter *f, bool history)
{
	const struct common *c = &f->common;
	const char *folder = NULL, *file = NULL;

	for (size_t i = 0; i < c->nfiles; i++) {
		if (is_folder(c->files[i]))
			folder = c->files[i];
		else
			file = strcmp(c->files[i], "-") == 0 ? "standard input" : c->files[i];
	}
	if (!folder && !c->as_of)
		return true;
	if (!fits_folders(f, folder, folder ? file : NULL))
		return false;
	for (size_t i = 0; i < c->nfiles; i++) {
		if (!archive_is(c->files[i]))
			diag_error(&f->diags,
				   "%s: is a folder, and no archive; name a file, or the folder of leadfold "
				   "--archive",
				   c->files[i]);
		else if (!archive_input(f,
					&(struct archive_ask){ .folder = c->files[i], .history = history }))
			return false;
	}
	return !f->diags.errors;
}
