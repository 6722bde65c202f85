/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows into a file for each value: see split.h. */
#include "cmd/split.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/casefold.h"
#include "base/cell.h"
#include "base/file.h"
#include "base/file_name.h"
#include "base/map.h"
#include "base/mem.h"
#include "base/number.h"
#include "base/same_file.h"
#include "cmd/changes.h"
#include "cmd/columns.h"
#include "cmd/command.h"
#include "cmd/outputs.h"
#include "lead/roster.h"
#include "table/scatter.h"

enum { FILES_MOST = 10000, HELD_MOST = 32 << 20, RENAMED_SHOWN = 5 };
_Static_assert(FILES_MOST == 10000, "a message says how many");

/* What is in the stream in front of a value and its row. */
struct framing {
	uint32_t value, row; /* bytes */
};

/* A value as it is spelled; no bytes: there is none. */
struct spelling {
	struct str value;
	uint64_t rows;
	uint32_t part;
};

/* A file. */
struct part {
	struct str key;	      /* the value folded */
	struct str value;     /* as the file is called after it */
	uint64_t rows, usual; /* in all, and with that spelling */
	char *path;
	bool itself; /* the name is the value */
};

struct split {
	struct filter *f;
	struct out_column by;
	const struct missing *missing; /* of its column */
	bool owners;		       /* the value is the lead's owner */
	struct roster *roster;	       /* read here; f->roster may have it, too */
	struct buf head;
	struct arena arena;
	struct map spelled, keyed; /* value to spelling, key to part */
	struct spelling *spelling;
	size_t nspellings, spellings_cap;
	struct part *part;
	size_t n, cap;
	struct buf key;
	struct scatter scatter;
	struct draft *draft; /* of each part */
	size_t ndrafts;
	bool settled;
};

/* ---- binding ---- */

static bool is_head(void *ctx, struct str words)
{
	const struct filter *f = ctx;

	for (size_t i = 0; i < f->ncolumns; i++)
		if (str_eq(f->columns[i].name, words))
			return true;
	return false;
}

/* A name is a column of the output, as it is for -c; any other expression is computed from the input's. */
static bool bind_value(struct split *s, const struct expr *e)
{
	struct filter *f = s->f;
	struct names *n = f->lane[0].names;
	struct str owner = STR("owner");

	if (e->op == EXPR_NAME || e->op == EXPR_COLUMN)
		s->by = columns_named(f, "--split", e);
	else
		s->by = (struct out_column){ .column = SIZE_MAX,
					     .code = program_bind(&f->lane[0].program, (struct expr *)e,
								  TYPE_NONE, NULL) };
	if (f->diags.errors)
		return false;
	size_t owners = names_column(n, &(struct expr){ .op = EXPR_NAME, .text = owner });
	s->owners = (e->op == EXPR_NAME && str_same(e->text, owner)) ||
		    (s->by.column != SIZE_MAX && s->by.column == owners);
	if (s->by.column != SIZE_MAX)
		s->missing = names_missing(n, s->by.column);
	return true;
}

bool split_bind(struct filter *f)
{
	struct program *p = &f->lane[0].program;
	struct text *text = ARENA_NEW(&p->arena, struct text);
	struct split *s = f->split = mem_new(sizeof *s);
	struct expr **list;

	*s = (struct split){ .f = f };
	scatter_init(&s->scatter, HELD_MOST);
	*text = (struct text){ .name = "--split", .folder = "", .body = str_from(f->common.split) };
	size_t n = expr_parse_list(text, &p->arena, &f->diags, is_head, f, &list);
	if (n > 1)
		diag_error(&f->diags, "--split: '%s' are %zu expressions; give one", f->common.split, n);
	return n == 1 && bind_value(s, list[0]);
}

void split_free(struct split *s)
{
	if (!s)
		return;
	for (size_t i = 0; i < s->n; i++)
		free(s->part[i].path);
	roster_free(s->roster);
	scatter_release(&s->scatter);
	map_release(&s->spelled);
	map_release(&s->keyed);
	arena_release(&s->arena);
	buf_release(&s->head);
	buf_release(&s->key);
	free(s->spelling);
	free(s->part);
	free(s->draft);
	free(s);
}

/* ---- into the stream ---- */

struct buf *split_head(struct split *s)
{
	return &s->head;
}

static struct str value_of(const struct split *s, struct worker *w)
{
	if (!column_stays(w, &s->by))
		return text_value(worker_text(w, s->by.code, 0), &w->cell);
	struct str cell = record_value(&w->lane[0].record, s->by.column, &w->text);
	return missing_is(s->missing, cell, &w->spare) ? STR("") : cell;
}

size_t split_row(struct split *s, struct worker *w, struct buf *out)
{
	struct str value = value_of(s, w);
	struct framing framing = { .value = (uint32_t)value.n };
	size_t row = out->n;

	buf_add(out, (const char *)&framing, sizeof framing);
	buf_str(out, value);
	return row;
}

void split_row_end(struct buf *out, size_t row)
{
	struct framing framing;

	memcpy(&framing, out->p + row, sizeof framing);
	framing.row = (uint32_t)(out->n - row - sizeof framing - framing.value);
	memcpy(out->p + row, &framing, sizeof framing);
}

/* ---- out of the stream ---- */

static struct part *add_part(struct split *s, struct str key)
{
	MEM_ROOM(s->part, s->n, s->cap);
	s->part[s->n] = (struct part){ .key = arena_copy(&s->arena, key) };
	map_put(&s->keyed, s->part[s->n].key, (uint32_t)s->n);
	return &s->part[s->n++];
}

/* Returns NULL after a mistake, which is reported. */
static struct spelling *add_spelling(struct split *s, struct str value)
{
	buf_clear(&s->key);
	fold_key_append(&s->key, value);
	const uint32_t *part = map_find(&s->keyed, buf_view(&s->key));
	if (!part && s->n == FILES_MOST) {
		diag_error(&s->f->diags,
			   "--split: '%s' has more than 10,000 values, and each is a file; split by "
			   "something with "
			   "fewer, such as month(created_at)",
			   s->f->common.split);
		errno = EMFILE;
		return NULL;
	}
	size_t number = part ? *part : (size_t)(add_part(s, buf_view(&s->key)) - s->part);
	MEM_ROOM(s->spelling, s->nspellings, s->spellings_cap);
	struct spelling *new = &s->spelling[s->nspellings];
	*new = (struct spelling){ .value = arena_copy(&s->arena, value), .part = (uint32_t)number };
	map_put(&s->spelled, new->value, (uint32_t)s->nspellings++);
	return new;
}

static bool take_row(struct split *s, struct str value, struct str row)
{
	const uint32_t *known = map_find(&s->spelled, value);
	struct spelling *x = known ? &s->spelling[*known] : add_spelling(s, value);

	if (!x)
		return false;
	x->rows++;
	if (scatter_add(&s->scatter, x->part, row))
		return true;
	diag_error(&s->f->diags,
		   "--split: rows can't be kept in a temporary file in %s: %s; TMPDIR names "
		   "another folder",
		   file_temporary_folder(), file_why(errno));
	return false;
}

static bool take(void *ctx, struct str bytes)
{
	struct split *s = ctx;
	struct framing framing;

	while (bytes.n) {
		memcpy(&framing, bytes.p, sizeof framing);
		size_t row = sizeof framing + framing.value, end = row + framing.row;
		if (!take_row(s, str_slice(bytes, sizeof framing, row), str_slice(bytes, row, end)))
			return false;
		bytes = str_slice(bytes, end, bytes.n);
	}
	return true;
}

/* ---- names ---- */

/* Each part is called after the spelling of most rows, of equally many the smallest. */
static void choose_spellings(struct split *s)
{
	for (size_t i = 0; i < s->nspellings; i++) {
		const struct spelling *x = &s->spelling[i];
		struct part *part = &s->part[x->part];
		part->rows += x->rows;
		if (x->rows > part->usual ||
		    (x->rows == part->usual && str_compare(x->value, part->value) < 0)) {
			part->usual = x->rows;
			part->value = x->value;
		}
	}
}

/* Everyone in the roster has a file, called as the roster calls them. */
static void add_roster(struct split *s)
{
	const struct roster *r = s->f->roster;

	for (size_t i = 0; s->owners && r && i < r->n; i++) {
		const uint32_t *known = map_find(&s->keyed, r->rep[i].key);
		(known ? &s->part[*known] : add_part(s, r->rep[i].key))->value = r->rep[i].name;
	}
}

/* The pattern's path with the value's name for each {}. */
static void name_part(struct split *s, struct part *part)
{
	struct buf name = { 0 }, path = { 0 };
	const char *rest = s->f->common.output, *at;

	if (part->value.n)
		part->itself = file_name_add(&name, part->value);
	else
		buf_str(&name, STR(FILE_NAME_NONE));
	for (; (at = strstr(rest, "{}")); rest = at + 2) {
		buf_add(&path, rest, (size_t)(at - rest));
		buf_str(&path, buf_view(&name));
	}
	buf_str(&path, str_from(rest));
	buf_char(&path, '\0');
	part->path = path.p;
	buf_release(&name);
}

/* No two files may be one, whatever links lead there: the second would replace the first. */
static bool check_names(struct split *s)
{
	struct map paths = { 0 };

	for (size_t i = 0; i < s->n; i++) {
		char *end = file_follow(s->part[i].path);
		uint32_t other = map_put(&paths, arena_copy(&s->arena, str_from(end)), (uint32_t)i);
		if (other != i)
			diag_error(&s->f->diags, "--split: the files of '%.*s' and '%.*s' would both be %s",
				   STR_ARG(s->part[other].value), STR_ARG(s->part[i].value), end);
		free(end);
	}
	map_release(&paths);
	return !s->f->diags.errors;
}

/* ---- files ---- */

static bool fail(struct split *s, const char *path, const char *why)
{
	int error = errno;

	diag_error(&s->f->diags, "%s: can't be written: %s; none of the files is", path, why);
	errno = error;
	return false;
}

static bool open_draft(struct split *s, const struct part *part, struct draft *d)
{
	struct stat st;
	bool there = stat(part->path, &st) == 0;

	if (!there && errno != ENOENT)
		return fail(s, part->path, file_why(errno));
	if (there && !S_ISREG(st.st_mode)) {
		errno = EINVAL;
		return fail(s, part->path, "it is no regular file");
	}
	/* rename() would not ask */
	if ((there && access(part->path, W_OK) != 0) || !draft_open(d, part->path, there ? &st : NULL))
		return fail(s, part->path, file_why(errno));
	s->ndrafts++;
	return true;
}

static bool write_part(struct split *s, size_t i)
{
	const struct part *part = &s->part[i];
	struct draft *d = &s->draft[i];
	bool reading = false;

	if (!open_draft(s, part, d))
		return false;
	if (file_write(d->fd, buf_view(&s->head)) < s->head.n ||
	    !scatter_write(&s->scatter, i, d->fd, &reading))
		return fail(s, reading ? file_temporary_folder() : part->path, file_why(errno));
	if (draft_close(d))
		return true;
	s->ndrafts--;
	return fail(s, part->path, file_why(errno));
}

static bool settle(void *ctx)
{
	struct split *s = ctx;
	bool good = true;

	if (s->settled)
		return true;
	s->settled = true;
	choose_spellings(s);
	add_roster(s);
	for (size_t i = 0; i < s->n; i++)
		name_part(s, &s->part[i]);
	good = check_names(s);
	for (size_t i = 0; good && i < s->n; i++)
		good = outputs_take(s->f, s->part[i].path);
	s->draft = mem_new(s->n * sizeof *s->draft);
	for (size_t i = 0; good && i < s->n; i++)
		good = write_part(s, i);
	if (!good && !errno)
		errno = ECANCELED;
	return good;
}

static bool keep(void *ctx)
{
	struct split *s = ctx;
	size_t n = s->ndrafts, failed, gone;

	s->ndrafts = 0;
	if (drafts_keep(s->draft, n, &failed, &gone))
		return true;
	int error = errno;
	const char *path = failed < n ? s->part[failed].path : s->f->common.output;
	if (failed == n)
		diag_error(&s->f->diags, "%s: the files are in place, but maybe not on the disk: %s", path,
			   file_why(error));
	else if (gone)
		diag_error(&s->f->diags,
			   "%s: can't be put in place: %s; %zu of the files before it are new already, for "
			   "this file system can't take them back; run it again",
			   path, file_why(error), gone);
	else
		diag_error(&s->f->diags, "%s: can't be put in place: %s; all files are as they were", path,
			   file_why(error));
	errno = error;
	return false;
}

static void drop(void *ctx)
{
	struct split *s = ctx;

	while (s->ndrafts)
		draft_drop(&s->draft[--s->ndrafts]);
}

/* ---- opening, and what is reported ---- */

/* That nothing can be written is better known before the first row than after the last. */
static bool check_folder(struct filter *f)
{
	int fd = file_open_folder(f->common.output, O_PATH | O_DIRECTORY, 0);
	bool good = fd >= 0 && faccessat(fd, ".", W_OK | X_OK, AT_EACCESS) == 0;

	if (!good)
		diag_error(&f->diags, "%s: can't be written: %s", f->common.output, file_why(errno));
	if (fd >= 0)
		close(fd);
	return good;
}

bool split_open(struct filter *f)
{
	static const struct sink sink = { take, settle, keep, drop };
	struct split *s = f->split;

	if (!format_kinds[f->emitter.format].cells) {
		diag_error(&f->diags, "--split writes csv or tsv, and no other --format");
		return false;
	}
	if (s->owners && !f->roster && f->lane[0].agreement.roster.text.p)
		f->roster = s->roster = roster_read(f->lane[0].names);
	if (f->diags.errors || !check_folder(f))
		return false;
	writer_open_sink(&f->writer, f->common.output, &sink, s);
	return true;
}

static void tell_renamed(const struct split *s, struct diags *diags)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		if (!s->part[i].itself && s->part[i].value.n && ++n <= RENAMED_SHOWN)
			diag_note(diags, "'%.*s' can't be a file's name: its rows are in %s",
				  STR_ARG(s->part[i].value), s->part[i].path);
	if (n > RENAMED_SHOWN)
		diag_note(diags, "and %zu more values can't be", n - RENAMED_SHOWN);
}

void split_tell(struct split *s, struct diags *diags)
{
	struct buf files = { 0 };
	size_t empty = 0;

	for (size_t i = 0; i < s->n; i++)
		empty += !s->part[i].rows;
	number_write_grouped(&files, (int64_t)s->n);
	if (empty)
		diag_note(diags, "%.*s %s written, %zu without rows: %s", STR_ARG(buf_view(&files)),
			  s->n == 1 ? "file" : "files", empty, s->f->common.output);
	else
		diag_note(diags, "%.*s %s written: %s", STR_ARG(buf_view(&files)),
			  s->n == 1 ? "file" : "files", s->f->common.output);
	tell_renamed(s, diags);
	buf_release(&files);
}
