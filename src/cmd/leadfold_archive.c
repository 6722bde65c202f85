/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* leadfold writes to an archive: a night is filed, or declared void. */
#include <errno.h>
#include <sys/stat.h>

#include "base/file.h"
#include "cmd/leadfold.h"
#include "fold/filing.h"

static void show_notes(void *ctx)
{
	filter_say(ctx);
}

static const struct zone *zone_of(const struct filter *f)
{
	return f->lane[0].program.times.zone;
}

static const char *path_of(const struct filter *f)
{
	return strcmp(f->common.files[0], "-") == 0 ? "standard input" : f->common.files[0];
}

static bool open_archive(struct leadfold *t, struct filter *f)
{
	t->opened = true;
	return archive_open(&t->filed, t->archive, ARCHIVE_WRITE, show_notes, f, &f->diags);
}

/* ---- when it was exported ---- */

static bool read_at(struct leadfold *t, struct filter *f)
{
	if (instant_read(str_trim(str_from(t->at)), &f->lane[0].program.times, &t->moment) == TIME_READ)
		return true;
	diag_error(&f->diags, "--at: '%s' is not a time; write it as 2026-10-31 or \"2026-10-31 02:00\"",
		   t->at);
	return false;
}

/* The time of the newest file. */
static bool find_time(struct leadfold *t, struct filter *f)
{
	const struct common *c = &f->common;

	if (t->at)
		return read_at(t, f);
	t->moment = INSTANT_NONE;
	for (size_t i = 0; i < c->nfiles; i++) {
		struct stat st;
		bool regular =
			strcmp(c->files[i], "-") != 0 && stat(c->files[i], &st) == 0 && S_ISREG(st.st_mode);
		if (!regular) {
			diag_error(
				&f->diags,
				"%s has no time of its own; say when it was exported: leadfold --archive %s "
				"--at TIME %s",
				strcmp(c->files[i], "-") == 0 ? "standard input" : c->files[i], t->archive,
				c->files[i]);
			return false;
		}
		int64_t at = instant_of((int64_t)st.st_mtim.tv_sec * SECOND_US);
		t->moment = at > t->moment ? at : t->moment;
	}
	return true;
}

/* A folder is an archive itself; what another command reads of it is no export. */
static bool is_export(struct leadfold *t, struct filter *f)
{
	const struct common *c = &f->common;

	for (size_t i = 0; i < c->nfiles; i++) {
		struct stat st;
		if (strcmp(c->files[i], "-") == 0 || stat(c->files[i], &st) != 0 || !S_ISDIR(st.st_mode))
			continue;
		diag_error(
			&f->diags,
			"%s: it is an archive, and exports are filed; to read it: leadfold --archive %s; to "
			"file what was in it: leadfold --archive %s --as-of DATE | leadfold --archive %s "
			"--at DATE -",
			c->files[i], c->files[i], c->files[i], t->archive);
	}
	return !f->diags.errors;
}

/* ---- what is kept ---- */

/* Commas separate the names, but not in backquotes. */
static const struct str *split_names(struct str list, size_t *n, struct arena *arena)
{
	struct str *name = ARENA_ARRAY(arena, list.n + 1, struct str);
	bool quoted = false;
	size_t from = 0;

	*n = 0;
	for (size_t i = 0; i <= list.n; i++) {
		if (i < list.n && list.p[i] == '`')
			quoted = !quoted;
		if (i < list.n && (list.p[i] != ',' || quoted))
			continue;
		struct str item = str_trim(str_slice(list, from, i));
		if (item.n > 2 && item.p[0] == '`' && item.p[item.n - 1] == '`')
			item = str_slice(item, 1, item.n - 1);
		from = i + 1;
		if (item.n)
			name[(*n)++] = item;
	}
	return name;
}

/* What --except says, by the names of the input's columns; or what it said another night. */
static void find_left_out(struct leadfold *t, struct filter *f, const struct header_then *h)
{
	struct arena *arena = &f->lane[0].program.arena;

	if (!t->except) {
		t->left_out = t->filed.except;
		t->nleft_out = t->filed.excepts;
		return;
	}
	struct str said = str_trim(str_from(t->except));
	t->left_out = split_names(said, &t->nleft_out, arena);
	if (str_same(said, STR("none")) && header_find(h, said, arena) == SIZE_MAX)
		t->nleft_out = 0;
	for (size_t i = 0; i < t->nleft_out; i++) {
		const struct candidates heads = CANDIDATE_NAMES(h->name, h->n);
		if (header_find(h, t->left_out[i], arena) != SIZE_MAX)
			continue;
		struct str near = nearest(&f->diags, t->left_out[i], &heads, 1);
		diag_error(&f->diags, "--except: no column '%.*s'" DID_YOU_MEAN, STR_ARG(t->left_out[i]),
			   DID_YOU_MEAN_ARG(near));
	}
}

/* The input's columns but those that are left out. */
static void plan_columns(struct leadfold *t, struct filter *f, const struct header_then *h)
{
	struct arena *arena = &f->lane[0].program.arena;
	size_t *column = ARENA_ARRAY(arena, h->n, size_t);
	struct str *head = ARENA_ARRAY(arena, h->n, struct str);
	bool *out = ARENA_ARRAY(arena, h->n, bool);
	size_t n = 0;

	for (size_t i = 0; i < t->nleft_out; i++) {
		size_t at = header_find(h, t->left_out[i], arena);
		if (at != SIZE_MAX)
			out[at] = true;
	}
	if (out[t->plan.id])
		diag_error(&f->diags, "--except: '%.*s' is the leads' id, by which the archive knows them",
			   STR_ARG(h->name[t->plan.id]));
	for (size_t i = 0; i < h->n; i++)
		if (!out[i]) {
			head[n] = h->head[i];
			column[n++] = i;
		}
	const struct str *name = columns_apart(arena, head, n);
	for (size_t i = 0; i < n; i++)
		if (column[i] == t->plan.id)
			t->id = name[i];
	t->plan.head = head;
	t->plan.column = column;
	t->plan.n = n;
}

/* ---- filing ---- */

/* Options that would file less than the export. */
static bool is_whole(struct filter *f)
{
	const struct common *c = &f->common;

	if (c->nwhere)
		diag_error(&f->diags, "--where is for reading an archive; an export is filed whole");
	if (c->output)
		diag_error(&f->diags, "--output is for reading an archive; filing prints nothing");
	if (c->ragged == RAGGED_SKIP)
		diag_error(&f->diags,
			   "--ragged skip would file the leads of such rows as gone; mend the rows");
	return !f->diags.errors;
}

static bool find_id(struct leadfold *t, struct filter *f)
{
	struct names *n = f->lane[0].names;
	struct expr id = { .op = EXPR_NAME, .text = STR("id") },
		    modified = { .op = EXPR_NAME, .text = STR("modified_at") };

	t->plan.id = names_column(n, &id);
	t->plan.modified = names_column(n, &modified);
	if (t->plan.id != SIZE_MAX) {
		t->plan.missing = names_missing(n, t->plan.id);
		return true;
	}
	diag_error(
		&f->diags,
		"%s: no column is the lead's id, by which an archive knows it; name it in the agreement, or "
		"here: -e 'field id \"Your Header\"'",
		path_of(f));
	return false;
}

void bind_filing(void *ask, struct filter *f, const void **plan)
{
	struct leadfold *t = ask;
	struct arena *arena = &f->lane[0].program.arena;
	const struct header *header = &f->source.header;

	plan[0] = &t->plan;
	if (!is_whole(f) || !is_export(t, f) || !find_id(t, f) || !find_time(t, f) || !open_archive(t, f))
		return;
	struct header_then h = { .n = header->n,
				 .head = header->name,
				 .name = columns_apart(arena, header->name, header->n) };
	find_left_out(t, f, &h);
	if (f->diags.errors)
		return;
	plan_columns(t, f, &h);
	t->plan.times = &f->lane[0].program.times;
	t->plan.repeats = (enum repeats)(t->repeats + 1);
	t->plan.diags = &f->diags;
}

/* The name under which an export is remembered. */
static struct str name_of(const struct common *c, struct arena *arena)
{
	const char *slash = strrchr(c->files[0], '/');
	struct str name = str_from(slash ? slash + 1 : c->files[0]);

	return c->nfiles > 1 ? arena_print(arena, "%.*s and %zu more", STR_ARG(name), c->nfiles - 1) : name;
}

bool write_filing(void *ask, struct filter *f, void *const *counter)
{
	struct leadfold *t = ask;
	struct filing filing = { .archive = &t->filed,
				 .export = counter[0],
				 .zone = zone_of(f),
				 .at = t->moment,
				 .now = f->lane[0].program.now,
				 .path = path_of(f),
				 .file = name_of(&f->common, &f->lane[0].program.arena),
				 .id = t->id,
				 .except = t->left_out,
				 .excepts = t->nleft_out,
				 .accept = t->accept };

	return filing_write(&filing);
}

/* ---- taking back ---- */

void bind_void(void *ask, struct filter *f, const void **plan)
{
	struct leadfold *t = ask;

	(void)plan;
	if (archive_must_be(t->archive, &f->diags) && open_archive(t, f))
		filing_void(&t->filed, (uint64_t)t->void_night, zone_of(f));
}
