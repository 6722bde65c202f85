/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See lines.h. */
#include "fold/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/number.h"
#include "table/batch.h"
#include "table/input.h"

enum { BLOCK = 256 * 1024, HEX = 16 };

void line_add(struct buf *lines, struct str cell)
{
	if (lines->n && lines->p[lines->n - 1] != '\n')
		buf_char(lines, ',');
	cell_write(lines, archive_dialect, cell);
}

void line_add_number(struct buf *lines, uint64_t n)
{
	struct buf text = { 0 };

	number_write_whole(&text, (int64_t)n);
	line_add(lines, buf_view(&text));
	buf_release(&text);
}

void line_add_hex(struct buf *lines, uint64_t n)
{
	char text[HEX];

	for (int i = 0; i < HEX; i++)
		text[i] = "0123456789abcdef"[n >> (60 - 4 * i) & 15];
	line_add(lines, (struct str){ text, HEX });
}

bool hex_read(struct str s, uint64_t *out)
{
	*out = 0;
	for (size_t i = 0; i < s.n; i++) {
		const char *digits = "0123456789abcdef", *at = s.p[i] ? strchr(digits, s.p[i]) : NULL;
		if (!at)
			return false;
		*out = *out << 4 | (uint64_t)(at - digits);
	}
	return s.n == HEX;
}

void line_error(struct diags *diags, const struct record *line, const char *what)
{
	diag_error(diags, "%s: %s; take back a copy of the archive", line->batch->file, what);
}

/* The whole lines of the batch; false: no more are wanted. */
static bool pass_on(const struct batch *b, line_fn *fn, void *ctx)
{
	for (size_t i = 0; i < b->marks.nrow; i++) {
		struct record line = batch_record(b, i);
		if (!line.end)
			return false;
		if (!batch_blank(b, i) && !fn(ctx, &line))
			return false;
	}
	return true;
}

static void read_lines(struct input *in, line_fn *fn, void *ctx, struct diags *diags)
{
	struct source_options options = { 0 };
	struct arena arena = { 0 };
	_Atomic uint64_t done = 0;
	struct batch b = { 0 };
	struct reading how = {
		.options = &options, .scan = scan_choose(NULL), .block = BLOCK, .arena = &arena, .done = &done
	};
	bool more;

	do {
		input_fill(in, &b, &how, 0);
		more = pass_on(&b, fn, ctx) && !in->ended;
		if (in->error)
			diag_error(diags, "%s: %s", in->name, file_why(in->error));
		input_cut(in, &b, b.marks.nrow);
	} while (more);
	buf_release(&in->carry);
	batch_release(&b);
	arena_release(&arena);
}

bool lines_each(const char *path, uint64_t from, line_fn *fn, void *ctx, struct diags *diags)
{
	struct input in = { .name = path, .line = 1, .dialect = archive_dialect };
	unsigned errors = diags->errors;

	in.fd = open(path, O_RDONLY | O_CLOEXEC);
	if (in.fd < 0 || lseek(in.fd, (off_t)from, SEEK_SET) < 0)
		diag_error(diags, "%s: %s", path, file_why(errno));
	else
		read_lines(&in, fn, ctx, diags);
	if (in.fd >= 0)
		close(in.fd);
	return diags->errors == errors;
}
