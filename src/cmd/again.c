/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* See again.h. Only what decides which rows are read, and how, is carried along. */
#include "cmd/again.h"

#include "base/shell.h"
#include "cmd/command.h"

static void put_option(struct buf *line, const char *option, struct str value)
{
	shell_word(line, str_from(option));
	shell_word(line, value);
}

static void put_number(struct buf *line, const char *option, int64_t n)
{
	struct buf b = { 0 };

	if (n) {
		buf_print(&b, "%lld", (long long)n);
		put_option(line, option, buf_view(&b));
	}
	buf_release(&b);
}

/* Each -e is a line. */
static void put_agreement(struct buf *line, const struct common *c)
{
	struct str rest = buf_view(&c->statements);

	if (c->agreement)
		put_option(line, "-a", str_from(c->agreement));
	while (rest.n) {
		const char *end = memchr(rest.p, '\n', rest.n);
		size_t n = end ? (size_t)(end - rest.p) : rest.n;
		put_option(line, "-e", str_slice(rest, 0, n));
		rest = str_slice(rest, n + !!end, rest.n);
	}
}

/* Partials say themselves as of when they are. */
static void put_now(struct buf *line, const struct filter *f)
{
	struct buf b = { 0 };

	if (f->parts)
		return;
	instant_write(&b, f->lane[0].program.now, f->lane[0].program.times.zone);
	put_option(line, "--now", f->common.now ? str_from(f->common.now) : buf_view(&b));
	buf_release(&b);
}

static void put_reading(struct buf *line, const struct common *c)
{
	static const char *const ragged[] = { [RAGGED_PAD] = "pad", [RAGGED_SKIP] = "skip" };

	if (c->raw_tsv)
		shell_word(line, STR("--raw-tsv"));
	else if (c->tab)
		shell_word(line, STR("-t"));
	else if (c->delimiter)
		put_option(line, "-d", (struct str){ &c->delimiter, 1 });
	if (c->ragged != RAGGED_ERROR)
		put_option(line, "--ragged", str_from(ragged[c->ragged]));
	if (c->header_from)
		put_option(line, "--header-from", str_from(c->header_from));
	put_number(line, "--skip-lines", c->skip_lines);
	put_number(line, "--skip-footer", c->skip_footer);
	for (size_t i = 0; i < c->nwhere; i++)
		put_option(line, "-w", str_from(c->where[i]));
}

/* A file whose name begins like an option is one of this folder. */
static void put_file(struct buf *line, const char *path)
{
	struct buf b = { 0 };

	if (path[0] == '-' && path[1])
		buf_str(&b, STR("./"));
	buf_str(&b, str_from(path));
	shell_word(line, buf_view(&b));
	buf_release(&b);
}

struct behind filter_command(struct filter *f, const char *const *words)
{
	struct arena *arena = &f->lane[0].program.arena;
	struct buf before = { 0 }, after = { 0 };

	for (; *words; words++)
		shell_word(&before, str_from(*words));
	put_agreement(&before, &f->common);
	put_now(&before, f);
	put_reading(&before, &f->common);
	for (size_t i = 0; i < f->common.nfiles; i++)
		put_file(&after, f->common.files[i]);
	struct behind b = { arena_copy(arena, buf_view(&before)), arena_copy(arena, buf_view(&after)) };
	buf_release(&before);
	buf_release(&after);
	return b;
}

struct behind filter_again(struct filter *f, const char *const *words)
{
	return f->parts ? (struct behind){ 0 } : filter_command(f, words);
}
