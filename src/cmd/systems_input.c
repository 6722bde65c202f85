/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See systems_input.h. Which columns are one is systems_columns.c's. */
#include "cmd/systems_input.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/mem.h"
#include "cmd/command.h"
#include "cmd/spool.h"
#include "cmd/systems_columns.h"
#include "table/batch.h"

enum { PIECE = 1 << 16 };

/* Files that were made, in place of those that are named; all else is opened as it was before. */
struct made_files {
	const char *const *path;
	const int *fd; /* they live as long as the run */
	size_t n;
	int (*open)(void *ctx, const char *path);
	void *ctx;
};

static int open_made(void *ctx, const char *path)
{
	const struct made_files *m = ctx;
	char name[64];
	size_t i = 0;

	while (i < m->n && strcmp(path, m->path[i]) != 0)
		i++;
	if (i == m->n)
		return m->open ? m->open(m->ctx, path) : open(path, O_RDONLY | O_CLOEXEC);
	snprintf(name, sizeof name, "/proc/self/fd/%d", m->fd[i]);
	return open(name, O_RDONLY | O_CLOEXEC);
}

/* ---- headers ---- */

static bool is_standard(const char *path)
{
	return strcmp(path, "-") == 0;
}

/* A file from its beginning, also where it is standard input. */
static bool open_one(struct filter *f, struct source *s, const char *const *file)
{
	if (is_standard(*file))
		lseek(STDIN_FILENO, f->stdin_from, SEEK_SET);
	return filter_open_files(f, s, file, 1, NULL);
}

static bool read_headers(struct filter *f, struct system_file *file, struct arena *arena)
{
	const struct common *c = &f->common;

	for (size_t i = 0; i < c->nfiles; i++) {
		struct source s = { 0 };
		bool good = open_one(f, &s, &c->files[i]);
		const struct header *h = &s.header;
		file[i] = (struct system_file){ .path = c->files[i], .n = good ? h->n : 0 };
		file[i].name = is_standard(c->files[i]) ? "standard input" : c->files[i];
		file[i].dialect = s.dialect;
		file[i].said = s.from == DELIMITER_SAID;
		file[i].head = ARENA_ARRAY(arena, file[i].n, struct str);
		file[i].raw = ARENA_ARRAY(arena, file[i].n, struct str);
		for (size_t k = 0; k < file[i].n; k++) {
			file[i].head[k] = arena_copy(arena, h->name[k]);
			file[i].raw[k] = arena_copy(arena, h->raw_cell[k]);
		}
		source_close(&s);
		if (!good)
			return false;
	}
	return true;
}

/* Can they be read one behind the other as they are? */
static bool are_alike(const struct system_file *file, size_t n)
{
	const struct system_file *first = NULL;

	for (size_t i = 0; i < n; i++) {
		if (!file[i].n)
			continue;
		if (!first) {
			first = &file[i];
			continue;
		}
		if (file[i].n != first->n || file[i].dialect.delimiter != first->dialect.delimiter)
			return false;
		for (size_t c = 0; c < first->n; c++)
			if (!str_eq(file[i].head[c], first->head[c]))
				return false;
	}
	return true;
}

/* ---- copies ---- */

struct copy {
	struct filter *filter;
	struct arena *arena;
	const struct system_file *file; /* all of them */
	const struct system_columns *columns;
	size_t which;
	struct dialect out;
	int fd;
	struct source source;
	struct batch batch;
	struct head_again again;
	struct head_room head;
	struct buf rows, text;
	uint64_t line; /* of the copy, that comes next */
};

static bool no_room(struct filter *f)
{
	diag_error(&f->diags,
		   "files of different headers can't be kept in a temporary file in %s: %s; TMPDIR names "
		   "another "
		   "folder",
		   file_temporary_folder(), file_why(errno));
	return false;
}

static bool flush(struct copy *c)
{
	bool good = file_write(c->fd, buf_view(&c->rows)) == c->rows.n;

	buf_clear(&c->rows);
	return good || no_room(c->filter);
}

/* Blank lines, which no reader takes for rows, until the next line is that of the file. */
static void keep_line(struct copy *c, uint64_t line)
{
	for (; c->line < line; c->line++)
		buf_char(&c->rows, '\n');
}

static bool may_divide(struct str name)
{
	bool found = false;

	for (size_t i = 0; i < name.n; i++)
		found |= strchr(",;\t|", name.p[i]) != NULL;
	return found;
}

/* The names of all columns. One that holds what could be taken for a delimiter stands in quotes, so that the
 * right one is found. */
static void put_names(struct copy *c)
{
	const struct system_columns *s = c->columns;
	size_t from = c->rows.n;

	for (size_t i = 0; i < s->n; i++) {
		const struct system_file *own = s->from[i];
		struct str name = s->name[i];
		if (i)
			buf_char(&c->rows, c->out.delimiter);
		if (own == s->from[0]) {
			buf_str(&c->rows, own->raw[s->of[own - c->file][i]]);
		} else if (!c->out.raw_tsv && may_divide(name)) {
			buf_char(&c->rows, '"');
			cell_write_inside(&c->rows, c->out, name);
			buf_char(&c->rows, '"');
		} else {
			cell_write(&c->rows, c->out, name);
		}
	}
	buf_str(&c->rows, c->source.header.end.n ? c->source.header.end : STR("\n"));
	c->line += count_newlines(c->rows.p + from, c->rows.n - from);
}

static void put_row(struct copy *c, const struct record *r)
{
	const size_t *of = c->columns->of[c->which];
	struct dialect in = c->source.dialect;
	bool as_it_came = in.delimiter == c->out.delimiter;
	size_t from = c->rows.n;

	for (size_t i = 0; i < c->columns->n; i++) {
		if (i)
			buf_char(&c->rows, c->out.delimiter);
		if (of[i] == SIZE_MAX)
			continue;
		if (as_it_came)
			buf_str(&c->rows, record_raw(r, of[i]));
		else
			cell_write(&c->rows, c->out, record_text(r, of[i], &c->text));
	}
	buf_char(&c->rows, '\n');
	c->line += count_newlines(c->rows.p + from, c->rows.n - from);
}

/* The header once more, in the middle of a file, is that of the copy. */
static bool copy_batch(struct copy *c)
{
	const struct batch *b = &c->batch;
	uint64_t line = b->first_line;
	size_t at = 0;

	look_at_batch(NULL, &c->batch);
	for (size_t i = 0; i < b->marks.nrow; i++) {
		struct record r = batch_record(b, i);
		size_t start = b->marks.start[i];
		line += count_newlines(b->buf + at, start - at);
		at = start;
		keep_line(c, line);
		if (head_again(&c->again, &r, &c->head))
			put_names(c);
		else
			put_row(c, &r);
		if (c->rows.n >= PIECE && !flush(c))
			return false;
	}
	return true;
}

static bool copy_rows(struct copy *c)
{
	int got;

	head_again_init(&c->again, &c->source.header, c->source.dialect.delimiter, c->arena);
	keep_line(c, c->source.header.line);
	put_names(c);
	while ((got = source_next(&c->source, &c->batch)) > 0)
		if (!copy_batch(c))
			return false;
	if (got < 0)
		diag_error(&c->filter->diags, "%.*s", STR_ARG(c->source.error));
	return got == 0 && flush(c);
}

static bool copy_file(struct copy *c, struct systems *counts)
{
	struct filter *f = c->filter;
	bool good =
		open_one(f, &c->source, &f->common.files[c->which]) && (!c->source.header.n || copy_rows(c));

	counts->blank += c->source.blank;
	counts->skipped += c->source.skipped;
	counts->crs += c->source.crs;
	source_close(&c->source);
	batch_release(&c->batch);
	head_room_release(&c->head);
	buf_release(&c->rows);
	buf_release(&c->text);
	return good;
}

/* From now on the copy is what is opened. */
static bool take_place(struct filter *f, const char *path, int fd)
{
	if (!is_standard(path))
		return true;
	if (dup2(fd, STDIN_FILENO) < 0 || lseek(STDIN_FILENO, 0, SEEK_SET) != 0)
		return no_room(f);
	f->stdin_from = 0;
	return true;
}

/* A delimiter that the first copy would not show as its file did, or that isn't the first file's, has to be
 * said. */
static void say_delimiter(struct filter *f, const struct system_file *file, const struct system_file *first)
{
	if (first != file || first->said)
		f->common.delimiter = first->dialect.delimiter;
}

static bool make(struct filter *f, const struct system_file *file, const struct system_columns *columns,
		 struct systems *s, struct arena *arena)
{
	size_t n = f->common.nfiles;
	struct made_files *m = ARENA_NEW(arena, struct made_files);
	int *fd = ARENA_ARRAY(arena, n, int);

	*m = (struct made_files){ f->common.files, fd, n, f->open, f->open_ctx };
	for (size_t i = 0; i < n; i++) {
		struct copy c = { .filter = f,
				  .arena = arena,
				  .file = file,
				  .columns = columns,
				  .which = i,
				  .out = columns->from[0]->dialect,
				  .fd = fd[i] = file_temporary(),
				  .line = 1 };
		if (fd[i] < 0)
			return no_room(f);
		if (!copy_file(&c, s) || !take_place(f, f->common.files[i], fd[i]))
			return false;
	}
	f->open = open_made;
	f->open_ctx = m;
	f->common.skip_footer = 0; /* it is not in the copies */
	say_delimiter(f, file, columns->from[0]);
	s->made = true;
	return true;
}

/* ---- all of it ---- */

/* Files that stay as they are have one id. */
static bool read_as_they_are(struct filter *f)
{
	for (size_t i = 0; i < f->common.nfiles; i++)
		if (is_standard(f->common.files[i]))
			lseek(STDIN_FILENO, f->stdin_from, SEEK_SET);
	return true;
}

bool systems_input(struct filter *f, struct systems *s, const struct same_lead *by)
{
	struct arena *arena = &f->lane[0].agreement.arena;
	size_t n = f->common.nfiles;

	*s = (struct systems){ 0 };
	if (n < 2)
		return true;
	struct system_file *file = ARENA_ARRAY(arena, n, struct system_file);
	if (!pipes_keep(f->common.files, n, &f->stdin_from, &f->diags) || !read_headers(f, file, arena))
		return false;
	if (are_alike(file, n))
		return read_as_they_are(f);
	if (f->common.rejects) {
		diag_error(
			&f->diags,
			"--rejects is for files of one header, and these have several; give each to a tool "
			"that reads it alone");
		return false;
	}
	const struct system_columns *columns = systems_unite(f, file, n, by, arena);
	s->id = columns->id;
	s->ids = columns->ids;
	return make(f, file, columns, s, arena);
}

void systems_counted(const struct systems *s, struct source *source)
{
	if (!s->made)
		return;
	source->blank = s->blank;
	source->skipped = s->skipped;
	source->crs = s->crs;
}
