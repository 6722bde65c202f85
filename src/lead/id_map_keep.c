/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A map of ids is changed: see id_map.h. Each change leaves it closed, and a line stays in its place, for the
 * order of the lines says which id was kept first.
 */
#include "lead/id_map_internal.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cell.h"
#include "base/draft.h"
#include "base/file.h"
#include "base/mem.h"

/* ---- alone ---- */

static bool fail(const struct id_map *m, const char *what)
{
	diag_error(m->diags, "%s: %s%s", m->path, what, file_why(errno));
	return false;
}

static bool take_lock(const struct id_map *m, int fd, id_map_wait_fn *wait, void *ctx)
{
	struct flock all = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int got = fcntl(fd, F_OFD_SETLK, &all);

	if (got != 0 && (errno == EAGAIN || errno == EACCES)) {
		diag_note(m->diags, "%s: another run is writing to it; waiting until it has ended", m->path);
		wait(ctx);
		do
			got = fcntl(fd, F_OFD_SETLKW, &all);
		while (got != 0 && errno == EINTR);
	}
	return got == 0 || fail(m, "it can't be locked: ");
}

static int open_regular(const struct id_map *m, struct stat *st)
{
	int fd = open(m->path, O_RDWR | O_CREAT | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0666);

	if (fd >= 0 && fstat(fd, st) == 0 && S_ISREG(st->st_mode))
		return fd;
	if (fd < 0)
		fail(m, "");
	else
		diag_error(m->diags, "%s: not a regular file", m->path);
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Opened and locked, and still the file that the path names: the run before has replaced it. */
static bool open_alone(struct id_map *m, id_map_wait_fn *wait, void *ctx)
{
	struct stat mine, named;

	for (;;) {
		int fd = open_regular(m, &mine);
		if (fd < 0)
			return false;
		bool locked = take_lock(m, fd, wait, ctx);
		if (locked && stat(m->path, &named) == 0 && named.st_dev == mine.st_dev &&
		    named.st_ino == mine.st_ino) {
			m->fd = fd;
			m->made = m->changed = named.st_size == 0;
			return true;
		}
		close(fd);
		if (!locked)
			return false;
	}
}

struct id_map *id_map_open(const char *path, id_map_wait_fn *wait, void *ctx, struct diags *diags)
{
	struct id_map *m = id_map_new(path, diags);
	struct buf text = { 0 };
	bool good = open_alone(m, wait, ctx);

	if (good && !file_read(path, &text))
		good = fail(m, "");
	if (good && text.n)
		good = id_map_read_text(m, buf_view(&text));
	buf_release(&text);
	if (good)
		return m;
	id_map_close(m);
	return NULL;
}

/* ---- changes ---- */

static void say(struct id_map *m, uint32_t line, uint32_t old, uint32_t kept, struct str since)
{
	struct map_line *l = &m->line[line];

	l->old = old;
	l->kept = kept;
	l->since = since;
	m->id[old].line = line;
}

void id_map_keep(struct id_map *m, struct str old, struct str kept, struct str since)
{
	uint32_t o = id_map_number(m, old), k = id_map_number(m, kept);

	if (o == k || (m->id[o].line != ID_NONE && m->line[m->id[o].line].kept == k))
		return;
	since = arena_copy(&m->arena, since);
	m->changed = true;
	uint32_t own = m->id[k].line, line = m->id[o].olds, next;
	assert(m->id[o].line == ID_NONE && (own == ID_NONE || m->line[own].kept == o));
	m->id[k].line = ID_NONE;
	m->id[o].olds = m->id[o].last = ID_NONE;
	m->id[o].place = ID_NONE;
	for (; line != ID_NONE; line = next) {
		next = m->line[line].next;
		if (line == own)
			say(m, line, o, k, since);
		else
			say(m, line, m->line[line].old, k, since);
		id_map_link(m, line);
	}
	if (m->id[o].line == ID_NONE) {
		MEM_ROOM(m->line, m->nlines, m->lines_cap);
		m->line[m->nlines] = (struct map_line){ .row = ID_NONE };
		say(m, (uint32_t)m->nlines, o, k, since);
		id_map_link(m, (uint32_t)m->nlines++);
	}
	if (m->id[o].parts != ID_NONE && m->id[k].parts == ID_NONE) {
		m->id[k].parts = m->id[o].parts;
		m->id[o].parts = ID_NONE;
		m->line[m->id[k].parts].old = m->line[m->id[k].parts].kept = k;
	}
}

/* ---- the file ---- */

static void put_cell(struct buf *out, size_t c, struct dialect dialect, struct str text)
{
	if (c)
		buf_char(out, dialect.delimiter);
	cell_write_safe(out, dialect, text);
}

/* The columns that the file has, or those of a new one. */
static void put_line(const struct id_map *m, const struct map_line *l, struct dialect dialect,
		     struct buf *out)
{
	size_t columns = m->side.columns ? m->side.columns : MAP_COLUMNS;

	for (size_t c = 0; c < columns; c++) {
		struct str text = l->row == ID_NONE ? STR("") : side_cell(&m->side, l->row, c);
		if (c == m->column[MAP_OLD])
			text = m->id[l->old].text;
		else if (c == m->column[MAP_KEPT])
			text = m->id[l->kept].text;
		else if (c == m->column[MAP_SINCE] && l->since.p)
			text = l->since;
		put_cell(out, c, dialect, text);
	}
	buf_char(out, '\n');
}

static void put_all(const struct id_map *m, struct buf *out)
{
	const struct dialect dialect = { .delimiter = is_tab_name(str_from(m->path)) ? '\t' : ',' };
	size_t columns = m->side.columns ? m->side.columns : MAP_COLUMNS;

	for (size_t c = 0; c < columns; c++)
		put_cell(out, c, dialect, m->side.columns ? m->side.name[c] : map_column_name[c]);
	buf_char(out, '\n');
	for (size_t i = 0; i < m->nlines; i++)
		put_line(m, &m->line[i], dialect, out);
}

bool id_map_commit(struct id_map *m)
{
	struct buf out = { 0 };
	struct draft draft;
	struct stat st;

	if (!m->changed)
		return true;
	put_all(m, &out);
	bool opened = fstat(m->fd, &st) == 0 && draft_open(&draft, m->path, &st);
	bool good = opened && file_write(draft.fd, buf_view(&out)) == out.n;
	if (opened && !good) {
		int error = errno;
		draft_drop(&draft);
		errno = error;
	}
	good = good && draft_keep(&draft);
	int why = errno;
	buf_release(&out);
	if (!good) {
		fail(m, opened ? "can't be written: " : "a new one can't be made in its folder: ");
		errno = why; /* for whoever can't write rows now */
		return false;
	}
	m->made = m->changed = false;
	return true;
}
