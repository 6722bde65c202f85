/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See base_file.h. */
#include "fold/base_file.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/draft.h"
#include "base/file.h"
#include "base/mem.h"
#include "fold/lines.h"

enum { PIECE = 256 * 1024 };

struct base_writer {
	struct archive *archive;
	const char *path;
	struct draft draft;
	struct buf out;
	size_t line; /* where the last one begins in `out` */
	uint64_t sum;
	bool good;
};

static void flush(struct base_writer *w)
{
	w->good = w->good && file_write(w->draft.fd, buf_view(&w->out)) == w->out.n;
	buf_clear(&w->out);
}

static void end_line(struct base_writer *w)
{
	if (w->line == w->out.n) /* a column without a name, alone: a blank line is none */
		buf_str(&w->out, STR("\"\""));
	struct str line = str_slice(buf_view(&w->out), w->line, w->out.n);
	w->sum = hash_text(line, w->sum);
	buf_char(&w->out, '\n');
	if (w->out.n >= PIECE)
		flush(w);
	w->line = w->out.n;
}

static void add_cells(struct base_writer *w, const struct str *cell, size_t n, bool first)
{
	for (size_t i = 0; i < n; i++) {
		if (i || !first)
			buf_char(&w->out, ',');
		cell_write(&w->out, archive_dialect, cell[i]);
	}
}

static bool start(struct base_writer *w, struct archive *a, struct archive_base *base)
{
	struct stat old;

	*w = (struct base_writer){ .archive = a, .path = archive_path(a, base->file) };
	w->good = draft_open(&w->draft, w->path, stat(w->path, &old) == 0 ? &old : NULL);
	if (!w->good)
		diag_error(a->diags, "%s: %s", w->path, file_why(errno));
	return w->good;
}

static bool finish(struct base_writer *w, struct archive_base *base)
{
	flush(w);
	if (!w->good) {
		int error = errno;
		draft_drop(&w->draft);
		errno = error;
	}
	w->good = w->good && draft_keep(&w->draft);
	if (!w->good)
		diag_error(w->archive->diags, "%s: %s", w->path, file_why(errno));
	base->sum = w->sum;
	buf_release(&w->out);
	return w->good;
}

bool base_of_export(struct archive *a, const struct export *x, struct archive_base *base)
{
	const struct export_plan *p = x->plan;
	struct str *cell = mem_new((p->n + 1) * sizeof *cell);
	struct base_writer w;

	base->file = STR(ARCHIVE_BASE);
	bool good = start(&w, a, base);
	if (good) {
		add_cells(&w, p->head, p->n, true);
		end_line(&w);
		for (size_t i = 0; i < x->n && w.good; i++) {
			export_cells(x, i, cell);
			add_cells(&w, cell, p->n, true);
			end_line(&w);
		}
		good = finish(&w, base);
	}
	free(cell);
	return good;
}

bool base_of_state(const struct state *s, const struct header_then *h, size_t night,
		   struct archive_base *base)
{
	struct archive *a = s->archive;
	uint32_t *of = ARENA_ARRAY(&a->arena, h->known, uint32_t);
	size_t n = header_all(h, of);
	struct base_writer w;

	base->file = arena_print(&a->arena, "base-%zu.csv", night + 1);
	if (!start(&w, a, base))
		return false;
	add_cells(&w, (const struct str[]){ STR("lead"), STR("id") }, 2, true);
	for (size_t i = 0; i < n; i++)
		add_cells(&w, &a->columns.at[of[i]].name, 1, false);
	end_line(&w);
	for (size_t i = 0; i < s->n && w.good; i++) {
		const struct str front[] = { s->lead[i].present ? STR("present") : STR("absent"),
					     s->lead[i].id };
		add_cells(&w, front, 2, true);
		for (size_t c = 0; c < n; c++)
			add_cells(&w, &state_row(s, i)[of[c]], 1, false);
		end_line(&w);
	}
	return finish(&w, base);
}

uint64_t base_size(struct archive *a, const struct archive_base *base)
{
	struct stat st;

	return stat(archive_path(a, base->file), &st) == 0 ? (uint64_t)st.st_size : 0;
}
