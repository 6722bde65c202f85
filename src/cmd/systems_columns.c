/* SPDX-FileCopyrightText: 2026 Leadpipe contributors */
/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * See systems_columns.h. A column goes by what the agreement reads it as, before its header: a file's
 * `Mobile` that is its phone belongs to another's `Phone`. Where a column that is added would then be read as
 * a field that has its column already, it gets the name of its file behind its own.
 */
#include "cmd/systems_columns.h"

#include "base/cell.h"
#include "base/file_name.h"
#include "base/arena.h"
#include "cmd/command.h"

enum { ADDED_TOLD = 8 };

struct uniting {
	struct filter *filter;
	struct arena *arena;
	struct system_columns *to;
	size_t fields, id; /* how many there are, and which of them is the id */
	struct str *field_name;
	size_t *column;	   /* of each field, among all columns; SIZE_MAX: none yet */
	struct str *loose; /* of each column */
	size_t most;
	bool *taken; /* by a column of the file at hand */
};

/* Which column each field is read from, under these headers. */
static size_t *fields_of(struct uniting *u, const struct str *head, size_t n)
{
	struct lane tried = { 0 };
	struct diags unsaid = { .tool = u->filter->command->tool.name };
	struct field_found *found;

	filter_bind_again(u->filter, &tried, head, n, &unsaid);
	u->fields = names_fields(tried.names, &found);
	size_t *column = ARENA_ARRAY(u->arena, u->fields, size_t);
	bool first = !u->field_name;
	if (first)
		u->field_name = ARENA_ARRAY(u->arena, u->fields, struct str);
	for (size_t i = 0; i < u->fields; i++) {
		column[i] = found[i].column;
		if (first)
			u->field_name[i] = arena_copy(u->arena, found[i].name);
	}
	filter_unbind(&tried);
	diags_release(&unsaid);
	return column;
}

static size_t find_loosely(const struct uniting *u, struct str loose, bool untaken)
{
	for (size_t i = 0; i < u->to->n; i++)
		if (loose.n && str_eq(u->loose[i], loose) && !(untaken && u->taken[i]))
			return i;
	return SIZE_MAX;
}

/* The column of a field that the file's is read as, too. If it is read as several, the first counts. */
static size_t find_field(const struct uniting *u, const struct system_file *file, size_t c)
{
	for (size_t i = 0; i < u->fields; i++)
		if (file->field[i] == c && i != u->id && u->column[i] != SIZE_MAX && !u->taken[u->column[i]])
			return u->column[i];
	return SIZE_MAX;
}

static struct str with_file(struct uniting *u, struct str name, const struct system_file *file)
{
	const char *slash = strrchr(file->name, '/');

	return arena_print(u->arena, "%.*s (%s)", STR_ARG(name), slash ? slash + 1 : file->name);
}

static size_t add(struct uniting *u, const struct system_file *file, struct str name)
{
	struct system_columns *s = u->to;
	struct str loose = loose_name(u->arena, name);

	if (file != s->from[0] && s->n && find_loosely(u, loose, false) != SIZE_MAX) {
		name = with_file(u, name, file);
		loose = loose_name(u->arena, name);
	}
	s->name[s->n] = name;
	s->from[s->n] = file;
	u->loose[s->n] = loose;
	return s->n++;
}

/* Fields first, so that no header takes the place of one; then headers; the rest is added. */
static void unite_file(struct uniting *u, const struct system_file *file, size_t *of)
{
	size_t *at = ARENA_ARRAY(u->arena, file->n, size_t);

	memset(u->taken, 0, u->most * sizeof *u->taken);
	for (size_t c = 0; c < file->n; c++) {
		at[c] = find_field(u, file, c);
		if (at[c] != SIZE_MAX)
			u->taken[at[c]] = true;
	}
	for (size_t c = 0; c < file->n; c++) {
		if (at[c] == SIZE_MAX)
			at[c] = u->to->n && file != u->to->from[0]
					? find_loosely(u, loose_name(u->arena, file->head[c]), true)
					: SIZE_MAX;
		if (at[c] == SIZE_MAX)
			at[c] = add(u, file, file->head[c]);
		u->taken[at[c]] = true;
		of[at[c]] = c;
	}
	for (size_t i = 0; i < u->fields; i++)
		if (file->field[i] != SIZE_MAX && u->column[i] == SIZE_MAX)
			u->column[i] = at[file->field[i]];
}

/* Renames columns that would be read as a field whose column is another, until none is. */
static void keep_fields(struct uniting *u)
{
	struct system_columns *s = u->to;

	for (size_t round = 0, renamed = 1; renamed && round < s->n; round++) {
		size_t *column = fields_of(u, s->name, s->n);
		renamed = 0;
		for (size_t i = 0; i < u->fields; i++) {
			size_t c = column[i];
			if (i == u->id || c == SIZE_MAX || c == u->column[i] || s->from[c] == s->from[0])
				continue;
			s->name[c] = with_file(u, s->name[c], s->from[c]);
			renamed = 1;
		}
	}
}

/* ---- ids ---- */

static void add_id(struct system_columns *s, size_t column)
{
	for (size_t i = 0; i < s->ids; i++)
		if (s->id[i] == column)
			return;
	s->id[s->ids++] = column;
}

/* `field`: the column that the field is read from. */
static void tell_ids(const struct uniting *u, size_t field)
{
	const struct system_columns *s = u->to;
	struct buf names = { 0 };

	for (size_t i = 0; i < s->ids; i++)
		buf_print(&names, "%s'%.*s'",
			  !i		   ? ""
			  : i + 1 < s->ids ? ", "
					   : " and ",
			  STR_ARG(s->name[s->id[i]]));
	diag_note(&u->filter->diags,
		  "%.*s are ids of different systems, and all stay; the field id is '%.*s', so leads that "
		  "are only in other files have none",
		  STR_ARG(buf_view(&names)), STR_ARG(s->name[field == SIZE_MAX ? s->id[0] : field]));
	buf_release(&names);
}

static void find_ids(struct uniting *u, const struct system_file *file, size_t files)
{
	struct system_columns *s = u->to;
	size_t *column = fields_of(u, s->name, s->n);

	s->id = ARENA_ARRAY(u->arena, files, size_t);
	for (size_t i = 0; i < files; i++)
		for (size_t c = 0; file[i].n && c < s->n; c++)
			if (file[i].field[u->id] != SIZE_MAX && s->of[i][c] == file[i].field[u->id])
				add_id(s, c);
	if (s->ids > 1)
		tell_ids(u, column[u->id]);
}

/* ---- what is noted ---- */

static void tell_file(const struct uniting *u, const struct system_file *file, const size_t *of)
{
	const struct system_columns *s = u->to;
	struct buf moved = { 0 }, added = { 0 };
	size_t n = 0;

	for (size_t c = 0; c < s->n; c++) {
		if (of[c] == SIZE_MAX)
			continue;
		if (s->from[c] == file && n++ < ADDED_TOLD)
			buf_print(&added, "%s'%.*s'", added.n ? ", " : ": ", STR_ARG(s->name[c]));
		struct str own = file->head[of[c]];
		if (!str_eq(loose_name(u->arena, own), loose_name(u->arena, s->name[c])))
			buf_print(&moved, "%s'%.*s' is in '%.*s'", moved.n ? ", " : "", STR_ARG(own),
				  STR_ARG(s->name[c]));
	}
	if (moved.n)
		diag_note(&u->filter->diags, "%s: %.*s", file->name, STR_ARG(buf_view(&moved)));
	if (n > ADDED_TOLD)
		buf_print(&added, " and %zu more", n - ADDED_TOLD);
	if (n && file != s->from[0])
		diag_note(&u->filter->diags, "%s adds %zu column%s%.*s", file->name, n, n == 1 ? "" : "s",
			  STR_ARG(buf_view(&added)));
	buf_release(&added);
	buf_release(&moved);
}

/* Is a part of a key read from a field that other files have a column for, and this one has not? */
static bool lacks_part(const struct uniting *u, const struct system_file *file, const struct same_part *part,
		       struct str *field)
{
	static const char *const names[] = {
		[SAME_EMAIL] = "email", [SAME_DOMAIN] = "email",    [SAME_PHONE] = "phone",
		[SAME_NAME] = "",	[SAME_COMPANY] = "company", [SAME_VALUE] = "",
	};

	*field = str_from(names[part->of]);
	for (size_t i = 0; !part->value && i < u->fields; i++)
		if (str_eq(u->field_name[i], *field))
			return u->column[i] != SIZE_MAX && file->field[i] == SIZE_MAX;
	return false;
}

/* A column that no file has is reported when the keys are bound. */
static void tell_keys(const struct uniting *u, const struct system_file *file, const struct same_lead *by)
{
	struct str field;

	for (size_t k = 0; by && file->n && k < by->keys.n; k++) {
		const struct same_key *key = &by->keys.at[k];
		size_t i = 0;
		while (i < key->parts.n && !lacks_part(u, file, &key->parts.at[i], &field))
			i++;
		if (i < key->parts.n)
			diag_note(&u->filter->diags,
				  "%s: no column for '%.*s': the key '%.*s' joins none of its rows",
				  file->name, STR_ARG(field), STR_ARG(key->words.text));
	}
}

static void prepare(struct uniting *u, struct system_file *file, size_t files)
{
	for (size_t i = 0; i < files; i++) {
		u->most += file[i].n;
		file[i].field = fields_of(u, file[i].head, file[i].n);
	}
	u->to->name = ARENA_ARRAY(u->arena, u->most, struct str);
	u->to->from = ARENA_ARRAY(u->arena, u->most, const struct system_file *);
	u->to->of = ARENA_ARRAY(u->arena, files, size_t *);
	u->loose = ARENA_ARRAY(u->arena, u->most, struct str);
	u->taken = ARENA_ARRAY(u->arena, u->most, bool);
	u->column = ARENA_ARRAY(u->arena, u->fields, size_t);
	for (size_t i = 0; i < u->fields; i++) {
		u->column[i] = SIZE_MAX;
		if (str_eq(u->field_name[i], STR("id")))
			u->id = i;
	}
	for (size_t i = 0; i < files; i++) {
		u->to->of[i] = ARENA_ARRAY(u->arena, u->most, size_t);
		for (size_t c = 0; c < u->most; c++)
			u->to->of[i][c] = SIZE_MAX;
	}
}

struct system_columns *systems_unite(struct filter *f, struct system_file *file, size_t files,
				     const struct same_lead *by, struct arena *arena)
{
	struct uniting u = { .filter = f, .arena = arena, .id = SIZE_MAX };

	u.to = ARENA_NEW(arena, struct system_columns);
	prepare(&u, file, files);
	for (size_t i = 0; i < files; i++)
		unite_file(&u, &file[i], u.to->of[i]);
	keep_fields(&u);
	find_ids(&u, file, files);
	for (size_t i = 0; i < files; i++) {
		tell_file(&u, &file[i], u.to->of[i]);
		tell_keys(&u, &file[i], by);
	}
	return u.to;
}
